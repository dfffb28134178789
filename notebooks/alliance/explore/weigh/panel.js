// Evidence on one statement: two judgements, a card for each piece, and the comparison. How the
// editors code a card is not here until the kernel tells it (the trait `compared`).
import { textAround } from "../../page/text_around.js";
import { h } from "../../page/dom.js";
import { heading, notice, putUp } from "../../page/panel.js";

// A number from 0 to 100: how likely the learner holds the statement.
class Judgement {
  constructor(view, moment) {
    Object.assign(this, { view, moment });
    const id = `${view.id}-${moment}`;
    this.kept = h("span", { class: "w-kept", id: `${id}-kept` });
    this.gone = false; // whether what was kept has been taken back since the page was opened
    this.message = h("p", { class: "p-message", id: `${id}-message`, hidden: true });
    this.number = h("input", {
      type: "number", min: "0", max: "100", step: "1", id, inputmode: "decimal", autocomplete: "off",
      "aria-describedby": `${id}-kept ${id}-message`, onchange: () => this.send(),
      onkeydown: (event) => { if (event.key === "Enter") this.send(); },
    });
    this.element = h("div", { class: "w-judgement" },
      h("label", { for: id, text: view.text(`weigh.${moment}`) }),
      h("span", { class: "w-field" }, this.number, h("span", { text: view.text("weigh.percent") })),
      this.kept, this.message);
  }

  send() {
    const percent = this.number.value.trim();
    const before = this.view.model.get("states").judged[this.moment] ?? "";
    if (percent === this.sent || (!percent && !before)) return;
    this.sent = percent;
    this.gone = !percent;
    this.view.send({ do: "judge", moment: this.moment, percent }, ({ text, taken }) => {
      this.message.textContent = taken ? "" : text;
      this.message.hidden = taken;
      this.number.setAttribute("aria-invalid", String(!taken));
      if (!taken) this.sent = "";
      this.view.say(text);
    });
  }

  draw({ judged, compared }) {
    const value = judged[this.moment] ?? "";
    if (document.activeElement !== this.number && value) this.number.value = value;
    this.kept.textContent = value ? this.view.text("weigh.judged", { percent: value })
      : this.gone ? this.view.text("weigh.taken_back") : "";
    this.number.disabled = this.moment === "before" && compared;
  }
}

// One piece of evidence: what it says, and what the learner makes of it.
class Card {
  constructor(view, data, n, { sides, weights, cards }) {
    Object.assign(this, { view, data, sides: Object.fromEntries(sides), weights: Object.fromEntries(weights) });
    const { text } = view;
    const id = `${view.id}-${n}`;
    this.radios = sides.map(([value]) => h("input", {
      type: "radio", name: `${id}-side`, id: `${id}-${value}`, value, onchange: () => this.send() }));
    this.weight = h("select", { id: `${id}-weight`, onchange: () => this.send() },
      h("option", { value: "", text: text("weigh.choose") }),
      ...weights.map(([value, words]) => h("option", { value, text: words })));
    this.kept = h("span", { class: "w-kept" });
    this.editors = h("div", { class: "w-editors" });
    const side = h("div", { class: "w-side", role: "radiogroup", "aria-label": text("weigh.side") },
      h("span", { "aria-hidden": "true", text: text("weigh.side") }),
      ...sides.map(([value, words], k) => h("span", { class: "w-option" }, this.radios[k],
        h("label", { for: `${id}-${value}`, text: words }))));
    this.element = h("fieldset", {},
      h("legend", {}, h("span", { class: "w-count", text: text("weigh.number", { n, of: cards.length }) }),
        h("span", { class: "w-name", text: data.title })),
      h("p", { text: data.text }),
      h("p", { class: "w-about", text: data.about }),
      h("p", { class: "al-source" }, textAround(text("weigh.sources"), "links", data.sources)),
      h("div", { class: "w-choices" }, side,
        h("span", { class: "w-option" }, h("label", { for: `${id}-weight`, text: text("weigh.weight") }), this.weight),
        this.kept),
      this.editors);
  }

