// Would it pass? Native radio buttons, a row a member; the answer follows each change at once.
import { h } from "../../page/dom.js";
import { $, fit } from "../../page/frame.js";
import { say } from "../../page/say.js";
import { data, links, choose, tell } from "../frame.js";
import * as council from "./seats.js";
import { mark } from "./seats.js";
import { outcome, puzzleMet } from "./outcome.js";

const VOTES = ["yes", "no", "abstain", "absent"];
const rows = data.rows;
const solved = new Set();
const state = { row: rows[data.start], votes: {}, puzzle: null, hint: false };
const period = () => data.periods[state.row.period];
const question = () => document.querySelector("input[name=rs-question]:checked").value;

// --- the answer ----------------------------------------------------------------------------------
const bar = (found, body) => {
  const cells = VOTES.flatMap((vote) => Array(found[vote]).fill(vote));
  return h("div", { class: "rs-bar", "aria-hidden": "true" }, cells.map((vote, k) =>
    h("span", { class: k === found.need ? "rs-need" : null },
      mark(k >= found.yes && k < found.yes + found.vetoed_by.length ? "veto" : vote, 16))),
  h("span", { class: "rs-needed ex-small" }, say("chamber.need", { need: found.need, seats: body.seats })));
};
const task = () => {
  const { puzzle } = state;
  if (!puzzle) return [];
  const done = puzzleMet(puzzle.goal, state.votes, period(), question());
  if (done && !solved.has(puzzle.id)) {
    solved.add(puzzle.id);
    const option = [...$("rs-puzzle").options].find((one) => one.value === puzzle.id);
    option.textContent = say("resolve.solved_option", { title: puzzle.title });
  }
  return [h("p", {}, puzzle.task),
    h("p", { class: done ? "rs-done" : null }, h("strong", {}, say(done ? "resolve.solved" : "resolve.todo")),
      done ? ` ${puzzle.why} ` : "", done && puzzle.sources.length
        && h("span", { class: "ex-small" }, `${say("chamber.sources")}: `, links(puzzle.sources))),
    !done && (state.hint ? h("p", {}, puzzle.hint)
      : h("button", { type: "button", id: "rs-hint", onclick: hint }, say("resolve.hint")))].filter(Boolean);
};
const hint = () => {
  state.hint = true;
  $("rs-task").replaceChildren(...task());
  $("rs-puzzle").focus(); // the button is gone; its words are said
  tell(state.puzzle.hint);
  fit();
};
const answer = (said = "") => {
  const body = period();
  const kind = question();
  const found = outcome(state.votes, body, kind);
  const verdict = council.verdict(found);
  const reasons = council.reasons(state.votes, body, kind);
  $("rs-verdict").className = `rs-${found.result}`;
  $("rs-verdict").replaceChildren(h("strong", {}, verdict), ". ", `${council.tally(found)}.`);
  $("rs-bar").replaceChildren(bar(found, body));
  $("rs-why").replaceChildren(...reasons.map(({ words, decides }) => h("li", {},
    decides ? h("strong", {}, words) : words)));
  for (const line of document.querySelectorAll(".rs-member")) {
    line.classList.toggle("rs-veto", found.vetoed_by.includes(line.dataset.member));
  }
  const before = solved.size;
  $("rs-task").replaceChildren(...task());
  const news = solved.size > before ? say("resolve.solved") : "";
  tell([said, `${verdict}. ${council.tally(found)}.`, reasons.find((r) => r.decides).words, news]
    .filter(Boolean).join(" "));
  fit();
};

// --- the members ---------------------------------------------------------------------------------
const set = (id, vote) => {
  state.votes[id] = vote;
  answer(say("resolve.changed", { name: council.name(id), vote: say(`resolve.${vote}`) }));
};
const member = (id, permanent) => h("fieldset", { class: `rs-member${permanent ? " rs-permanent" : ""}`,
  "data-member": id },
h("legend", {}, council.name(id),
  permanent && h("span", { class: "al-hidden" }, `, ${say("chamber.permanent_one")}`)),
VOTES.map((vote) => h("label", {},
  h("input", { type: "radio", name: `rs-${id}`, value: vote, checked: state.votes[id] === vote,
    onchange: () => set(id, vote) }),
  mark(vote, 22), vote === "no" && h("span", { class: "rs-as-veto" }, mark("veto", 22)),
  h("span", { class: "al-hidden" }, say(`resolve.${vote}`)))));
