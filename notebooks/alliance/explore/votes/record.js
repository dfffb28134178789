// The record of a few members: strips of marks in order of time, as many strips as the width needs.
import { h } from "../../page/dom.js";
import { $, fit, onWidth } from "../../page/frame.js";
import { say } from "../../page/say.js";
import { data, links, choose, tell } from "../frame.js";
import * as council from "./seats.js";
import { mark } from "./seats.js";

const CELL = 28; // pixels of one vote
const rows = data.rows;
const state = { row: rows.at(-1), width: 0 };
const KINDS = ["yes", "no", "veto", "abstain", "absent", "unknown"];

const shown = () => rows.filter((row) => !$("rc-topic").value || row.topic === $("rc-topic").value);
const lines = () => data.lines.filter((_, k) => $(`rc-member-${k}`).checked);
// How the holder of a seat voted; null where the row's member had no seat.
const kindOf = (line, row) => {
  const id = line.ids.find((one) => one in row.votes || row.vetoed_by.includes(one));
  if (id === undefined) return row.known ? null : "unknown";
  return council.kind(row, id);
};
// What is remarked on a vote: above all who held the seat that day.
const remark = (line, row) => line.ids.map((id) => row.remarks[id]).find(Boolean) ?? "";
const hidden = (words) => h("span", { class: "al-hidden" }, words);
const said = (kind) => kind === null ? say("record.not_member") : council.vote(kind);

// --- the strips --------------------------------------------------------------------------------
const yearHeads = (part) => {
  const runs = [];
  for (const row of part) {
    if (runs.at(-1)?.year === row.year) runs.at(-1).count += 1;
    else runs.push({ year: row.year, count: 1 });
  }
  return runs.map((run) => h("th", { colspan: run.count, scope: "colgroup" }, run.year));
};
const strip = (part, members) => {
  const [first, last] = [part[0].year, part.at(-1).year];
  const place = (row) => ({ "data-row": rows.indexOf(row), class: row === state.row ? "rc-now" : null });
  const cols = [h("col", { class: "rc-names" }), part.map(() => h("col", { style: `width:${CELL}px` }))];
  return h("table", { class: "rc-strip" },
    h("caption", { class: "al-hidden" }, first === last ? say("record.strip_one", { first })
      : say("record.strip", { first, last })),
    h("colgroup", {}, cols),
    h("thead", {},
      h("tr", { class: "rc-years" }, h("td"), yearHeads(part)),
      h("tr", { class: "rc-texts" }, h("th", { scope: "col" }, hidden(say("record.member"))),
        part.map((row) => h("th", { scope: "col" }, hidden(council.textName(row)))))),
    h("tbody", {}, members.map((line) => h("tr", {}, h("th", { scope: "row" }, line.name),
      part.map((row) => {
        const kind = kindOf(line, row);
        const note = remark(line, row);
        return h("td", place(row), kind && mark(kind, 19), note && h("sup", { "aria-hidden": "true" }, "*"),
          hidden([said(kind), note].filter(Boolean).join(". ")));
      })))));
};
const strips = (among, members) => {
  const names = state.width < 520 ? 92 : 134; // as in record.css
  const most = Math.max(4, Math.floor((state.width - names - 4) / CELL));
  const count = Math.ceil(among.length / most);
  const size = Math.ceil(among.length / count);
  return Array.from({ length: count }, (_, k) => strip(among.slice(k * size, (k + 1) * size), members));
};

// --- counts ------------------------------------------------------------------------------------
const counted = (among, members) => {
  const kinds = members.map((line) => among.map((row) => kindOf(line, row)));
  const number = (of, kind) => kind === "no" ? of.filter((k) => k === "no" || k === "veto").length
    : of.filter((k) => k === kind).length;
  const columns = KINDS.filter((kind) => kind !== "unknown" || kinds.flat().includes("unknown"));
  return h("table", { class: "al-table rc-tally" },
    h("caption", {}, say("record.tally_caption", { n: among.length })),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("record.member")),
      columns.map((kind) => h("th", { scope: "col", class: "al-number" }, mark(kind, 14),
        h("span", {}, say(`record.${kind}`)))))),
    h("tbody", {}, members.map((line, k) => h("tr", {}, h("th", { scope: "row" }, line.name),
      columns.map((kind) => h("td", { class: "al-number" }, String(number(kinds[k], kind))))))));
};

