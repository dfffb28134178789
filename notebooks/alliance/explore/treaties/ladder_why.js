// Why a treaty stands where it stands: the rung that fits, those above that do not, its clauses.
import { h } from "../../page/dom.js";
import { $ } from "../../page/frame.js";
import { say } from "../../page/say.js";
import { data, worded, links } from "../frame.js";
import { isWeighted, orWords, wordsOf } from "./ladder_rule.js";

const names = (places) => places.map((k) => data.actors[k]).join(", ");
const value = (name) => say(`explore.value.${name}`);
const number = (points) => String(Math.round(points * 100) / 100);

export const about = (id) => $(id) ? $(id).content.cloneNode(true) : "";

// One condition: what was asked, what is there, and whether it holds, in words and by a sign.
const condition = (reason, treaty) => {
  const own = treaty.values[reason.type] ?? "unknown";
  const here = own === reason.value ? value(own)
    : say("ladder.counted", { value: value(own), counted: value(reason.value) });
  return h("li", { "data-holds": `${reason.holds}` },
    say(reason.holds ? "ladder.holds" : "ladder.fails",
      { type: wordsOf[reason.type], value: here, wanted: orWords(reason.wanted) }));
};

const byConditions = (treaty, placed, ladder) => {
  const reached = placed.reasons.filter((reason) => reason.rung === placed.rung);
  const above = ladder.rungs.slice(0, placed.rung).map((rung, place) => {
    const missed = placed.reasons.filter((r) => r.rung === place && !r.holds);
    return [h("h6", {}, rung.title),
      h("ul", {}, missed.map((reason) => condition(reason, treaty)))];
  });
  return [h("h5", {}, say("ladder.why")),
    reached.length ? h("ul", {}, reached.map((reason) => condition(reason, treaty)))
      : h("p", {}, say("ladder.left_over")),
    above.length ? h("h5", {}, say("ladder.not_higher")) : "", above];
};

const byWeight = (placed, ladder) => {
  const earned = placed.reasons.filter((reason) => reason.points > 0);
  const next = ladder.rungs[placed.rung - 1];
  return [h("h5", {}, say("ladder.points")),
    h("ul", {}, earned.map((reason) => h("li", { "data-holds": "true" }, say("ladder.earned", {
      type: wordsOf[reason.type], value: value(reason.value), weight: number(ladder.weights[reason.type]),
      worth: number(ladder.value_of[reason.value]), points: number(reason.points) })))),
    h("p", {}, say("ladder.sum", { score: number(placed.score) }), " ",
      next ? say("ladder.missing", { rung: next.title, least: number(next.least),
        points: number(next.least - placed.score) }) : "")];
};

// One clause: the obligation, its value, who owes it to whom, where it stands, and who says so.
const clause = (row) => {
  const { article, by, to, condition: when, note } = row;
  const where = article ? (/^\d/.test(article) ? say("ladder.article", { article }) : article) : "";
  const sides = by.length ? say("ladder.sides", { by: names(by), to: names(to) }) : "";
  const facts = [sides, where, worded("evidence", row.evidence)].filter(Boolean).join("; ");
  return h("li", {}, h("strong", {}, `${wordsOf[row.type]}: ${value(row.value)}`),
    ` (${facts}). `, when ? `${say("ladder.condition", { condition: when })} ` : "",
    note ? `${note} ` : "", h("span", { class: "ex-small" }, links(row.sources)));
};
const clauses = (treaty) => {
  const order = ["yes", "conditional", "unknown"];
  const told = treaty.clauses.filter((row) => order.includes(row.value))
    .sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
  const none = treaty.clauses.filter((row) => row.value === "no");
  return [h("h5", {}, say("ladder.clauses")), h("ul", {}, told.map(clause)),
    none.length ? h("details", {}, h("summary", {}, say("ladder.none", { count: none.length })),
      h("ul", {}, none.map(clause))) : "",
    h("p", { class: "ex-small la-sources" }, say("ladder.sources"), " ", links(treaty.sources))];
};

// The whole explanation, for the section beside the ladder.
export const explain = (treaty, placed, ladder, k) => {
  const rung = ladder.rungs[placed.rung];
  const facts = [treaty.signed && say("ladder.signed_on", { day: treaty.signed }),
    say("ladder.parties", { names: names(treaty.parties) }),
    treaty.says && say("ladder.says", { title: treaty.says })].filter(Boolean);
  return [h("h4", {}, treaty.name),
    h("p", {}, treaty.full ? `${treaty.full}. ` : "", `${facts.join(". ")}.`),
    h("p", { class: "la-stands" }, say("ladder.stands"), " ", h("strong", {}, rung.title)),
    h("div", { class: "ex-small" }, about(`la-about-${k}-${placed.rung}`)),
    isWeighted(ladder) ? byWeight(placed, ladder) : byConditions(treaty, placed, ladder),
    clauses(treaty)];
};
