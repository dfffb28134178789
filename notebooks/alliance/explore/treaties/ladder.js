// The ladder inside its frame. Treaties are one group of native radio buttons that move from rung
// to rung, so that arrow keys walk over all of them and the chosen one is explained.
import { h } from "../../page/dom.js";
import { $, fit } from "../../page/frame.js";
import { count, say } from "../../page/say.js";
import { data, choose, tell } from "../frame.js";
import * as ladderRule from "./ladder_rule.js";
import * as ladderWhy from "./ladder_why.js";
import * as placing from "./place.js";
import { copy, isWeighted } from "./ladder_rule.js";

const own = copy(data.ladders);
const state = { scheme: 0, rung: 0, strict: false, chosen: data.chosen, search: "", party: "" };
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const ladder = () => data.ladders[state.scheme];
const placeBy = (scheme, strict) => data.treaties.map((treaty) =>
  placing.place(strict ? placing.strict(treaty.values) : treaty.values, scheme));
// With weights a conditional promise has a worth of its own, so the box is gone and does not count.
const strictly = () => state.strict && !isWeighted(ladder());
let placed = placeBy(ladder(), false);

// --- treaties: a radio button with a label each, made once ----------------------------------
const nodes = data.treaties.map((treaty, k) => h("label", { class: "la-treaty" },
  h("input", { type: "radio", name: "la-treaty", value: k, checked: k === state.chosen,
    onchange: () => { state.chosen = k; explain(); } }),
  h("span", { class: "la-name" }, treaty.name), h("span", { class: "la-moved" })));

// Both spellings of a word are one, so that a search finds either.
const folded = (words) => words.toLocaleLowerCase().replace(/(def|off)ence/g, "$1ense");
const fits = (treaty) => {
  const words = folded([treaty.name, treaty.full, treaty.says,
    ...treaty.parties.map((k) => data.searched[k])].join(" "));
  return words.includes(state.search) && (state.party === ""
    || treaty.parties.includes(Number(state.party)));
};

// Whether a treaty stands elsewhere than by the scheme's own rule, by a sign and in words.
const SIGNS = { up: " ▲", down: " ▼", aside: " ◆" };
// Which way from one place to another: up, down, or aside where one of them is no rank.
const way = (now, before) => {
  if (now === before) return "";
  if (![now, before].every((place) => ladder().rungs[place].rank)) return "aside";
  return now < before ? "up" : "down";
};
const mark = (node, now, before) => {
  const moved = way(now.rung, before.rung);
  node.dataset.moved = moved;
  node.querySelector(".la-moved").replaceChildren(...(moved ? [
    h("span", { "aria-hidden": "true" }, SIGNS[moved]), h("span", { class: "al-hidden" },
      ` ${say(`ladder.${moved}`, { rung: ladder().rungs[before.rung].title })}`)] : []));
};

const slide = (before) => {
  if (calm.matches || !before) return;
  nodes.forEach((node, k) => {
    const now = node.getBoundingClientRect();
    const [x, y] = [before[k].left - now.left, before[k].top - now.top];
    if (now.width && before[k].width && (x || y)) {
      node.animate([{ transform: `translate(${x}px,${y}px)` }, { transform: "none" }],
        { duration: 350, easing: "ease-out" });
    }
  });
};

// --- the ladder -----------------------------------------------------------------------------
const draw = ({ moving = false } = {}) => {
  const before = moving ? nodes.map((node) => node.getBoundingClientRect()) : null;
  placed = placeBy(ladder(), strictly());
  const given = placeBy(own[state.scheme], false);
  const shown = data.treaties.map(fits);
  nodes.forEach((node, k) => { node.hidden = !shown[k]; mark(node, placed[k], given[k]); });
  const ranks = ladder().rungs.filter(({ rank }) => rank);
  const step = (rung) => {
    const place = ladder().rungs.indexOf(rung);
    const here = nodes.filter((node, k) => placed[k].rung === place);
    const seen = here.filter((node) => !node.hidden).length;
    const told = count("ladder.count", here.length)
      + (seen < here.length ? ` ${say("ladder.seen", { seen })}` : "");
    const share = rung.rank ? 1 - ranks.indexOf(rung) / ranks.length : 0;
    return h("fieldset", { class: `la-rung${rung.rank ? "" : " la-aside"}`, style: `--share:${share}` },
      h("legend", {}, rung.title, " ", h("span", { class: "la-count" }, told)),
      h("div", { class: "la-treaties" }, here,
        seen ? "" : h("span", { class: "ex-small" }, say(here.length ? "ladder.hidden" : "ladder.empty"))));
  };
  const aside = ladder().rungs.filter(({ rank }) => !rank);
  $("la-rungs").replaceChildren(...ranks.map(step), ...(aside.length
    ? [h("p", { class: "la-apart ex-small" }, say("ladder.apart")), ...aside.map(step)] : []));
  slide(before);
  const away = placed.filter((now, k) => now.rung !== given[k].rung).length;
  const all = shown.filter(Boolean).length;
  $("la-shown").textContent = say("ladder.shown", { shown: all, all: nodes.length })
    + (all ? "" : ` ${say("ladder.nobody")}`)
    + (away ? ` ${count("ladder.away", away)}` : "");
  explain();
};

