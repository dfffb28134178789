// The timeline inside its frame: choices in, drawing out. The data stands once in #tl-data; what
// comes from it is set as text, never as HTML.
import { $, fit, given, keepFitted, links, onWidth } from "../page/frame.js";
import { say } from "../page/say.js";
import { timelineDrawing } from "./draw.js";

const data = given("tl-data");
const events = data.rows.map((row, index) =>
  Object.assign({ index }, ...data.fields.map((name, k) => ({ [name]: row[k] }))));
const [firstYear, lastYear] = data.years;
const boxes = [...document.querySelectorAll(".tl-kinds input")];
const [from, to] = data.start;
const state = { from, to, current: 0, open: null };
const drawing = timelineDrawing(data, events);
const { clamp, years, yearOf, tip } = drawing;
let shown = [];

// --- what is shown -------------------------------------------------------------------------
const chosenKinds = () => new Set(boxes.length
  ? boxes.filter((box) => box.checked).map((box) => Number(box.value)) : [0]);
const chosen = (kinds) => {
  const actor = $("tl-actor")?.value ?? "";
  return events.filter((event) => kinds.has(event.kind)
    && (actor === "" || event.actors.includes(Number(actor))));
};
const within = (event) => (event.start ?? -Infinity) < state.to + 1
  && (event.end ?? Infinity) > state.from;

// --- everything together -------------------------------------------------------------------
const draw = () => {
  const kinds = chosenKinds();
  const among = chosen(kinds);
  const width = Math.floor($("tl-view").getBoundingClientRect().width);
  shown = among.filter(within);
  if (!shown.some((event) => event.index === state.current)) state.current = shown[0]?.index ?? 0;
  if (state.open !== null && !shown.some((event) => event.index === state.open)) close(false);
  const hadFocus = document.activeElement?.classList.contains("tl-mark");
  const view = { ...state, among, shown, kinds, width };
  drawing.overview(view);
  drawing.lanes(view);
  if (hadFocus) focusMark(state.current);
  if (state.open !== null) number();
  const [none] = $("tl-pick").options;
  $("tl-pick").replaceChildren(none, ...shown.map((event) =>
    new Option(`${event.when}: ${event.title}`, event.index)));
  $("tl-pick").value = state.open ?? "";
  $("tl-from").value = state.from;
  $("tl-to").value = state.to;
  const preset = `${state.from}/${state.to}`;
  $("tl-period").value = [...$("tl-period").options].some((o) => o.value === preset) ? preset : "";
  const whole = state.from === firstYear && state.to === lastYear;
  const off = { "tl-earlier": state.from === firstYear, "tl-later": state.to === lastYear,
    "tl-in": state.from === state.to, "tl-out": whole, "tl-all": whole };
  for (const id in off) $(id).setAttribute("aria-disabled", off[id]);
  $("tl-count").textContent = say(`timeline.page.${shown.length ? "shown" : "none"}`,
    { n: shown.length, of: events.length, years: years(state.from, state.to) });
};

const setPeriod = (from, to) => {
  state.from = clamp(Math.min(from, to), firstYear, lastYear);
  state.to = clamp(Math.max(from, to), firstYear, lastYear);
  draw();
};
// Zoom around the event at hand if there is one, else around the middle.
const zoom = (factor) => {
  const span = clamp(Math.round((state.to + 1 - state.from) * factor), 1, lastYear + 1 - firstYear);
  const held = state.open ?? (document.activeElement?.dataset.index ? state.current : null);
  const middle = held === null ? (state.from + state.to + 1) / 2 : yearOf(events[held]) + 0.5;
  const from = clamp(Math.round(middle - span / 2), firstYear, lastYear + 1 - span);
  setPeriod(from, from + span - 1);
};
const shift = (sign) => {
  const span = state.to + 1 - state.from;
  const move = Math.max(1, Math.round(span / 2)) * sign;
  const from = clamp(state.from + move, firstYear, lastYear + 1 - span);
  setPeriod(from, from + span - 1);
};

// --- moving, opening, closing --------------------------------------------------------------
const nodeOf = (index) => document.querySelector(`.tl-mark[data-index="${index}"]`);
const focusMark = (index) => {
  nodeOf(state.current)?.setAttribute("tabindex", -1);
  state.current = index;
  nodeOf(index)?.setAttribute("tabindex", 0);
  nodeOf(index)?.focus();
};
// Which of the events shown is open: “4 of 23”.
const number = () => {
  const place = shown.findIndex((event) => event.index === state.open);
  $("tl-previous").setAttribute("aria-disabled", place <= 0);
  $("tl-next").setAttribute("aria-disabled", place >= shown.length - 1);
  $("tl-number").textContent = say("timeline.page.number", { n: place + 1, of: shown.length });
  return $("tl-number").textContent;
};
const open = (index, tell = false) => {
  const event = events[index];
  nodeOf(state.open)?.setAttribute("aria-selected", false);
  nodeOf(state.current)?.setAttribute("tabindex", -1);
  state.open = state.current = index;
  nodeOf(index)?.setAttribute("aria-selected", true);
  nodeOf(index)?.setAttribute("tabindex", 0);
  const rows = { actors: event.actors.map((k) => data.actors[k]).join(", "), place: event.place,
    kind: data.kinds[event.kind], confidence: data.confidence[event.confidence] };
  $("tl-when").textContent = event.when;
  $("tl-title").textContent = event.title;
  $("tl-text").textContent = event.text;
  for (const name in rows) {
    $(`tl-${name}`).textContent = rows[name];
    $(`tl-${name}`).parentElement.hidden = !rows[name];
  }
  $("tl-sources").replaceChildren(...links(data.links, event.sources));
  $("tl-sources").parentElement.hidden = !event.sources.length;
  const place = number();
  $("tl-pick").value = index;
  $("tl-detail").hidden = false;
  const { when, title } = event;
  if (tell) $("tl-tell").textContent = say("timeline.page.opened", { place, when, title });
  else $("tl-title").focus();
  fit();
};
const close = (back = true) => {
  nodeOf(state.open)?.setAttribute("aria-selected", false);
  state.open = null;
  $("tl-pick").value = "";
  $("tl-detail").hidden = true;
  if (back) focusMark(state.current);
  fit();
};
const step = (sign) => {
  const place = shown.findIndex((event) => event.index === state.open) + sign;
  if (shown[place]) open(shown[place].index, true);
};

