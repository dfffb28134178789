// A scenario tree: the whole tree as a picture, shares at each fork, and below them the list. What the
// shares come to is worked out in the kernel; here nothing is changed that the learner has typed.
import { h, setHtml } from "../../page/dom.js";
import { heading, putUp } from "../../page/panel.js";

// One fork: a number for each answer, and how far they add up.
class Fork {
  constructor(view, data, n) {
    Object.assign(this, { view, data });
    const { text } = view;
    const id = `${view.id}-${n}`;
    this.sum = h("p", { class: "t-sum", id: `${id}-sum` });
    this.message = h("p", { class: "p-message", id: `${id}-message`, hidden: true });
    this.fields = data.answers.map((answer, k) => h("input", {
      type: "number", min: "0", max: "100", step: "1", id: `${id}-${k}`, inputmode: "decimal",
      autocomplete: "off", "aria-label": text("tree.field", { title: answer.title }),
      "aria-describedby": `${id}-${k}-what ${id}-sum ${id}-message`, onchange: () => this.send(),
      onkeydown: (event) => { if (event.key === "Enter") this.send(); },
    }));
    this.fill = h("button", { type: "button", text: text("tree.fill"), hidden: true,
      onclick: () => this.ask({ do: "fill" }) });
    const rows = data.answers.map((answer, k) => h("div", { class: "t-answer" },
      h("div", { class: "t-words" }, h("label", { for: `${id}-${k}`, class: "t-title", text: answer.title }),
        h("span", { id: `${id}-${k}-what` }, h("span", { class: "t-text", text: `${answer.text}, ` }),
          h("span", { class: "t-text", text: text("tree.by", { day: answer.by }) })),
        h("details", {}, h("summary", {}, text("tree.criterion"), h("span", { class: "al-hidden", text: `: ${answer.title}` })),
          h("p", { text: answer.criterion }))),
      h("span", { class: "t-field" }, this.fields[k], h("span", { text: text("tree.percent") }))));
    this.element = h("fieldset", {}, h("legend", {}, h("span", { class: "t-given", text: data.given }),
      h("span", { class: "t-asked", text: data.question })), ...rows, this.sum,
    h("p", { class: "p-buttons" }, this.fill), this.message);
  }

  send() {
    const shares = Object.fromEntries(this.data.answers.map(({ id }, k) => [id, this.fields[k].value.trim()]));
    const now = JSON.stringify(shares);
    if (now === this.sent) return;
    this.sent = now;
    this.ask({ do: "give", shares });
  }

  // While an answer is awaited, or was refused, the fields are left alone: they hold what was typed.
  ask(message) {
    this.awaited = (this.awaited ?? 0) + 1;
    this.view.send({ ...message, parent: this.data.parent }, ({ text, taken }) => {
      this.awaited = Math.max(0, this.awaited - 1);
      this.refused = !taken;
      this.draw();
      this.message.textContent = taken ? "" : text;
      this.message.hidden = taken;
      this.fields.forEach((field) => field.setAttribute("aria-invalid", String(!taken)));
      if (!taken) this.sent = "";
      this.view.say(text);
    });
  }

  draw() {
    const state = this.view.model.get("states")[this.data.parent];
    this.sum.textContent = state.words;
    this.sum.dataset.whole = String(state.whole);
    if (this.awaited || this.refused) return;
    const open = this.fields.find((field) => !field.value);
    this.data.answers.forEach(({ id }, k) => {
      if (document.activeElement !== this.fields[k]) this.fields[k].value = state.shares[id] ?? "";
    });
    // The button goes when nothing is left to give: on to what it has filled.
    if (!state.fill && this.fill === document.activeElement) (open ?? this.fields[0]).focus();
    this.fill.hidden = !state.fill;
  }
}

// What stands at several ends: the reader ticks them, their probabilities are added up.
class Adding {
  constructor(view) {
    this.view = view;
    const { model, text } = view;
    this.sum = h("p", { class: "t-added", role: "status" });
    this.boxes = model.get("ends").map(({ title }, k) => {
      const id = `${view.id}-end${k}`;
      const box = h("input", { type: "checkbox", id, onchange: () => this.draw() });
      return { box, line: h("p", { class: "t-end" }, box, h("label", { for: id, text: title })) };
    });
    this.element = h("details", { class: "t-adding" }, h("summary", { text: text("tree.add") }),
      h("p", { text: text("tree.add_how") }), ...this.boxes.map(({ line }) => line), this.sum);
  }

  draw() {
    const { model, text } = this.view;
    const ticked = model.get("ends").filter((_, k) => this.boxes[k].box.checked);
    const open = ticked.some(({ value }) => value === null);
    const sum = ticked.reduce((all, { value }) => all + value, 0);
    const words = !ticked.length ? text("tree.added_none") : open ? text("tree.added_open")
      : text("tree.added", { percent: String(Math.round(1000 * sum) / 10) });
    if (this.sum.textContent !== words) this.sum.textContent = words;
  }
}

function start(view, place) {
  const { model, text } = view;
  const forks = model.get("questions").map((data, k) => new Fork(view, data, k + 1));
  const summary = h("p", { class: "p-tally" });
  const picture = h("div", { class: "t-picture" });
  const list = h("div");
  const changed = h("p", { class: "al-source" });
  const save = h("a", { class: "t-save", download: text("tree.file"), text: text("tree.export") });
  const adding = new Adding(view);
  place.replaceChildren(h("p", { class: "p-intro", text: text("tree.intro") }),
    h("p", { class: "t-picture", text: text("tree.picture") }), picture, summary,
    ...forks.map((fork) => fork.element),
    h("section", { class: "t-whole", "aria-label": text("tree.whole") },
      heading(4, text("tree.whole")),
      h("p", { text: text("tree.summary") }), list, adding.element, h("p", {}, save), changed));
  let seen = "";
  return () => {
    forks.forEach((fork) => fork.draw());
    adding.draw();
    const whole = model.get("whole");
    const now = JSON.stringify(whole);
    if (now === seen) return;
    seen = now;
    summary.textContent = whole.summary;
    setHtml(picture, whole.picture);
    // What the reader has unfolded stays so.
    const open = [...list.querySelectorAll("details")].map((one) => one.open);
    const held = [...list.querySelectorAll("summary")].indexOf(document.activeElement);
    setHtml(list, whole.list);
    list.querySelectorAll("details").forEach((one, k) => { one.open = Boolean(open[k]); });
    if (held >= 0) list.querySelectorAll("summary")[held].focus();
    changed.textContent = whole.changed;
    save.href = `data:text/csv;charset=utf-8,${encodeURIComponent(whole.file)}`;
  };
}

function render(given) {
  return putUp(given, { name: "tree", kicker: "tree.kicker", traits: ["states", "ends", "whole"], start });
}

export default { render };
