// The seats of a body at one vote: two half circles where there is room, else a list.
import { h } from "../../page/dom.js";
import { $, fit, onWidth } from "../../page/frame.js";
import { say } from "../../page/say.js";
import { data, links, choose, tell } from "../frame.js";
import * as council from "./seats.js";
import { kind, mark } from "./seats.js";

const NARROW = 520; // pixels below which the seats stand in a list
const [BASE, HEIGHT] = [312, 362]; // pixels: where the half circles stand, and the whole drawing
const rows = data.rows;
const state = { row: data.start, member: null };
const chosen = () => rows.filter((row) =>
  (!$("ch-year").value || row.year === $("ch-year").value)
  && (!$("ch-topic").value || row.topic === $("ch-topic").value)
  && (!$("ch-result").value || row.result === $("ch-result").value));
const period = (row) => data.periods[row.period];

// --- controls ------------------------------------------------------------------------------
const distinct = (values) => [...new Set(values)];
const step = (sign) => {
  const among = chosen();
  const next = among[among.indexOf(rows[state.row]) + sign];
  if (next) show(rows.indexOf(next));
};
const button = (id, sign) => h("button", { id, type: "button", onclick: () => step(sign) },
  say(sign < 0 ? "chamber.previous" : "chamber.next"));
const refill = () => {
  const among = chosen();
  $("ch-text").replaceChildren(...among.map((row) =>
    h("option", { value: rows.indexOf(row) }, `${row.date}: ${row.id}, ${row.title}`)));
  show(among.includes(rows[state.row]) ? state.row : rows.indexOf(among[0]));
};
// What was chosen last holds; where nothing fits all choices, the others give way one by one.
const FILTERS = ["ch-year", "ch-topic", "ch-result"];
const narrowed = (own) => () => {
  for (const other of FILTERS) {
    if (other !== own && !chosen().length) $(other).value = "";
  }
  refill();
};
const RESULTS = ["adopted", "vetoed", "not-adopted"];
const results = () => RESULTS.map((one) => [one, rows.filter((row) => row.result === one).length])
  .filter(([, n]) => n).map(([one, n]) => [one, say("chamber.result_n", { result: council.result(one), n })]);
const controls = () => h("div", { class: "ex-controls" },
  choose({ id: "ch-year", label: say("chamber.year"), value: "", onchange: narrowed("ch-year"),
    options: [["", say("chamber.year_all")], ...distinct(rows.map((r) => r.year)).map((y) => [y, y])] }),
  choose({ id: "ch-topic", label: say("chamber.topic"), value: "", onchange: narrowed("ch-topic"),
    options: [["", say("chamber.topic_all")], ...distinct(rows.map((r) => r.topic)).map((t) => [t, t])] }),
  choose({ id: "ch-result", label: say("chamber.result"), value: "", onchange: narrowed("ch-result"),
    options: [["", say("chamber.result_all")], ...results()] }),
  choose({ id: "ch-text", label: say("chamber.text"), options: [],
    onchange: () => show(Number($("ch-text").value)) }),
  h("div", { class: "ch-steps" }, button("ch-previous", -1), button("ch-next", 1),
    h("span", { id: "ch-place", class: "ex-small" })));

// --- the seats -----------------------------------------------------------------------------
const seat = (row, id, permanent) => {
  const how = kind(row, id);
  const known = id !== null;
  const words = known ? council.name(id) : say("chamber.vote.unknown");
  const inside = [mark(how, 34), h("span", { class: "ch-name" },
    permanent ? [words, h("span", { class: "al-hidden" }, `, ${say("chamber.permanent_one")}`)]
      : words, h("span", { class: "al-hidden" }, ": ")),
  known && h("span", { class: "ch-vote" }, council.vote(how))];
  return h("li", { class: `ch-place${permanent ? " ch-permanent" : ""}` }, known
    ? h("button", { type: "button", class: "ch-seat", "data-member": id, "aria-pressed": "false",
      onclick: () => pick(state.member === id ? null : id) }, inside)
    : h("span", { class: "ch-seat" }, inside));
};
const seats = (row) => {
  const { permanent, seats: size } = period(row);
  const inner = permanent.filter((id) => id in row.votes);
  const outer = Object.keys(row.votes).filter((id) => !permanent.includes(id));
  const missing = Array(Math.max(0, size - inner.length - outer.length)).fill(null);
  const rings = [["chamber.permanent", inner], [inner.length ? "chamber.elected" : "chamber.members",
    [...outer, ...missing]]].filter(([, ids]) => ids.length);
  return rings.map(([key, ids], ring) => h("section", { class: "ch-ring" },
    h("h5", { id: `ch-ring-${ring}` }, say(key)),
    h("ul", { "aria-labelledby": `ch-ring-${ring}` },
      ids.map((id) => seat(row, id, key === "chamber.permanent")))));
};
const centre = (row) => h("p", { class: "ch-centre", "aria-hidden": "true" },
  h("strong", {}, `${row.counts.yes}`), h("span", {}, say("chamber.for")),
  row.need ? h("span", { class: "ex-small" },
    say("chamber.need", { need: row.need, seats: period(row).seats })) : "");

