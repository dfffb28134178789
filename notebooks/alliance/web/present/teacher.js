// A second window for the teacher alone: the next screen, notes, time and hands. It is written by
// this page itself, so it needs no server and follows at once. Notes stand in a file of their own
// that only an instructor's build has.
import { h } from "../../page/dom.js";
import { say } from "../page/texts.js";

const told = document.getElementById("al-present");
const { notes = "", sheet = "" } = told ? JSON.parse(told.textContent) : {};

export class Teacher {
  constructor({ screens, clock, hands }) {
    Object.assign(this, { screens, clock, hands });
    screens.on(() => this.draw());
    clock.on(() => this.drawTime());
    hands.on(() => this.drawHands());
    addEventListener("pagehide", () => this.window?.close());
  }

  async open() {
    this.window = window.open("", "alliance-teacher", "width=900,height=700");
    if (!this.window) return;
    const { document: page } = this.window;
    const title = say("present.teacher_title", { title: document.title });
    const href = new URL(sheet, document.baseURI).href;
    page.documentElement.lang = document.documentElement.lang;
    page.head.replaceChildren(h("title", { text: title }), sheet ? h("link", { rel: "stylesheet", href }) : "");
    page.body.className = "al-teacher";
    this.time = h("p", { class: "al-clock-big" });
    this.now = h("p");
    this.next = h("div", { class: "al-next" });
    this.counts = h("div");
    this.notes = h("div", { class: "al-notes" });
    page.body.replaceChildren(
      h("header", {}, h("button", { type: "button", text: `‹ ${say("present.back")}`, onclick: () => this.screens.back() }),
        h("button", { type: "button", text: `${say("present.next")} ›`, onclick: () => this.screens.next() }),
        h("button", { type: "button", text: say("present.time"), onclick: () => this.clock.toggle() }), this.time),
      h("main", {}, this.now, h("h2", { text: say("present.coming") }), this.next, this.counts,
        h("h2", { text: say("present.notes") }), this.notes));
    this.window.addEventListener("keydown", (event) => {
      if (["PageDown", "ArrowRight"].includes(event.key)) this.screens.next();
      if (["PageUp", "ArrowLeft"].includes(event.key)) this.screens.back();
    });
    this.draw();
    this.notes.innerHTML = await this.noted();
  }

  // The notes of this lesson as HTML, made when the site was built; they load only here.
  async noted() {
    if (!notes) return `<p>${say("present.no_notes")}</p>`;
    if (!window.alliance?.notes)
      await new Promise((done) => document.head.append(h("script", { src: notes, onload: done, onerror: done })));
    return window.alliance?.notes ?? "";
  }

  get isOpen() { return this.window && !this.window.closed && this.now; }

  draw() {
    if (!this.isOpen) return;
    const { screens } = this;
    this.now.textContent = screens.where;
    const coming = screens.list[screens.at + 1];
    const text = coming ? coming.pieces.map(({ el }) => this.textOf(el)).join("\n\n") : say("present.end");
    this.next.textContent = text;
    this.drawTime();
    this.drawHands();
  }

  // Words of a piece, without what only scripts and screen readers need.
  textOf(el) {
    const frame = el.querySelector("iframe");
    const copy = el.cloneNode(true);
    copy.querySelectorAll("script, style, template, iframe, .al-hidden, .al-counting, .al-vote").forEach((one) => one.remove());
    const words = copy.textContent.replace(/\s+/g, " ").trim().slice(0, 700);
    return frame ? `${frame.title}\n${words}` : words;
  }

  drawTime() { if (this.isOpen) this.time.textContent = this.clock.minutes ? this.clock.text : ""; }

  drawHands() {
    if (!this.isOpen) return;
    const vote = this.hands.current;
    if (!vote) return this.counts.replaceChildren();
    const told = ({ key, text }) => `${text}: ${vote.votes.map((one) => one?.[key] ?? 0).join(" → ")}`;
    this.counts.replaceChildren(h("h2", { text: say("present.hands") }),
      h("ul", {}, ...vote.options.map((option) => h("li", { text: told(option) }))));
    return undefined;
  }
}
