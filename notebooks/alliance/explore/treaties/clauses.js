// The comparator inside its frame: up to four clauses, the first of which the others are held to.
import { h } from "../../page/dom.js";
import { $, fit } from "../../page/frame.js";
import { say } from "../../page/say.js";
import { data, worded, upper, links, choose, tell } from "../frame.js";

const UNKNOWN = "unknown";
const most = Math.min(4, data.clauses.length);
const chosen = [...data.chosen];
let onlyDifferent = false;

// How a coded value stands to that of the first clause; the words are the mark, colour repeats it.
const compare = (value, first) => {
  if (value === UNKNOWN || first === UNKNOWN || !value || !first) return "unknown";
  return value === first ? "same" : "differs";
};
const words = (verdict, value, first) =>
  say(`clauses.${verdict}`, { value: worded("value", value), first: worded("value", first) });
const verdictOf = (row, clause) => data.rows[row].code
  ? compare(clause.cells[row][1], data.clauses[chosen[0]].cells[row][1]) : "";
const others = () => chosen.slice(1).map((k) => data.clauses[k]);

const cell = (row, clause, place) => {
  const [text, code] = clause.cells[row];
  const spec = data.rows[row];
  const [firstText, firstCode] = data.clauses[chosen[0]].cells[row];
  const verdict = place ? verdictOf(row, clause) : "";
  const says = !place ? "" : verdict ? words(verdict, code, firstCode)
    : say(text === firstText ? "clauses.same" : "clauses.worded");
  return h("td", { "data-verdict": verdict },
    spec.text ? h("p", {}, text || say("clauses.nothing")) : "",
    spec.code ? h("p", { class: spec.text ? "cl-code" : "" },
      spec.text ? h("span", {}, say("clauses.kind"), " ") : "",
      upper(worded("value", code)) || say("clauses.nothing")) : "",
    says ? h("p", { class: "cl-verdict" }, says) : "");
};

const line = (row) => h("tr", {}, h("th", { scope: "row" }, data.rows[row].title),
  chosen.map((k, place) => cell(row, data.clauses[k], place)));
const last = (title, fill) => h("tr", {}, h("th", { scope: "row" }, title),
  chosen.map((k) => h("td", {}, fill(data.clauses[k]))));

// One sentence for each clause beside the first: in how many coded points it differs.
const verdicts = () => others().map((clause) => {
  const found = data.rows.map((spec, row) => verdictOf(row, clause));
  const points = data.rows.filter((spec, row) => found[row] === "differs")
    .map((spec) => spec.title);
  const count = (verdict) => found.filter((each) => each === verdict).length;
  const values = { name: clause.name, differs: points.length, same: count("same"),
    unknown: count("unknown"), points: points.join(", ") };
  return [clause.name, say("clauses.count", values) + (points.length
    ? ` ${say("clauses.points", values)}` : "")];
});

const draw = (announce = true) => {
  const rows = data.rows.map((spec, row) => row).filter((row) => !onlyDifferent
    || others().some((clause) => verdictOf(row, clause) === "differs"));
  const found = verdicts();
  $("cl-verdicts").replaceChildren(...found.map(([name, says]) =>
    h("li", {}, h("strong", {}, name), ` ${says}`)));
  const head = h("tr", {}, h("th", { scope: "col" }, say("clauses.point")),
    chosen.map((k, place) => h("th", { scope: "col" }, data.clauses[k].name,
      h("span", { class: "cl-role" }, place ? "" : say("clauses.first")))));
  $("cl-table").replaceChildren(
    h("caption", { class: "al-hidden" }, say("clauses.caption")),
    h("thead", {}, head), h("tbody", {}, rows.map(line),
      last(say("explore.evidence"), (clause) => [worded("evidence", clause.evidence),
        clause.note ? h("p", { class: "cl-code" }, clause.note) : ""]),
      last(say("explore.sources"), (clause) => links(clause.sources))));
  $("cl-table").style.setProperty("--columns", chosen.length);
  $("cl-none").hidden = rows.length > 0;
  if (announce) tell(found.map(([name, says]) => `${name}: ${says}`).join(" "));
  fit();
};

const options = data.clauses.map((clause, k) => [k, clause.name]);
const read = () => {
  const values = [...document.querySelectorAll(".cl-choices select")].map((box) => box.value);
  chosen.splice(0, chosen.length, ...values.filter((value) => value !== "").map(Number));
  draw();
};
const boxes = Array.from({ length: most }, (none, place) => choose({
  id: `cl-${place}`, value: chosen[place] ?? "", onchange: read,
  label: place ? say("clauses.beside", { n: place }) : say("clauses.against"),
  options: place ? [["", say("clauses.none")], ...options] : options }));
const only = h("label", { class: "ex-check", for: "cl-only" }, h("input", {
  type: "checkbox", id: "cl-only",
  onchange: (change) => { onlyDifferent = change.target.checked; draw(); },
}), say("clauses.only"));
$("ex-root").append(
  h("div", { class: "cl-choices" }, boxes),
  h("ul", { id: "cl-verdicts" }), only,
  h("div", { class: "cl-scroll", tabindex: 0, role: "region", "aria-label": say("clauses.region") },
    h("table", { id: "cl-table" })),
  h("p", { id: "cl-none", hidden: true }, say("clauses.alike")));
draw(false);
