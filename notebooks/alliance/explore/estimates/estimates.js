// The estimate explorer inside its frame: a question, filters and an order in, rows out. The data
// stands once in #es-data; what comes from it is set as text, never as HTML.
import { grid, scaleOf } from "../../charts/scale.js";
import { h, svg } from "../../page/dom.js";
import { $, given, keepFitted, links } from "../../page/frame.js";
import { say } from "../../page/say.js";

const data = given("es-data");
const FIELDS = ["topic", "what", "low", "high", "words", "at", "when", "since", "known", "who",
  "kind", "confidence", "letter", "figure", "note", "sources"];
const NUMBERS = new Set(["topic", "low", "high", "at", "since", "who", "kind"]);
// One statement a line, fields between tabs, an empty number where an end is open.
const rows = $("es-rows").textContent.split("\n").map((line, index) => {
  const row = { index };
  line.split("\t").forEach((text, k) => {
    const number = text === "" ? null : Number(text);
    row[FIELDS[k]] = NUMBERS.has(FIELDS[k]) ? number : text;
  });
  row.sources = row.sources ? row.sources.split(",").map(Number) : [];
  return row;
});
const boxes = [...document.querySelectorAll("#es-kinds input")];
const opened = new Set();
const ARROW = 22;

// --- one statement -----------------------------------------------------------------------------
const symbol = (x, kind) => {
  const place = svg("svg", { x: `${x}%`, y: 11 });
  const group = svg("g", { class: "ch-mark", transform: "scale(.55)" });
  group.style.setProperty("--c", data.colors[kind]);
  group.append(boxes[kind].nextElementSibling.firstElementChild.cloneNode(true));
  place.append(group);
  return place;
};
const marks = (row, scale) => {
  const drawn = svg("svg", { height: 22, "aria-hidden": "true" });
  const known = [row.low, row.high].filter((end) => end !== null);
  if (!known.length) return drawn;
  const [left, right] = [scale.at(known[0]), scale.at(known.at(-1))];
  if (known.length === 1) {
    const way = row.low === null ? -1 : 1;
    const arrow = svg("svg", { x: `${left}%`, y: 11 });
    const [tip, back] = [ARROW * way, (ARROW - 7) * way];
    arrow.append(svg("path", { class: "ch-end", d: `M0 0H${tip}M${back} -5L${tip} 0L${back} 5` }));
    drawn.append(arrow, symbol(left, row.kind));
  } else if (row.low === row.high) {
    drawn.append(symbol(left, row.kind));
  } else {
    const span = svg("rect", { class: "ch-span", x: `${left}%`, y: 7, height: 8,
      width: `${right - left}%` });
    span.style.setProperty("--c", data.colors[row.kind]);
    drawn.append(span, ...[left, right].map((x) =>
      svg("line", { class: "ch-end", x1: `${x}%`, x2: `${x}%`, y1: 4, y2: 18 })));
  }
  return drawn;
};
const grade = (row) => row.letter || row.figure
  ? say("estimates.page.grade", { grade: row.letter + row.figure })
  : say("estimates.page.ungraded");
const detail = (row, id) => {
  const facts = { what: row.what, when: row.when, known: row.known, evidence: data.kinds[row.kind],
    note: row.note, reliability: row.letter && say(`estimates.page.letter.${row.letter}`),
    credibility: row.figure && say(`estimates.page.figure.${row.figure}`),
    confidence: row.confidence };
  const list = h("dl");
  for (const name in facts) {
    if (facts[name]) list.append(h("dt", {}, say(`estimates.page.${name}`)),
      h("dd", {}, facts[name]));
  }
  if (row.sources.length) list.append(h("dt", {}, say("estimates.page.sources")),
    h("dd", {}, links(data.links, row.sources)));
  return h("div", { class: "es-detail", id }, list);
};
const item = (row, scale) => {
  const id = `es-detail-${row.index}`;
  const who = h("button", { type: "button", class: "es-who", "aria-controls": id,
    "aria-expanded": String(opened.has(row.index)) }, data.claimants[row.who]);
  const more = detail(row, id);
  more.hidden = !opened.has(row.index);
  who.addEventListener("click", () => {
    more.hidden = !more.hidden;
    who.setAttribute("aria-expanded", !more.hidden);
    opened[more.hidden ? "delete" : "add"](row.index);
  });
  const dated = data.topics[row.topic][2];
  const known = say("estimates.page.public", { date: row.known });
  const both = row.when === row.known ? "same" : "both";
  const said = dated ? known : say(`estimates.page.${both}`, { date: row.when, public: known });
  return h("li", {}, h("div", { class: "ch-row" },
    h("div", { class: "ch-label" }, who, h("span", { class: "ch-when" }, said)),
    marks(row, scale),
    h("div", { class: "ch-value" }, row.words,
      h("small", {}, `${data.kinds[row.kind]}, ${grade(row)}`))), more);
};