  get side() { return this.radios.find((radio) => radio.checked)?.value ?? ""; }

  // A card has a place when both are chosen.
  send() {
    const message = { do: "place", card: this.data.id, side: this.side, weight: this.weight.value };
    if (!message.side || !message.weight) return;
    this.view.send(message, ({ text, taken }) => {
      if (!taken) this.kept.textContent = text;
      this.view.say(text);
    });
  }

  draw({ cards }, compared) {
    const { text } = this.view;
    const [side, weight] = cards[this.data.id] ?? [];
    if (side) {
      this.radios.forEach((radio) => { radio.checked = radio.value === side; });
      this.weight.value = weight;
      const words = text("weigh.pair", { side: this.sides[side], weight: this.weights[weight] });
      this.kept.textContent = text("weigh.kept", { words });
    }
    const row = compared.rows?.find(({ title }) => title === this.data.title);
    this.editors.replaceChildren(...(row ? [
      h("p", {}, h("strong", { text: `${text("weigh.editors")}: ${row.editors}` }),
        ` (${text(row.same_side ? "weigh.same" : "weigh.differs")}). ${row.note}`)] : []));
  }
}

// What stands below the cards when the learner has compared.
function comparison(view, { rows, summary, count }) {
  const { text } = view;
  const head = (...keys) => h("thead", {}, h("tr", {}, ...keys.map((key) => h("th", { scope: "col", text: text(key) }))));
  const line = (first, ...cells) => h("tr", {}, h("th", { scope: "row", text: first }),
    ...cells.map((cell) => h("td", { text: String(cell) })));
  const caption = (key) => h("caption", { text: text(key) });
  return [
    heading(4, text("weigh.comparison")), h("p", { text: summary }),
    h("table", { class: "al-table" }, caption("weigh.tally"), head("weigh.side", "weigh.you", "weigh.editors"),
      h("tbody", {}, ...count.map((one) => line(one.side, one.you, one.editors)))),
    h("table", { class: "al-table" }, caption("weigh.comparison"),
      head("weigh.card", "weigh.you", "weigh.editors"),
      h("tbody", {}, ...rows.map((one) => line(one.title, one.you,
        `${one.editors} (${text(one.same_side ? "weigh.same" : "weigh.differs")})`)))),
  ];
}

function start(view, place) {
  const { model, text } = view;
  const given = model.get("cards");
  const before = new Judgement(view, "before");
  const after = new Judgement(view, "after");
  const cards = given.cards.map((data, k) => new Card(view, data, k + 1, given));
  const left = h("p", { class: "p-tally" });
  const { element, tell } = notice(view);
  const result = h("div", { class: "w-result" });
  const button = h("button", { type: "button", class: "p-strong", text: text("weigh.compare"),
    onclick: () => view.send({ do: "compare" }, ({ text: words, taken }) => {
      tell(taken ? "" : words);
      if (taken) view.say(words);
    }) });
  place.replaceChildren(
    h("p", { class: "p-intro", text: text("weigh.intro") }),
    h("p", { class: "w-statement" }, h("strong", { text: `${text("weigh.statement")}: ` }), given.statement),
    before.element, ...cards.map((card) => card.element), left, after.element,
    h("p", { class: "p-buttons" }, button), element, result);
  let seen = "";
  let done = "";
  return () => {
    const states = model.get("states");
    // What stood in the way of the comparison may be out of it now.
    if (done && done !== JSON.stringify(states)) tell("");
    done = JSON.stringify(states);
    const compared = model.get("compared");
    [before, after].forEach((one) => one.draw(states));
    cards.forEach((card) => card.draw(states, compared));
    left.textContent = states.left
      ? view.count("weigh.left", states.left) : text("weigh.all_placed");
    const now = JSON.stringify(compared);
    if (now !== seen) result.replaceChildren(...(compared.rows ? comparison(view, compared) : []));
    seen = now;
  };
}

function render(given) {
  return putUp(given, { name: "weigh", kicker: "weigh.kicker", traits: ["states", "compared"], start });
}

export default { render };