// Seats on half an ellipse, as far from each other along it as they can be.
const along = (count, wide, high) => {
  const points = Array.from({ length: 1001 }, (_, k) =>
    [-wide * Math.cos(Math.PI * k / 1000), -high * Math.sin(Math.PI * k / 1000)]);
  const far = [0];
  for (let k = 1; k < points.length; k += 1) {
    far.push(far[k - 1] + Math.hypot(points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1]));
  }
  return Array.from({ length: count }, (_, k) => {
    const aim = far.at(-1) * (count === 1 ? 0.5 : k / (count - 1));
    return points[far.findIndex((length) => length >= aim - 1e-9)];
  });
};
// The benches: a pale band behind each row of seats.
const bench = (width, sizes) => {
  const bands = sizes.map(([wide, high]) => `<path d="M${width / 2 - wide} ${BASE + 40}v-40a${wide} `
    + `${high} 0 0 1 ${2 * wide} 0v40"/>`).join("");
  const box = h("div", { class: "ch-bench", "aria-hidden": "true" });
  box.innerHTML = `<svg width="${width}" height="${HEIGHT}">${bands}</svg>`; // numbers alone
  return box;
};
const lay = () => {
  const stage = $("ch-stage");
  const width = stage.getBoundingClientRect().width;
  const arc = width >= NARROW;
  stage.classList.toggle("ch-arc", arc);
  stage.style.height = "";
  for (const place of stage.querySelectorAll(".ch-place")) place.removeAttribute("style");
  stage.querySelector(".ch-bench")?.remove();
  if (!arc) return;
  const wide = Math.min(width, 860) / 2 - 50;
  const rings = [...stage.querySelectorAll(".ch-ring")];
  const sizes = rings.length === 2 ? [[wide * 0.53, 126], [wide, 262]] : [[wide, 262]];
  stage.prepend(bench(width, sizes));
  rings.forEach((ring, which) => {
    const places = [...ring.querySelectorAll(".ch-place")];
    along(places.length, ...sizes[which]).forEach(([x, y], k) => {
      places[k].style.left = `${width / 2 + x}px`;
      places[k].style.top = `${BASE + y}px`;
      places[k].style.width = `${Math.min(88, wide * 0.36)}px`;
    });
  });
  stage.style.height = `${HEIGHT}px`;
};

// --- one member over all texts ---------------------------------------------------------------
const pick = (id) => {
  state.member = id;
  for (const node of document.querySelectorAll("button.ch-seat")) {
    node.setAttribute("aria-pressed", node.dataset.member === id);
  }
  const line = $("ch-member");
  const row = rows[state.row];
  if (id === null || !(id in row.votes)) { line.textContent = say("chamber.hint"); fit(); return; }
  const kinds = rows.filter((other) => id in other.votes).map((other) => kind(other, id));
  const number = (how) => kinds.filter((one) => one === how).length;
  const parts = ["yes", "no", "abstain", "absent"].map((how) => how === "no" && number("veto")
    ? say("chamber.member_veto", { n: number("no") + number("veto"), veto: number("veto") })
    : number(how) && say("chamber.member_part", { n: number(how), vote: council.vote(how) }));
  const words = [say("chamber.member", { name: council.name(id), n: kinds.length,
    list: parts.filter(Boolean).join(", ") }),
    say("chamber.here", { vote: council.vote(kind(row, id)) }), row.remarks[id] ?? ""];
  line.textContent = words.filter(Boolean).join(" ");
  fit();
};

// --- everything of one vote ------------------------------------------------------------------
const about = (row) => {
  const parts = [["chamber.says", row.summary], ["chamber.trigger", row.trigger],
    ["chamber.note", row.note], ["chamber.council", period(row).note],
    ["chamber.sources", row.sources.length ? links(row.sources) : ""]];
  return h("dl", { class: "ch-about" }, parts.filter(([, what]) => what && what.length)
    .map(([key, what]) => h("div", {}, h("dt", {}, say(key)), h("dd", {}, what))));
};
const why = (row) => row.known
  ? council.reasons(row.votes, period(row), row.question).map((reason) => reason.words).join(" ")
  : say("chamber.rule.unknown", { known: Object.keys(row.votes).length, seats: period(row).seats });
const show = (index) => {
  const row = rows[index];
  const among = chosen();
  state.row = index;
  $("ch-text").value = index;
  const place = among.indexOf(row);
  $("ch-place").textContent = say("chamber.place", { n: place + 1, of: among.length });
  $("ch-previous").setAttribute("aria-disabled", place <= 0);
  $("ch-next").setAttribute("aria-disabled", place >= among.length - 1);
  const verdict = council.verdict(row);
  $("ch-head").replaceChildren(
    h("p", { class: "ex-small" }, [row.when, row.id, row.topic, council.question(row)]
      .filter(Boolean).join(" · ")),
    h("h4", {}, row.title),
    h("p", { class: `ch-verdict ch-${row.result}` }, h("strong", {}, verdict), ". ",
      council.tally(row.counts), "."),
    h("p", { class: "ch-why" }, why(row)));
  $("ch-stage").replaceChildren(...seats(row), centre(row));
  lay();
  $("ch-about").replaceChildren(about(row));
  pick(state.member);
  tell(`${council.textName(row)}: ${verdict}. ${council.tally(row.counts)}.`);
  fit();
};

const inner = data.periods.some((one) => one.permanent.length)
  && h("li", { class: "ch-inner" }, say("chamber.key.inner"));
$("ex-root").append(controls(), h("div", { id: "ch-head" }), h("div", { id: "ch-stage" }),
  council.key(inner),
  h("p", { id: "ch-member", class: "ex-small", role: "status" }), h("div", { id: "ch-about" }));
refill();
onWidth($("ch-stage"), () => { lay(); fit(); });