const heads = () => h("div", { class: "rs-heads", "aria-hidden": "true" }, h("span"),
  VOTES.map((vote) => h("span", {}, say(`resolve.${vote}`))));
const members = () => {
  const { permanent } = period();
  const ids = Object.keys(state.votes);
  const groups = [["chamber.permanent", permanent.filter((id) => ids.includes(id))],
    [permanent.length ? "chamber.elected" : "chamber.members", ids.filter((id) => !permanent.includes(id))]];
  $("rs-members").replaceChildren(...groups.filter(([, some]) => some.length).map(([key, some]) =>
    h("section", { class: "rs-group" }, h("h4", {}, say(key)), heads(),
      some.map((id) => member(id, key === "chamber.permanent")))));
};

// --- where to begin ------------------------------------------------------------------------------
const begin = (row, all, kind) => {
  state.row = row;
  state.votes = Object.fromEntries(Object.entries(row.votes).map(([id, vote]) => [id, all ?? vote]));
  document.querySelector(`input[name=rs-question][value=${kind}]`).checked = true;
  members();
  answer();
};
// Another text has its own votes: a challenge about the one before goes.
const fromList = () => {
  state.puzzle = null;
  if ($("rs-puzzle")) $("rs-puzzle").value = "";
  const [all, place] = $("rs-start").value.split("/");
  const row = rows[place];
  begin(row, all || null, all || row.question !== "procedural" ? "substantive" : "procedural");
};
const challenge = () => {
  state.puzzle = data.puzzles.find((one) => one.id === $("rs-puzzle").value) ?? null;
  state.hint = false;
  if (!state.puzzle) { answer(); return; }
  const place = rows.findIndex((row) => row.id === state.puzzle.start);
  $("rs-start").value = place < 0 ? `yes/${rows.length - 1}` : `/${place}`;
  begin(rows.at(place), place < 0 ? "yes" : null, state.puzzle.question ?? "substantive");
};
const starts = [[`yes/${rows.length - 1}`, say("resolve.start_all", { year: rows.at(-1).year })],
  ...rows.map((row, k) => [`/${k}`, `${row.date}: ${row.id}, ${row.title}`])];
const kinds = ["substantive", "procedural"].map((kind) => h("label", {},
  h("input", { type: "radio", name: "rs-question", value: kind, onchange: () => answer() }),
  say(`resolve.${kind}`)));
const puzzles = [["", say("resolve.free")], ...data.puzzles.map((one) => [one.id, one.title])];
$("ex-root").append(
  h("div", { class: "ex-controls" },
    data.puzzles.length && choose({ id: "rs-puzzle", label: say("resolve.challenge"), options: puzzles,
      onchange: challenge }),
    choose({ id: "rs-start", label: say("resolve.start"), options: starts, value: `/${data.start}`,
      onchange: fromList }),
    h("fieldset", { class: "rs-question" }, h("legend", {}, say("resolve.question")),
      h("div", { class: "ex-checks" }, kinds))),
  h("div", { id: "rs-task" }),
  h("div", { class: "rs-answer" }, h("p", { id: "rs-verdict" }), h("div", { id: "rs-bar" }),
    h("ul", { id: "rs-why" })),
  h("div", { class: "rs-all", role: "group", "aria-label": say("resolve.votes") },
    VOTES.map((vote) => h("button", { type: "button", onclick: () => begin(state.row, vote, question()) },
      say("resolve.all", { vote: say(`resolve.${vote}`).toLowerCase() }))),
    h("button", { type: "button", id: "rs-again", onclick: () => state.puzzle ? challenge() : fromList() },
      say("resolve.again"))),
  h("div", { id: "rs-members" }));
fromList();
