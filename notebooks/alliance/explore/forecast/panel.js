// Draws the questions of a forecast, sends what is typed to the kernel, shows what comes back.
// What happened later is not here until the kernel tells it (the trait `later`).
import { h, setHtml } from "../../page/dom.js";
import { heading, putUp, swap } from "../../page/panel.js";

const PAUSE = 700; // after the last change of a number, before it is sent
const DAY = 24 * 60 * 60 * 1000;

// One question: a number from 0 to 100, and a slider beside it for the mouse.
class Question {
  constructor(view, data, n, of) {
    Object.assign(this, { view, data });
    const { text } = view;
    const id = `${view.id}-${n}`;
    this.words = h("span", { class: "f-kept", id: `${id}-kept` });
    this.message = h("p", { class: "p-message", id: `${id}-message`, hidden: true });
    this.number = h("input", {
      type: "number", min: "0", max: "100", step: "1", id, inputmode: "decimal", autocomplete: "off",
      "aria-describedby": `${id}-what ${id}-kept ${id}-message`,
      oninput: () => this.changed(), onchange: () => this.later(), onblur: () => this.flush(),
      onkeydown: (event) => { if (event.key === "Enter") this.flush(); },
    });
    // Not a stop of its own for Tab: the number does the same.
    this.range = h("input", {
      type: "range", min: "0", max: "100", step: "1", tabindex: "-1",
      "aria-label": text("forecast.slider", { question: data.question }),
      oninput: () => { this.number.value = this.range.value; this.changed(); },
      onchange: () => this.flush(),
    });
    const legend = h("legend", {},
      h("span", { class: "f-count", text: text("forecast.number", { n, of }) }),
      h("span", { class: "f-asked", text: data.question }));
    this.line = h("div", { class: "f-line-in" },
      h("label", { for: id, text: text("forecast.label") }),
      h("span", { class: "f-field" }, this.number, h("span", { text: text("forecast.percent") })),
      this.range);
    this.element = h("fieldset", {}, legend,
      h("p", { class: "f-what", id: `${id}-what`, text: text("forecast.criterion", { text: data.criterion }) }),
      this.line, this.words, this.message);
  }

  get state() { return this.view.model.get("states")[this.data.id]; }

  draw() {
    const { percent, words, locked } = this.state;
    this.words.textContent = words;
    this.words.hidden = !words;
    this.line.hidden = locked;
    if (percent !== this.shown && !this.unsent) this.number.value = percent;
    this.shown = percent;
    this.align();
  }

  align() {
    this.range.classList.toggle("f-unset", this.number.value === "");
    this.range.value = this.number.value === "" ? 50 : this.number.value;
    // A slider stands somewhere even before it was moved; its words say that nothing is given.
    this.range.setAttribute("aria-valuetext", this.number.value === "" ? this.view.text("forecast.slider_unset")
      : this.view.text("forecast.slider_set", { percent: this.number.value }));
  }

  changed() {
    this.unsent = true;
    this.align();
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    if (this.unsent) this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  flush() {
    clearTimeout(this.timer);
    if (!this.unsent) return;
    this.unsent = false;
    const { value, validity } = this.number;
    if (value === "" && !validity.badInput && !this.state.percent) return this.tell("");
    this.view.send({ do: "give", question: this.data.id, percent: value }, ({ text, taken }) => {
      this.tell(taken ? "" : text);
      this.view.say(text);
    });
  }

  tell(words) {
    this.message.textContent = words;
    this.message.hidden = !words;
    if (words) this.number.setAttribute("aria-invalid", "true");
    else this.number.removeAttribute("aria-invalid");
  }
}

// The part before time moves on: all questions, and the button that locks them.
class Asking {
  constructor(view) {
    this.view = view;
    const { text, model } = view;
    const asked = model.get("questions");
    this.questions = asked.map((data, k) => new Question(view, data, k + 1, asked.length));
    this.tally = h("p", { class: "p-tally" });
    this.message = h("p", { class: "p-message", hidden: true });
    this.sure = h("p", { tabindex: "-1" });
    this.yes = h("button", { type: "button", class: "p-strong", text: text("forecast.yes"), onclick: () => this.lock() });
    this.no = h("button", { type: "button", text: text("forecast.no"), onclick: () => this.ask(false) });
    this.button = h("button", { type: "button", class: "p-strong", text: text("forecast.lock"), onclick: () => this.ask(true) });
    this.confirm = h("div", { class: "f-confirm", hidden: true }, this.sure, h("p", { class: "p-buttons" }, this.yes, this.no));
    this.element = h("div", {}, h("p", { class: "p-intro", text: model.get("intro") }),
      ...this.questions.map((question) => question.element),
      this.tally, h("p", { class: "p-buttons" }, this.button), this.confirm, this.message);
  }

  get given() { return Object.values(this.view.model.get("states")).filter(({ percent }) => percent).length; }

  draw() {
    this.questions.forEach((question) => question.draw());
    this.tally.textContent = this.view.text("forecast.tally", { n: this.given, of: this.questions.length });
  }

  // Asks whether to lock, after what is still being typed has gone to the kernel.
  ask(open) {
    this.questions.forEach((question) => question.flush());
    this.confirm.hidden = !open;
    this.button.hidden = open;
    const left = this.questions.length - this.given;
    const { text } = this.view;
    this.sure.textContent = left ? text("forecast.sure_some", { n: left }) : text("forecast.sure");
    (open ? this.sure : this.button).focus();
  }

