// Shows questions, sends answers to the kernel, shows what comes back.
// How a question is drawn depends on its type. Each drawing is a module of its own (kinds/*/*.js),
// loaded when a panel first needs it. It has one function:
//   draw(data, question, kit) -> { body, read(), put(response), show(state), refused()?, … }
// data: what the kernel says of the question; question: its element, texts and voice (`Question`);
// kit: what drawings make their elements with (`KIT`); body: element with native controls;
// read(): the response as JSON, null if it is not given here; put(): sets the controls to a
// response; show(): draws what a state says of it. There may also be
// refused(): the answer was not taken; label(): key of the button's own text, or "";
// changed(): an answer that stays open was revised.
import { Calls, STATES, voice, willAnswer } from "../page/calls.js";
import { h, setHtml, uid } from "../page/dom.js";
import { filled } from "../page/words.js";
import { draftOf, keepDraft, outdateDraft } from "../page/drafts.js";
import { sureness } from "./sure.js";

const SIGNS = { right: "✓", wrong: "✗", partly: "◐", missed: "→", kept: "●" };

// A verdict as sign and word; the sign is decoration.
function verdict(kind, word) {
  return h("strong", {}, h("span", { class: "q-sign", "aria-hidden": "true", text: SIGNS[kind] }), word);
}

// One radio button or checkbox with a label of its own, { text } or the kernel's { html }, and a place for
// feedback.
function option(question, type, group, value, own) {
  const id = `${question.id}-${group}-${value}`;
  const input = h("input", { type, id, name: `${question.id}-${group}`, value });
  const row = h("div", { class: "q-option" }, input, h("label", { for: id, ...own }));
  return { input, row, show: feedback(question, id, row, input) };
}

// Makes question for feedback in a row: the verdict beside the label, the text below it, both tied to
// the control. Returns the function that shows a note of the state, or nothing.
function feedback(question, id, row, control) {
  const word = h("span", { class: "q-verdict", id: `${id}-verdict` });
  const note = h("div", { class: "q-note", id: `${id}-note` });
  row.append(word, note);
  return (said) => {
    row.dataset.verdict = said?.verdict ?? "";
    word.replaceChildren(said?.verdict ? verdict(said.verdict, question.text(`verdict.${said.verdict}`)) : "");
    setHtml(note, said?.html ?? "");
    word.hidden = !word.textContent;
    note.hidden = !note.textContent;
    if (control) [word.id, note.id].forEach((part) => describe(control, part, Boolean(said)));
  };
}

// Ties a text to a control, or unties it; other texts that describe the control stay.
function describe(control, id, on) {
  const ids = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (on) ids.add(id);
  else ids.delete(id);
  if (ids.size) control.setAttribute("aria-describedby", [...ids].join(" "));
  else control.removeAttribute("aria-describedby");
}

// The controls that an answer was refused for: fields, lists and boxes, and groups of radio buttons
// where none is chosen. If nothing is empty, all of them.
function refusedIn(body) {
  const found = [...body.querySelectorAll("select, textarea, input:not([type=radio])")]
    .map((control) => ({ control, empty: control.type === "checkbox" || !control.value.trim() }));
  const groups = new Map();
  for (const radio of body.querySelectorAll("input[type=radio]"))
    groups.set(radio.name, groups.get(radio.name) || radio.checked);
  for (const [name, chosen] of groups) {
    const [first] = body.querySelectorAll(`input[name="${name}"]`);
    found.push({ control: first.closest("fieldset"), empty: !chosen });
  }
  const empty = found.filter((one) => one.empty);
  return (empty.length ? empty : found).map((one) => one.control);
}

// What every drawing is given.
const KIT = { h, setHtml, option, feedback };