const explain = () => {
  $("la-why").replaceChildren(...ladderWhy.explain(data.treaties[state.chosen],
    placed[state.chosen], ladder(), state.scheme).flat(Infinity).filter(Boolean));
  fit();
};

// After a change of the rule: what moved against the moment before.
const changed = () => {
  const before = placed.map(({ rung }) => rung);
  draw({ moving: true });
  const ways = placed.map(({ rung }, k) => way(rung, before[k])).filter(Boolean);
  const [up, down, aside] = ["up", "down", "aside"].map((one) => ways.filter((w) => w === one).length);
  tell(ways.length === 1 ? say(`ladder.moved_${ways[0]}`) : !ways.length ? say("ladder.still")
    : say("ladder.moved", { count: ways.length, up, down }) + (aside ? ` ${say("ladder.to_aside", { aside })}` : ""));
};
const toScheme = () => {
  state.rung = 0;
  draw({ moving: true });
  rule();
  tell(say("ladder.placed", { ladder: ladder().title, counts: ladder().rungs.map((rung, place) =>
    `${rung.title}: ${placed.filter((each) => each.rung === place).length}`).join("; ") }));
};

// --- controls -------------------------------------------------------------------------------
const rule = () => {
  const weighted = isWeighted(ladder());
  $("la-conditional").parentElement.hidden = weighted;
  $("la-about").replaceChildren(ladderWhy.about(`la-about-${state.scheme}`));
  const rungs = ladder().rungs.map((rung, k) => [k, rung.title]).slice(0, -1);
  $("la-rule").replaceChildren(...(weighted ? ladderRule.weights(ladder(), changed) : [
    choose({ id: "la-rung", label: say("ladder.which"), options: rungs, value: state.rung,
      onchange: (change) => {
        state.rung = Number(change.target.value);
        rule();
        $("la-rung").focus();
      } }),
    ladderRule.conditions(ladder(), state.rung, changed)]));
  fit();
};
const reset = () => {
  data.ladders[state.scheme] = copy(own[state.scheme]);
  Object.assign(state, { strict: false, search: "", party: "" });
  $("la-conditional").checked = true;
  $("la-search").value = $("la-party").value = "";
  rule();
  changed();
};

const parties = [...new Set(data.treaties.flatMap((treaty) => treaty.parties))]
  .sort((a, b) => a - b).map((k) => [k, data.actors[k]]);
$("ex-root").append(
  h("div", { class: "ex-controls" },
    choose({ id: "la-scheme", label: say("ladder.scheme"), value: 0,
      options: data.ladders.map(({ title }, k) => [k, title]),
      onchange: (change) => { state.scheme = Number(change.target.value); toScheme(); } }),
    h("label", { class: "ex-choice", for: "la-search" }, h("span", {}, say("ladder.search")),
      h("input", { type: "search", id: "la-search", oninput: (change) => {
        state.search = folded(change.target.value.trim());
        draw();
      } })),
    choose({ id: "la-party", label: say("ladder.party"), options: [["", say("ladder.all")], ...parties],
      onchange: (change) => { state.party = change.target.value; draw(); } }),
    h("label", { class: "ex-check" }, h("input", { type: "checkbox", id: "la-conditional",
      checked: true, onchange: (change) => { state.strict = !change.target.checked; changed(); } }),
    say("ladder.conditional")),
    h("button", { type: "button", id: "la-reset", onclick: reset }, say("ladder.reset"))),
  h("details", { ontoggle: fit }, h("summary", { id: "la-change" }, say("ladder.change")),
    h("div", { id: "la-about", class: "ex-small" }), h("div", { id: "la-rule" })),
  h("p", { id: "la-shown", class: "ex-count", role: "status" }),
  h("div", { class: "la-view" }, h("div", { id: "la-rungs" }),
    h("section", { id: "la-why", "aria-label": say("ladder.explanation") })));
draw();
rule();
