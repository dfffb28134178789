// The rule of the ladder as controls: what each rung asks for, or weights and thresholds.
import { h } from "../../page/dom.js";
import { say } from "../../page/say.js";
import { data, upper, choose } from "../frame.js";

// A treaty's values come as one letter each, in the order of the types.
const LETTERS = { y: "yes", c: "conditional", u: "unknown", n: "no" };
for (const treaty of data.treaties) {
  treaty.values = Object.fromEntries(data.types.map(([id], k) => [id, LETTERS[treaty.values[k]]]));
  treaty.clauses = treaty.clauses.map(([type, value, evidence = 0, article, condition, note,
    sources, by, to]) => ({ type: data.types[type][0], value: LETTERS[value],
    evidence: data.evidence[evidence], article, condition, note, sources: sources || [],
    by: by || [], to: to || [] }));
}
export const copy = (value) => JSON.parse(JSON.stringify(value));
export const wordsOf = Object.fromEntries(data.types.map(([id, words]) => [id, upper(words)]));
export const isWeighted = (ladder) => Object.keys(ladder.weights).length > 0;

// “yes or conditional”
export const orWords = (values) => values.map((value) => say(`explore.value.${value}`))
  .reduce((all, word) => all ? say("ladder.or", { all, word }) : word, "");

// What a rung may ask of a type; what the scheme itself asks is always among it.
const ASKS = ["", "yes", "yes,conditional", "yes,conditional,unknown", "no"];

// Controls for one rung of a ladder of conditions.
export const conditions = (ladder, place, changed) => {
  const rung = ladder.rungs[place];
  return h("div", { class: "la-grid" }, data.types.map(([type]) => {
    const now = (rung.when[type] ?? []).join(",");
    const asks = [...new Set([...ASKS, now])];
    return choose({ id: `la-ask-${type}`, label: wordsOf[type], value: now,
      options: asks.map((ask) => [ask, ask ? orWords(ask.split(",")) : say("ladder.not_asked")]),
      onchange: (change) => {
        const ask = change.target.value;
        if (ask) rung.when[type] = ask.split(",");
        else delete rung.when[type];
        changed();
      } });
  }));
};

// A native slider with its number beside it; moving it changes the rule at once.
const slider = ({ id, label, value, most, step, set }) => {
  const shown = h("output", { for: id }, String(value));
  const input = h("input", { type: "range", id, min: 0, max: most, step, value,
    oninput: () => { shown.textContent = input.value; set(Number(input.value)); } });
  return h("div", { class: "la-slider" }, h("label", { for: id }, label), input, shown);
};

export const weights = (ladder, changed) => [
  h("fieldset", {}, h("legend", {}, say("ladder.weights")),
    h("div", { class: "la-grid" }, data.types.map(([type], k) => slider({
      id: `la-weight-${k}`, label: wordsOf[type], value: ladder.weights[type] ?? 0,
      most: 10, step: 0.5, set: (weight) => { ladder.weights[type] = weight; changed(); } })))),
  h("fieldset", {}, h("legend", {}, say("ladder.worth")),
    h("div", { class: "la-grid" }, Object.keys(ladder.value_of).map((name) => slider({
      id: `la-worth-${name}`, label: upper(say(`explore.value.${name}`)),
      value: ladder.value_of[name], most: 1, step: 0.25,
      set: (worth) => { ladder.value_of[name] = worth; changed(); } })))),
  h("fieldset", {}, h("legend", {}, say("ladder.least")),
    h("div", { class: "la-grid" }, ladder.rungs.filter((rung) => rung.least !== null)
      .map((rung, k) => h("label", { class: "la-number", for: `la-least-${k}` }, rung.title, " ",
        h("input", { type: "number", id: `la-least-${k}`, min: 0, max: 200, step: 0.5,
          value: rung.least, oninput: (change) => {
            if (change.target.value === "" || !change.target.validity.valid) return;
            rung.least = Number(change.target.value);
            changed();
          } }))))),
];