class Question {
  constructor(panel, data, number) {
    this.panel = panel;
    this.data = data;
    this.id = `${panel.id}-${data.key}`;
    this.text = panel.text;
    // Those that fold away are counted by themselves.
    const all = panel.model.get("questions").length;
    const core = all - (panel.model.get("folded") || 0);
    const [n, of] = number > core ? [number - core, all - core] : [number, core];
    const count = of > 1 ? this.text("quiz.number", { n, of }) : "";
    this.element = h("div", { class: "q-question", tabindex: "-1" });
    if (data.broken) return this.drawBroken(data.broken, count);
    this.message = h("p", { class: "q-message", id: `${this.id}-message`, hidden: true });
    this.drawing = panel.drawings[data.drawing].draw(data, this, KIT);
    this.legend = h("legend", {},
      count && h("span", { class: "q-count", text: count }), h("span", { class: "q-stem", html: data.stem }));
    this.sure = data.unsure ? null : sureness(this);
    this.button = h("button", { type: "button", class: "q-check", onclick: () => this.act() });
    this.hintButton = h("button", { type: "button", class: "q-plain", "aria-expanded": "false",
      "aria-controls": `${this.id}-hint`, text: this.text("button.hint"), onclick: () => this.toggleHint() });
    this.hint = h("div", { class: "q-hint", id: `${this.id}-hint`, hidden: true });
    this.result = h("div", { class: "q-result", tabindex: "-1", hidden: true });
    this.fieldset = h("fieldset", {}, this.legend, this.drawing.body);
    this.element.append(this.fieldset, this.sure?.element ?? "", this.message,
      this.buttons = h("div", { class: "q-buttons" }, this.drawing.read && this.button, data.hint && this.hintButton),
      this.hint, this.result);
    ["input", "change", "click", "keyup"].forEach((event) =>
      this.element.addEventListener(event, () => this.keepDraft()));
    ["input", "change"].forEach((event) =>
      this.fieldset.addEventListener(event, () => this.markRefused(false)));
  }

  drawBroken(sentences, count) {
    this.element.append(h("p", { class: "q-count", text: count }), h("p", { text: this.text("quiz.broken") }),
      h("ul", {}, ...sentences.map((html) => h("li", { html }))));
  }

  get state() { return this.panel.model.get("states")[this.data.key] ?? {}; }

  // Shows the state. If that takes away what has the focus, the focus goes to the result: on the
  // page's body it would be in the notebook's command mode, where letters delete cells.
  draw() {
    if (this.data.broken) return;
    const held = this.element.contains(document.activeElement) ? document.activeElement : null;
    const { state } = this;
    const seen = JSON.stringify(state);
    if (seen === this.seen) return;
    this.seen = seen;
    this.tell("");
    if (state.response !== undefined && !this.drawing.changed?.()) this.drawing.put(state.response);
    this.drawing.show(state);
    this.sure?.show(state);
    this.putDraft(state.tries ?? 0);
    this.drawResult(state);
    this.drawHint(state);
    this.relabel();
    if (held && (!held.isConnected || held.disabled || held.closest("[hidden]"))) this.result.focus();
  }

  // Marks the controls that an answer was refused for, and ties the message to them; or unmarks all.
  markRefused(on) {
    this.refused?.forEach((control) => {
      control.removeAttribute("aria-invalid");
      describe(control, this.message.id, false);
    });
    this.refused = on ? refusedIn(this.fieldset) : [];
    this.refused.forEach((control) => {
      if (control.matches("fieldset")) control.setAttribute("role", "radiogroup");
      control.setAttribute("aria-invalid", "true");
      describe(control, this.message.id, true);
    });
  }

  // What stands in the controls: response and sureness.
  written() { return { response: this.drawing.read?.(), sure: this.sure?.read() }; }

  // Puts back what was written and not yet checked, if no answer was taken since.
  putDraft(tries) {
    this.asShown = JSON.stringify(this.written());
    const key = this.data.draft;
    outdateDraft(key, tries);
    const draft = draftOf(key, tries);
    if (!draft) return;
    try {
      this.drawing.put(draft.response);
      this.sure?.put(draft.sure);
    } catch {
      keepDraft(key, null); // not what this panel has written
    }
  }

