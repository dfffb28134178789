// What the explorers of votes share: the marks, the rule that decides, and how it is said.
import { h } from "../../page/dom.js";
import { say, texts } from "../../page/say.js";
import { data } from "../frame.js";
import { byThirds, outcome } from "./outcome.js";

Object.assign(texts, data.words);
for (const row of data.rows) { // “A=yes B=no” becomes { A: "yes", B: "no" }
  row.votes = Object.fromEntries(row.votes.split(" ").filter(Boolean).map((one) => one.split("=")));
}
export const name = (id) => data.members.find((member) => member.id === id)?.name ?? id;

// “A”, “A and B”, “A, B and C”.
const among = (ids) => {
  const names = ids.map(name);
  return names.length < 2 ? names.join("")
    : say("chamber.and", { first: names.slice(0, -1).join(", "), last: names.at(-1) });
};

// --- marks: a shape of its own for each vote, colour besides ----------------------------------
const SHAPES = {
  yes: '<circle r="8" class="cn-yes"/>',
  no: '<path d="M-6.5-6.5L6.5 6.5M-6.5 6.5L6.5-6.5" class="cn-no"/>',
  veto: '<rect x="-9" y="-9" width="18" height="18" class="cn-veto"/>'
    + '<path d="M-4.6-4.6L4.6 4.6M-4.6 4.6L4.6-4.6" class="cn-cross"/>',
  abstain: '<circle r="8" class="cn-ring"/><path d="M-4.5 0H4.5" class="cn-bar"/>',
  absent: '<circle r="8" class="cn-ring cn-gone"/>',
  unknown: '<text y="6" text-anchor="middle" class="cn-what">?</text>',
};
// The shapes stand in this file: no text of the data is ever set as HTML.
export const mark = (kind, size = 20) => {
  const box = h("span", { class: "cn-mark", "aria-hidden": "true" });
  box.innerHTML = `<svg viewBox="-11 -11 22 22" width="${size}" height="${size}">${SHAPES[kind]}</svg>`;
  return box;
};

// --- how it is said: sentences, each with whether it decides ----
export const reasons = (votes, period, question) => {
  const found = outcome(votes, period, question);
  const permanent = (vote) => period.permanent.filter((id) => votes[id] === vote);
  const passes = found.rule !== "too-few";
  const needed = byThirds(period) ? (passes ? "enough_thirds" : "short_thirds")
    : (passes ? "enough" : "short");
  const said = [{ decides: found.rule !== "veto", words: say(`chamber.rule.${needed}`,
    { ...found, seats: period.seats, voting: found.yes + found.no }) }];
  const against = permanent("no");
  if (against.length) {
    const key = { veto: "vetoed", procedure: "procedure" }[found.rule]
      ?? (question === "procedural" ? "procedure" : "late");
    said.push({ decides: found.rule === "veto" || found.rule === "procedure",
      words: say(`chamber.rule.${key}`, { who: among(against) }) });
  } else if (period.permanent.length) {
    said.push({ decides: false, words: say("chamber.rule.clear") });
  }
  for (const [vote, key] of [["abstain", "abstained"], ["absent", "away"]]) {
    const who = permanent(vote);
    if (who.length && question !== "procedural") {
      said.push({ decides: false, words: say(`chamber.rule.${key}`, { who: among(who) }) });
    }
  }
  return said;
};

export const key = (...more) => h("ul", { class: "cn-key", "aria-label": say("chamber.key") },
  ["yes", "no", "veto", "abstain", "absent"].map((how) =>
    h("li", {}, mark(how, 16), say(`chamber.key.${how}`))), ...more);
const KEYS = { adopted: "adopted", "not-adopted": "failed", vetoed: "vetoed" };
export const result = (one) => say(`chamber.result.${KEYS[one]}`);
export const verdict = ({ result, vetoed_by, known = true }) => {
  const key = KEYS[result];
  return say(known ? `chamber.verdict.${key}` : `chamber.unsure.${key}`, { who: among(vetoed_by) });
};
export const tally = (counts) => say(counts.unknown ? "chamber.tally_unknown" : "chamber.tally", counts);
// How one vote is drawn and named: the no of a member that stops the text is a veto.
export const kind = (row, id) => row.vetoed_by.includes(id) ? "veto" : row.votes[id] ?? "unknown";
export const vote = (which) => say(`chamber.vote.${which}`);
// Whatever is no question of procedure is one of substance, as in `council.outcome`.
export const question = (row) => row.question === "procedural" ? say("chamber.question.procedural")
  : say("chamber.question.substantive");
export const textName = (row) => `${row.id}, ${row.when}`;