// --- choices -----------------------------------------------------------------------------------
const size = (row) => row.low ?? row.high ?? -Infinity;
const mark = (row) => (row.letter || "Z") + (row.figure || "9");
const orders = {
  when: (a, b) => a.at - b.at,
  public: (a, b) => a.since - b.since,
  size: (a, b) => size(b) - size(a),
  grade: (a, b) => mark(a).localeCompare(mark(b)),
};
const show = () => {
  const topic = Number($("es-topic").value);
  const [, unit, dated] = data.topics[topic];
  const all = rows.filter((row) => row.topic === topic);
  const who = $("es-claimant").value;
  const kinds = new Set(boxes.filter((box) => box.checked).map((box) => Number(box.value)));
  const shown = all.filter((row) => kinds.has(row.kind) && (who === "" || row.who === Number(who)));
  shown.sort(orders[$("es-sort").value]);
  // The scale is that of all statements on the question: filters do not make a figure look larger.
  const scale = scaleOf(all, dated);
  const list = h("ul", { class: "es-list", "aria-label": say("estimates.rows") },
    ...shown.map((row) => item(row, scale)));
  const open = shown.some((row) => (row.low === null) !== (row.high === null));
  $("es-view").replaceChildren(...(scale && shown.length ? [grid(scale)] : []),
    ...(shown.length ? [list] : []));
  $("es-view").hidden = !shown.length;
  const words = !shown.length ? "none" : dated ? "shown_dates" : "shown";
  const told = say(`estimates.page.${words}`, { n: shown.length, of: all.length, unit });
  $("es-count").textContent = open ? `${told} ${say("estimates.page.arrow")}` : told;
};
const choose = () => {
  const topic = Number($("es-topic").value);
  const [title, unit, dated, note, apart] = data.topics[topic];
  $("es-title").replaceChildren(title, dated ? "" : h("span", {}, `, ${unit}`));
  $("es-note").textContent = note;
  $("es-note").hidden = !note;
  $("es-apart").hidden = !apart.length;
  $("es-apart").replaceChildren(say("estimates.page.apart"), " ", ...apart.flatMap((k) => {
    // A topic that is not among those to choose from is named all the same.
    if (typeof k === "string") return [h("span", {}, k)];
    const button = h("button", { type: "button" }, data.topics[k][0]);
    button.addEventListener("click", () => {
      $("es-topic").value = k;
      choose();
      $("es-title").focus();
    });
    return button;
  }));
  const all = rows.filter((row) => row.topic === topic);
  const people = [...new Set(all.map((row) => row.who))];
  $("es-claimant").replaceChildren(new Option(say("estimates.all"), ""),
    ...people.map((k) => new Option(data.claimants[k], k)));
  const kinds = new Set(all.map((row) => row.kind));
  boxes.forEach((box, k) => {
    box.checked = true;
    box.parentElement.hidden = !kinds.has(k);
  });
  opened.clear();
  show();
};
$("es-topic").addEventListener("change", choose);
$("es-claimant").addEventListener("change", show);
$("es-sort").addEventListener("change", show);
boxes.forEach((box) => box.addEventListener("change", show));

choose();
keepFitted();