const moves = {
  ArrowRight: (place) => shown[place + 1],
  ArrowLeft: (place) => shown[place - 1],
  Home: () => shown[0],
  End: () => shown.at(-1),
  ArrowUp: (place) => nearest(shown[place], -1),
  ArrowDown: (place) => nearest(shown[place], 1),
};
// The event nearest in time in the next lane that has any.
const nearest = (from, sign) => {
  const at = (event) => event.start ?? event.end;
  for (let kind = from.kind + sign; kind >= 0 && kind < data.kinds.length; kind += sign) {
    const lane = shown.filter((event) => event.kind === kind);
    if (lane.length) {
      return lane.reduce((best, event) =>
        Math.abs(at(event) - at(from)) < Math.abs(at(best) - at(from)) ? event : best);
    }
  }
  return undefined;
};

$("tl-lanes").addEventListener("keydown", (press) => {
  const node = press.target.closest(".tl-mark");
  if (!node || press.ctrlKey || press.altKey || press.metaKey) return;
  const index = Number(node.dataset.index);
  if (press.key === "Enter" || press.key === " ") open(index);
  else if (press.key === "Escape") { tip(null); if (state.open !== null) close(); }
  else if (moves[press.key]) {
    const next = moves[press.key](shown.findIndex((event) => event.index === index));
    if (next) focusMark(next.index);
  } else return;
  press.preventDefault();
});
$("tl-detail").addEventListener("keydown", (press) => {
  if (press.key === "Escape") { close(); press.preventDefault(); }
});
// The mark under the pointer, or the nearest one that is at most half of a target of 24 px away:
// marks are smaller where there are many.
const REACH = 12;
const under = ({ target, clientX, clientY }) => {
  const away = (node) => {
    const box = node.querySelector(".tl-ring").getBoundingClientRect();
    return Math.hypot(clientX - (box.left + box.right) / 2, clientY - (box.top + box.bottom) / 2);
  };
  const hit = target.closest(".tl-mark");
  if (hit && !target.closest(".tl-ring, .tl-shape")) return hit; // its words or its bar
  const near = [...document.querySelectorAll(".tl-mark")].map((node) => [away(node), node])
    .reduce((best, one) => one[0] < best[0] ? one : best, [Infinity]);
  return near[0] <= REACH ? near[1] : hit;
};
$("tl-lanes").addEventListener("click", (press) => {
  const node = under(press);
  if (node) open(Number(node.dataset.index));
});
$("tl-lanes").addEventListener("focusin", (press) => tip(press.target.closest(".tl-mark")));
$("tl-lanes").addEventListener("focusout", () => tip(null));
$("tl-lanes").addEventListener("pointermove", (press) => tip(under(press)));
$("tl-lanes").addEventListener("pointerleave", () => tip(null));

// --- controls ------------------------------------------------------------------------------
const act = (id, does) => $(id).addEventListener("click", () => {
  if ($(id).getAttribute("aria-disabled") !== "true") does();
});
for (const id of ["tl-from", "tl-to"]) {
  for (let year = firstYear; year <= lastYear; year += 1) $(id).append(new Option(year, year));
}
// A first year after the last takes the last along, and the other way round.
$("tl-from").addEventListener("change", () => {
  const from = Number($("tl-from").value);
  setPeriod(from, Math.max(from, state.to));
});
$("tl-to").addEventListener("change", () => {
  const to = Number($("tl-to").value);
  setPeriod(Math.min(state.from, to), to);
});
$("tl-period").addEventListener("change", () => {
  if ($("tl-period").value) setPeriod(...$("tl-period").value.split("/").map(Number));
});
$("tl-actor")?.addEventListener("change", draw);
boxes.forEach((box) => box.addEventListener("change", draw));
$("tl-pick").addEventListener("change", () => {
  if ($("tl-pick").value) open(Number($("tl-pick").value), true);
});
act("tl-in", () => zoom(0.5));
act("tl-out", () => zoom(2));
act("tl-earlier", () => shift(-1));
act("tl-later", () => shift(1));
act("tl-all", () => setPeriod(firstYear, lastYear));
act("tl-next", () => step(1));
act("tl-previous", () => step(-1));
act("tl-close", () => close());

// Drag over the overview to choose a period; the two lists above do the same by keyboard.
let dragged = null;
const yearUnder = (move) =>
  $("tl-overview").yearAt(move.clientX - $("tl-overview").getBoundingClientRect().left);
$("tl-overview").addEventListener("pointerdown", (press) => {
  dragged = yearUnder(press);
  $("tl-overview").setPointerCapture(press.pointerId);
});
$("tl-overview").addEventListener("pointerup", (press) => {
  if (dragged !== null) setPeriod(dragged, yearUnder(press));
  dragged = null;
});

onWidth($("tl-view"), draw);
keepFitted();