  keepDraft() {
    const { draft } = this.data;
    if (!draft) return;
    const written = this.written();
    const changed = JSON.stringify(written) !== this.asShown;
    keepDraft(draft, changed ? { tries: this.state.tries ?? 0, ...written } : null);
  }

  relabel() {
    const { done, tries } = this.state;
    const own = this.drawing.label?.();
    this.button.textContent = this.text(own || (done ? "button.next" : tries ? "button.again" : "button.check"));
    this.button.hidden = Boolean(done && !own && !this.panel.after(this));
    this.button.classList.toggle("q-next", Boolean(done && !own));
    this.buttons.hidden = [...this.buttons.children].every((button) => button.hidden);
  }

  drawResult(state) {
    this.result.hidden = !(state.status || state.remark);
    this.result.dataset.status = state.status ?? "";
    const { text } = this;
    this.result.replaceChildren(...[
      state.remark && h("p", { text: state.remark }),
      state.status && h("p", {}, verdict(state.status, state.words)),
      state.sure && h("p", { text: state.sure }),
      state.summary && h("div", { html: state.summary }),
      state.answer && h("p", {}, h("strong", { html: state.answer })),
      state.closing && h("div", { html: state.closing }),
      state.explanation && h("div", { html: state.explanation }),
      state.sources && h("p", { class: "al-source" }, text("status.sources"), ": ",
        h("span", { html: state.sources })),
    ].filter(Boolean));
  }

  drawHint(state) {
    if (!state.hint || this.hint.textContent) return;
    this.hint.replaceChildren(h("strong", { text: `${this.text("hint.name")}: ` }), h("span", { html: state.hint }));
    this.openHint(true);
  }

  openHint(open) {
    this.hint.hidden = !open;
    this.hintButton.setAttribute("aria-expanded", String(open));
    this.hintButton.textContent = this.text(open ? "button.unhint" : "button.hint");
  }

  toggleHint() {
    if (this.state.hint) return this.openHint(this.hint.hidden);
    this.send({ kind: "hint" });
  }

  get over() { return this.state.done && !this.drawing.changed?.(); }

  act() {
    if (this.over) return this.panel.after(this)?.focus();
    this.answer();
  }

  answer() {
    if (this.over || this.waiting) return;
    this.send({ kind: "answer", response: this.drawing.read(), confidence: this.sure?.read() });
  }

