// Shows one claim after the other, sends the verdict to the kernel, and shows what comes back.
// Of the editors' verdicts nothing is here until a claim is judged (the trait `told`).
import { h, setHtml } from "../../page/dom.js";
import { notice, putUp, swap } from "../../page/panel.js";

function render(given) {
  return putUp(given, { name: "reading", kicker: "reading.kicker", traits: ["told", "score"], start });
}

function start(view, place) {
  const part = new Reading(view);
  place.replaceChildren(part.element);
  return () => part.draw();
}

class Reading {
  constructor(view) {
    const { text, model } = view;
    this.view = view;
    Object.assign(this, model.get("public")); // items, verdicts, kinds
    this.at = Math.max(0, this.open()[0] ?? 0);
    this.tally = h("p", { class: "p-tally" });
    this.sections = h("ul", { class: "r-sections" });
    const folded = h("details", {}, h("summary", { text: text("reading.sections") }), this.sections);
    this.card = h("div", { class: "r-card" });
    this.score = h("div", { class: "r-score" });
    this.element = h("div", {}, h("p", { class: "p-intro", text: text("reading.intro") }),
      this.tally, this.sectionNames().length > 1 && folded, this.card, this.score);
  }

  get told() { return this.view.model.get("told"); }

  // Places of the claims that are not judged.
  open() {
    return this.items.map((_, k) => k).filter((k) => !this.told[this.items[k].id]);
  }

  sectionNames() { return [...new Set(this.items.map(({ section }) => section))].filter(Boolean); }

  // The next claim that is not judged, after this one and then from the beginning.
  following() {
    const open = this.open().filter((k) => k !== this.at);
    return open.find((k) => k > this.at) ?? open[0];
  }

  go(k) {
    if (k === undefined) return;
    this.at = k;
    this.drawCard();
    this.claim.focus();
  }

  draw() {
    const { text } = this.view;
    this.tally.textContent = text("reading.progress", {
      n: this.items.length - this.open().length, of: this.items.length });
    this.drawSections();
    const shown = `${this.at} ${Boolean(this.told[this.items[this.at].id])}`;
    if (shown !== this.shown) this.drawCard();
    this.drawScore();
  }

  drawSections() {
    const { text } = this.view;
    const held = [...this.sections.children].findIndex((li) => li.contains(document.activeElement));
    this.sections.replaceChildren(...this.sectionNames().map((title) => {
      const mine = this.items.map((_, k) => k).filter((k) => this.items[k].section === title);
      const open = mine.filter((k) => !this.told[this.items[k].id]);
      const line = text("reading.section_line", { title, n: mine.length - open.length, of: mine.length });
      return h("li", {}, h("button", { type: "button", text: line, onclick: () => this.go(open[0] ?? mine[0]) }));
    }));
    this.sections.children[held]?.firstChild.focus();
  }

  drawCard() {
    const item = this.items[this.at];
    const { text } = this.view;
    const told = this.told[item.id];
    this.shown = `${this.at} ${Boolean(told)}`;
    const key = item.section ? "reading.place" : "reading.place_plain";
    const place = text(key, { n: this.at + 1, of: this.items.length, section: item.section });
    this.claim = h("p", { class: "r-claim", id: `${this.view.id}-claim`, tabindex: "-1", text: item.claim });
    const head = [h("p", { class: "r-place", text: place }), this.claim,
      item.credited && h("p", { class: "r-credited", text: item.credited })];
    const rest = told ? this.judged(told) : this.asking(item);
    swap(this.card, [...head, ...rest].filter(Boolean), told ? this.heading : this.claim);
  }

  button(key, onclick, strong) {
    return h("button", { type: "button", class: strong && "p-strong", text: this.view.text(key), onclick });
  }

  // What stands below a claim that is not judged.
  asking(item) {
    const { text, id } = this.view;
    const radios = this.verdicts.map(([value, words]) => h("label", {},
      h("input", { type: "radio", name: `${id}-verdict`, value }), h("span", { text: words })));
    const message = notice(this.view);
    const verdicts = h("fieldset", { "aria-describedby": `${id}-claim ${message.element.id}` },
      h("legend", { text: text("reading.ask") }), h("div", { class: "r-verdicts" }, ...radios));
    const about = h("p", { class: "r-about", id: `${id}-about` });
    const kinds = h("select", { id: `${id}-kind`, "aria-describedby": `${id}-about`,
      onchange: () => { about.textContent = this.kinds.find(([kind]) => kind === kinds.value)?.[2] ?? ""; } },
    h("option", { value: "", text: text("reading.kind_none") }),
    ...this.kinds.map(([value, words]) => h("option", { value, text: words })));
    const asked = this.kinds.length && h("div", { class: "r-kinds" },
      h("label", { for: `${id}-kind`, text: text("reading.ask_kind") }), kinds, about);
    const judge = () => {
      const verdict = verdicts.querySelector(":checked")?.value ?? "";
      this.view.send({ do: "judge", claim: item.id, verdict, kind: kinds.value }, (answer) => {
        if (!answer.taken) message.tell(answer.text);
        else this.view.say(answer.text);
      });
    };
    const others = this.following() !== undefined;
    return [verdicts, asked, message.element, h("p", { class: "p-buttons" },
      this.button("reading.judge", judge, true),
      others && this.button("reading.skip", () => this.go(this.following())),
      this.at > 0 && this.button("reading.before", () => this.go(this.at - 1)))];
  }

  // What stands below a claim that is judged.
  judged(told) {
    const { text } = this.view;
    this.heading = h("p", { class: "r-outcome", "data-outcome": told.outcome, tabindex: "-1" },
      h("strong", { text: told.heading }), ` ${told.why}`);
    const lines = told.lines.flatMap(([word, html]) => [h("dt", { text: word }), h("dd", { html })]);
    const next = this.following();
    return [this.heading, h("dl", { class: "r-lines" }, ...lines),
      told.sources && h("p", { class: "al-source", html: told.sources }),
      next === undefined && h("p", { class: "r-done", text: text("reading.all_done") }),
      h("p", { class: "p-buttons" },
        next !== undefined && this.button("reading.next", () => this.go(next), true),
        this.at > 0 && this.button("reading.before", () => this.go(this.at - 1)),
        next === undefined && this.at < this.items.length - 1
          && this.button("reading.next", () => this.go(this.at + 1)))];
  }

  // The count: folded until all is judged.
  drawScore() {
    const html = this.view.model.get("score");
    const all = !this.open().length;
    const seen = `${all} ${html}`;
    if (seen === this.seen) return;
    this.seen = seen;
    const unfolded = [...this.score.querySelectorAll("details")].map(({ open }) => open);
    if (!html) this.score.replaceChildren();
    else if (all) setHtml(this.score, html);
    else {
      const inner = h("div", { html });
      this.score.replaceChildren(h("details", { open: unfolded[0] },
        h("summary", { text: this.view.text("reading.score_so_far") }), inner));
    }
  }
}

export default { render };