  lock() {
    this.view.send({ do: "lock" }, ({ text, taken }) => {
      this.view.say(text);
      this.message.textContent = taken ? "" : text;
      this.message.hidden = taken;
      if (!taken) this.ask(false);
    });
  }
}

// The part after: a slider for the date, what is decided by then, and the score.
class After {
  constructor(view) {
    this.view = view;
    const { text } = view;
    const button = (key, wish) => h("button", { type: "button", class: "p-strong", text: key, onclick: () => this.go({ do: wish }) });
    this.slider = h("input", { type: "range", min: "0", step: "any", id: `${view.id}-date`,
      oninput: () => this.showDay(), onchange: () => this.go({ do: "move", days: Math.round(this.slider.value) }) });
    this.day = h("span", { class: "f-day" });
    this.on = button(text("forecast.next"), "next");
    this.back = button(text("forecast.previous"), "previous");
    this.back.classList.remove("p-strong");
    this.done = h("p", { class: "p-tally" });
    this.message = h("p", { class: "p-message", hidden: true });
    this.decided = h("div", { class: "f-decided" });
    this.open = h("div", { class: "f-open" });
    this.score = h("div", { class: "f-score" });
    this.element = h("div", {},
      h("section", { class: "f-time", "aria-label": text("forecast.time") },
        heading(4, text("forecast.time")),
        h("p", { class: "f-date" }, h("label", { for: `${view.id}-date`, text: text("forecast.date") }), this.day),
        this.slider, h("p", { class: "p-buttons" }, this.back, this.on), this.done, this.message),
      this.decided, this.open, this.score);
  }

  go(message) {
    this.view.send(message, ({ text, taken }) => {
      this.message.textContent = taken ? "" : text;
      this.message.hidden = taken;
      this.view.say(text);
    });
  }

  // Says the date at which the slider stands; the kernel is asked when it is let go.
  showDay() {
    const { text, model } = this.view;
    const day = new Date(Date.parse(model.get("later").start) + Math.round(this.slider.value) * DAY);
    const month = model.get("texts")[`month.${day.getUTCMonth() + 1}`];
    const words = text("date.day", { day: day.getUTCDate(), month, year: day.getUTCFullYear() });
    this.day.textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
  }

  draw() {
    const later = this.view.model.get("later");
    const seen = JSON.stringify(later);
    if (seen === this.seen) return;
    this.seen = seen;
    this.slider.max = later.days;
    this.slider.value = later.at;
    this.showDay();
    this.done.textContent = later.done;
    // After the last outcome there is no next one: the score takes the place below.
    if (!later.more && this.on === document.activeElement) this.back.focus();
    this.on.hidden = !later.more;
    if (later.open.length) this.open.after(this.score);
    else this.decided.before(this.score);
    this.drawDecided(later.resolved);
    this.drawOpen(later.open);
    // What the reader has unfolded stays so.
    const unfolded = [...this.score.querySelectorAll("details")].map(({ open }) => open);
    setHtml(this.score, later.score);
    this.score.querySelectorAll("details").forEach((one, k) => { one.open = Boolean(unfolded[k]); });
  }

  // The latest are unfolded, and those that the reader has unfolded.
  drawDecided(resolved) {
    const { text } = this.view;
    const none = !resolved.length && h("p", { text: text("forecast.decided_none") });
    const before = new Map([...this.decided.querySelectorAll("details")].map((d) => [d.dataset.id, d]));
    this.decided.replaceChildren(heading(4, text("forecast.decided")), none || "",
      ...resolved.map((one) => {
        const latest = one.when === resolved[0].when;
        const kept = before.get(one.id);
        const chosen = kept && kept.open !== (kept.dataset.latest === "true");
        return h("details", { "data-id": one.id, "data-outcome": one.outcome, "data-latest": String(latest),
          open: chosen ? kept.open : latest }, ...this.told(one));
      }));
  }

  // A decided question: in one line, and below it all that is known.
  told(one) {
    const { text } = this.view;
    return [
      h("summary", {}, h("span", { class: "f-when", text: one.when }), " ",
        h("span", { class: "f-asked", text: one.question }), " ",
        h("strong", { class: "f-outcome", text: text(`forecast.outcome_${one.outcome}`) })),
      h("p", { text: one.note }),
      h("p", { text: one.you }),
      one.article && h("p", { text: one.article }),
      h("p", { class: "f-what", text: one.criterion }),
      one.sources && h("p", { class: "al-source", html: one.sources }),
    ];
  }

  drawOpen(open) {
    this.open.hidden = !open.length;
    this.open.replaceChildren(heading(4, this.view.text("forecast.waiting")),
      h("ul", {}, ...open.map(({ question, you }) => h("li", {}, `${question} `, h("span", { class: "f-you", text: you })))));
  }
}

function render(given) {
  return putUp(given, { name: "forecast", kicker: "forecast.kicker", traits: ["states", "later"], start });
}

function start(view, place) {
  let part;
  return () => {
    const Part = Object.keys(view.model.get("later")).length ? After : Asking;
    if (part instanceof Part) return part.draw();
    part = new Part(view);
    part.draw();
    swap(place, [part.element], part.on ?? part.questions[0].number);
  };
}

export default { render };