  focus() {
    const first = this.fieldset?.querySelector(
      "input:not(:disabled), select:not(:disabled), textarea, [tabindex='0'], button:not([hidden] *)");
    const fold = this.element.closest("details");
    if (fold) fold.open = true;
    (first ?? this.element).focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  send(message) {
    this.waiting = true;
    this.tell("");
    this.panel.calls.send({ ...message, question: this.data.key }, (got) => this.reply(got));
  }

  // Without an answer yet, a learner may send again only if the kernel will hardly give one.
  reply({ text, taken, unanswered }) {
    this.waiting = willAnswer(unanswered);
    this.tell(taken ? "" : text);
    if (unanswered) return;
    this.markRefused(!taken);
    if (taken) this.panel.say(text || this.hint.textContent);
    else this.drawing.refused?.();
  }

  // Shows a message beside the button and says it.
  tell(text) {
    if (this.message.textContent === text) return text && this.panel.say(text);
    this.message.textContent = text;
    this.message.hidden = !text;
    if (text) this.panel.say(text);
  }
}

// What the code model says of a drawing; news of it may come after the panel that needs it.
function drawingIn(code, name) {
  return new Promise((found) => {
    const look = () => {
      const drawing = code.get("drawings")[name];
      if (!drawing) return;
      code.off("change:drawings", look);
      found(drawing);
    };
    code.on("change:drawings", look);
    look();
  });
}

// Loads the drawings that the questions need: { name: { draw, texts, style } }. Each is imported
// once a kernel, when it is first shown.
async function load(model, code) {
  const names = new Set(model.get("questions").map((data) => data.drawing).filter(Boolean));
  code.allianceDrawings ??= {};
  return Object.fromEntries(await Promise.all([...names].map(async (name) => {
    const { script, texts, style } = await drawingIn(code, name);
    const file = new Blob([script], { type: "text/javascript" });
    code.allianceDrawings[name] ??= import(URL.createObjectURL(file));
    return [name, { ...await code.allianceDrawings[name], texts, style }];
  })));
}

// What the questions of one view share: its texts, its voice, its order.
function panelOf(model, questions, say, texts, drawings) {
  const id = uid("quiz");
  return {
    model,
    drawings,
    id,
    say,
    text: (key, values) => filled(texts[key], values),
    calls: new Calls(model, id, Object.fromEntries(STATES.map((s) => [s, texts[`wait.${s}`]]))),
    // What several panels draw on, such as a map: a model of its own holds it.
    async shared(name) {
      const id = model.get("shared")[name].replace("IPY_MODEL_", "");
      return (await model.widget_manager.get_model(id)).get("content");
    },
    after: (question) => questions[questions.indexOf(question) + 1],
  };
}

export async function render({ model, el, code }) {
  const drawings = await load(model, code);
  const loaded = Object.values(drawings);
  const words = Object.assign({}, code.get("texts"), ...loaded.map((drawing) => drawing.texts));
  const questions = [];
  const live = voice();
  const tally = h("p", { class: "q-tally" });
  // Of a diagnostic alone: what is told when the last question is answered.
  const result = h("section", { class: "q-conclusion", tabindex: "-1", hidden: true, "aria-label": words["quiz.result"] });
  const panel = panelOf(model, questions, live.say, words, drawings);
  const title = model.get("title");
  // A warning, such as a disk that is full; said once by the live region of the panel.
  const note = h("p", { class: "q-warning" });
  const warn = () => {
    if (note.textContent === model.get("note")) return;
    note.textContent = model.get("note");
    note.hidden = !note.textContent;
    if (note.textContent) panel.say(note.textContent);
  };
  note.hidden = true;
  questions.push(...model.get("questions").map((data, k) => new Question(panel, data, k + 1)));
  const core = questions.length - (model.get("folded") || 0);
  const more = core < questions.length && h("details", { class: "q-more" },
    h("summary", { text: panel.text("quiz.more", { n: questions.length - core }) }),
    ...questions.slice(core).map((question) => question.element));
  const root = h("section", { class: "al al-quiz", "aria-label": title || panel.text("quiz.name") },
    h("p", { class: "q-kicker", text: panel.text("quiz.kicker") }),
    title && h("h3", { class: "q-title", text: title }), note,
    ...questions.slice(0, core).map((question) => question.element), more, tally, result, live.element);
  // Keys belong to the controls, not to the notebook around them.
  root.addEventListener("keydown", (event) => event.stopPropagation());
  const update = () => {
    questions.forEach((question) => question.draw());
    const states = Object.values(model.get("states"));
    const done = states.filter((state) => state.done).length;
    const right = states.filter((state) => state.status === "right").length;
    tally.hidden = questions.length < 2;
    const kept = states.filter((state) => state.status === "kept").length;
    const quiet = model.get("result") === "";
    tally.textContent = quiet ? panel.text("quiz.tally_quiet", { done, of: questions.length }) : panel.text(kept ? "quiz.tally_kept" : "quiz.tally", { done, of: questions.length, right, kept });
  };
  const conclude = () => {
    const html = model.get("result") ?? "";
    const held = root.contains(document.activeElement);
    result.hidden = !html;
    setHtml(result, html);
    update();
    if (html && held) result.focus();
  };
  const heard = (message) => panel.calls.heard(message);
  model.on("change:states", update);
  model.on("change:result", conclude);
  model.on("change:note", warn);
  model.on("msg:custom", heard);
  warn();
  conclude();
  el.replaceChildren(h("style", { text: [code.get("sheet"), ...loaded.map(({ style }) => style)].join("\n") }), root);
  return () => {
    model.off("change:states", update);
    model.off("change:result", conclude);
    model.off("change:note", warn);
    model.off("msg:custom", heard);
    panel.calls.close();
  };
}