// --- one text ----------------------------------------------------------------------------------
const detail = () => {
  const row = state.row;
  const among = shown();
  const place = among.indexOf(row);
  $("rc-text").value = rows.indexOf(row);
  $("rc-place").textContent = say("chamber.place", { n: place + 1, of: among.length });
  $("rc-previous").setAttribute("aria-disabled", place <= 0);
  $("rc-next").setAttribute("aria-disabled", place >= among.length - 1);
  const verdict = council.verdict(row);
  const voted = lines().map((line) => `${line.name}: ${said(kindOf(line, row))}`
    + (remark(line, row) && ` (${remark(line, row).replace(/\.$/, "")})`)).join("; ");
  $("rc-detail").replaceChildren(
    h("p", { class: "ex-small" }, `${row.when} · ${row.id}`), h("h4", {}, row.title),
    h("p", {}, h("strong", {}, verdict), `. ${council.tally(row.counts)}.`),
    h("p", {}, `${voted}.`), h("p", {}, row.summary),
    row.sources.length && h("p", { class: "ex-small" }, `${say("chamber.sources")}: `, links(row.sources)));
  for (const cell of document.querySelectorAll(".rc-strip td[data-row]")) {
    cell.classList.toggle("rc-now", rows[cell.dataset.row] === row);
  }
  fit();
  return `${council.textName(row)}: ${verdict}. ${voted}.`;
};
const select = (row) => { state.row = row; tell(detail()); };
const step = (sign) => {
  const among = shown();
  const next = among[among.indexOf(state.row) + sign];
  if (next) select(next);
};

// --- everything --------------------------------------------------------------------------------
const draw = (changed) => {
  const [among, members] = [shown(), lines()];
  if (!among.includes(state.row)) state.row = among.at(-1);
  $("rc-text").replaceChildren(...among.map((row) =>
    h("option", { value: rows.indexOf(row) }, `${row.date}: ${row.id}, ${row.title}`)));
  $("rc-strips").replaceChildren(...(members.length ? strips(among, members) : [say("record.none")]));
  $("rc-tally").replaceChildren(members.length ? counted(among, members) : "");
  detail();
  if (changed) tell(say("record.told", { n: among.length }));
};
const button = (id, sign) => h("button", { id, type: "button", onclick: () => step(sign) },
  say(sign < 0 ? "chamber.previous" : "chamber.next"));
const topics = [...new Set(rows.map((row) => row.topic))];
$("ex-root").append(
  h("div", { class: "ex-controls" },
    choose({ id: "rc-topic", label: say("record.topic"), value: "", onchange: () => draw(true),
      options: [["", say("chamber.topic_all")], ...topics.map((t) => [t, t])] }),
    h("fieldset", { class: "rc-members" }, h("legend", {}, say("record.members")),
      h("div", { class: "ex-checks" }, data.lines.map((line, k) => h("label", {},
        h("input", { type: "checkbox", id: `rc-member-${k}`, checked: true, onchange: () => draw(true) }),
        line.name))))),
  h("div", { id: "rc-strips" }), council.key(), h("div", { class: "rc-remarks" },
    data.lines.flatMap((line) => line.remarks.map(([words, first, last, n]) =>
      h("p", { class: "ex-small" }, say(first === last ? "record.remark_one" : "record.remark",
        { name: line.name, first, last, n, words }))))),
  h("div", { id: "rc-tally" }),
  h("div", {}, data.periods.filter((period) => period.note).map((period) =>
    h("p", { class: "ex-small" }, period.note))),
  h("section", { class: "ex-detail" },
    h("div", { class: "ex-controls" },
      choose({ id: "rc-text", label: say("record.text"), options: [],
        onchange: () => select(rows[$("rc-text").value]) }),
      h("div", { class: "rc-steps" }, button("rc-previous", -1), button("rc-next", 1),
        h("span", { id: "rc-place", class: "ex-small" }))),
    h("div", { id: "rc-detail" })));
// A click on a mark opens its text as well; by keyboard the list and the buttons below do it.
$("rc-strips").addEventListener("click", (press) => {
  const cell = press.target.closest("td[data-row]");
  if (cell) select(rows[cell.dataset.row]);
});
onWidth($("rc-strips"), (width) => { state.width = width; draw(false); });
