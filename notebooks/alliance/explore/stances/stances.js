// Acts on a scale over time: marks on the map, the list of latest acts, and the acts of one actor.
// data: actors [[name, lat, lon]], acts [[actor, day, date, act, what, stance, reason, speaker,
// silent, answer, sources]] in order of day, quarters [[day, words]], looks [[stance, svg, words]],
// views [[west, south, east, north]], land {shapes, steps, kinds}, links. Days are counted.
import { numbersIn } from "../../atlas/steps.js";
import { h, svg } from "../../page/dom.js";
import { $, fit, onWidth } from "../../page/frame.js";
import { count, say } from "../../page/say.js";
import { data, links, tell, choose as chooser } from "../frame.js";

const FEW = 4; // acts of one actor that stand open
const APART = 20; // pixels between the middles of two marks
const acts = data.acts.map(([actor, day, date, act, what, stance, reason, speaker, silent, answer, sources]) =>
  ({ actor, day, date, act, what, stance, reason, speaker, silent, answer, sources }));
const actors = data.actors.map(([name, lat, lon], k) => ({ name, lat, lon, own: acts.filter((a) => a.actor === k) }));
const look = new Map(data.looks.map(([stance, svg, words]) => [stance, { svg, words }]));
const days = [...new Map(acts.map((act) => [act.day, act.date.split(" to ")[0]]))];
const state = { steps: data.quarters, chosen: null, timer: null };

const sign = (stance) => {
  const holder = h("span", { class: "st-sign", "aria-hidden": "true" });
  holder.innerHTML = look.get(stance).svg; // made by the module, no text of the data
  return holder;
};
const at = () => state.steps[$("st-slider").value];
const before = () => state.steps[$("st-slider").value - 1]?.[0] ?? -Infinity;
const latest = (actor) => actor.own.findLast((act) => act.day <= at()[0]);
const fresh = (act) => act.day > before();

// --- the land ----------------------------------------------------------------------------------
// The Mercator projection, in degrees of longitude; y grows downwards.
const height = (lat) => -Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360)) * 180 / Math.PI;
const rings = () => {
  let [k, x, y] = [0, 0, 0];
  const { shapes } = data.land;
  const steps = numbersIn(data.land.steps);
  return shapes.map((polygons) => polygons.map((lengths) => lengths.map((n) => Array.from({ length: n }, () => {
    x += steps[k++];
    y += steps[k++];
    return `${(x / 10).toFixed(1)},${height(y / 10).toFixed(2)}`;
  }).join("L")).map((ring) => `M${ring}Z`).join("")).join(""));
};
// The outlines stand in the page once; the second map shows the same again.
const drawLand = (rect, k) => {
  const [west, south, east, north] = rect;
  const box = [west, height(north), east - west, height(south) - height(north)];
  const drawn = svg("svg", { class: "st-land", viewBox: box.join(" "), "aria-hidden": "true" });
  if (k) drawn.append(svg("use", { href: "#st-ground" }));
  else {
    drawn.innerHTML = '<defs><pattern id="st-hatch" width="1.2" height="1.2" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
      '<rect class="st-hatch-ground" width="1.2" height="1.2"/><path class="st-hatch-line" d="M0 0V1.2"/></pattern></defs>';
    const ground = svg("g", { id: "st-ground" });
    rings().forEach((d, i) => ground.append(svg("path", { d, class: `st-area st-${data.land.kinds[i]}` })));
    drawn.append(ground);
  }
  return { rect, box, element: h("div", { class: "st-map" }, drawn) };
};
const maps = data.views.map(drawLand);

// --- marks -------------------------------------------------------------------------------------
const place = ({ rect, box, element }, actor) => {
  if (actor.lat === null) return null;
  const turn = [0, 360, -360].find((by) => actor.lon + by >= rect[0] && actor.lon + by <= rect[2]);
  if (turn === undefined || actor.lat < rect[1] || actor.lat > rect[3]) return null;
  const scale = element.clientWidth / box[2];
  return { x: (actor.lon + turn - box[0]) * scale, y: (height(actor.lat) - box[1]) * scale };
};
// Marks that would cover each other are pushed apart, each as little as may be.
const pushApart = (spots) => {
  for (let round = 0; round < 60; round += 1) {
    let moved = false;
    for (let i = 0; i < spots.length; i += 1) for (let j = 0; j < i; j += 1) {
      const [a, b] = [spots[i], spots[j]];
      let [dx, dy] = [a.x - b.x, a.y - b.y];
      const far = Math.hypot(dx, dy);
      if (far >= APART) continue;
      if (far < .01) [dx, dy] = [1, .3 * (i - j)];
      const by = (APART - far) / 2 / Math.max(Math.hypot(dx, dy), .01);
      a.x += dx * by; a.y += dy * by; b.x -= dx * by; b.y -= dy * by;
      moved = true;
    }
    if (!moved) return;
  }
};
const meet = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
const ruler = document.createElement("canvas").getContext("2d");
// A name beside each mark, right or left, where there is room.
const drawNames = (map, spots, covered) => {
  ruler.font = "11.5px system-ui, sans-serif";
  const taken = [...covered, ...spots.map(({ x, y }) => ({ x0: x - 9, x1: x + 9, y0: y - 9, y1: y + 9 }))];
  for (const { x, y, actor } of spots) {
    const wide = ruler.measureText(actor.name).width + 4;
    const boxes = [[x + 11, y - 7], [x - 11 - wide, y - 7], [x - wide / 2, y + 10], [x - wide / 2, y - 24],
      [x + 7, y - 22], [x + 7, y + 8], [x - 7 - wide, y - 22], [x - 7 - wide, y + 8]]
      .map(([left, top]) => ({ x0: left, x1: left + wide, y0: top, y1: top + 14 }));
    const free = boxes.find((box) => box.x0 > 0 && box.x1 < map.element.clientWidth && box.y0 > 0 &&
      box.y1 < map.element.clientHeight && !taken.some((other) => meet(box, other)));
    if (!free) continue;
    taken.push(free);
    map.element.append(h("span", { class: "st-name", "aria-hidden": "true",
      style: `left:${free.x0}px;top:${free.y0}px` }, actor.name));
  }
};
// The part of the first map that the second one lies on.
const inset = () => {
  const [first, second] = maps.map((map) => map.element.getBoundingClientRect());
  if (!second || second.top >= first.bottom) return [];
  return [{ x0: second.left - first.left - 4, x1: first.width, y0: second.top - first.top - 4, y1: first.height }];
};
const drawMarks = () => {
  for (const [k, map] of maps.entries()) {
    map.element.querySelectorAll(".st-mark, .st-name").forEach((one) => one.remove());
    const spots = actors.map((actor) => ({ actor, act: latest(actor), ...place(map, actor) }))
      .filter((spot) => spot.act && spot.x !== undefined);
    pushApart(spots);
    for (const { x, y, actor, act } of spots) {
      const mark = sign(act.stance);
      mark.className = `st-mark${fresh(act) ? " st-new" : ""}${actor === state.chosen ? " st-chosen" : ""}`;
      mark.style.left = `${x}px`;
      mark.style.top = `${y}px`;
      mark.title = say("stances.open", { name: actor.name, date: act.date, act: act.act });
      mark.addEventListener("click", () => choose(actor));
      map.element.append(mark);
    }
    drawNames(map, spots, k ? [] : inset());
  }
};

// --- lists -------------------------------------------------------------------------------------
const tally = () => {
  const now = actors.map(latest).filter(Boolean);
  const parts = data.looks.map(([stance, , words]) => [now.filter((act) => act.stance === stance).length, words])
    .filter(([n]) => n).map(([n, word]) => say("stances.count", { n, word }));
  return `${say("stances.counts", { n: now.length, of: actors.length })} ${parts.join("; ")}.`;
};
const drawList = () => {
  const focused = document.activeElement?.dataset?.actor;
  $("st-list").replaceChildren(...actors.map((actor, k) => [actor, k, latest(actor)]).filter(([, , act]) => act)
    .map(([actor, k, act]) => h("li", {}, sign(act.stance), h("div", {},
      h("p", {}, h("button", { type: "button", "data-actor": k, "aria-pressed": String(actor === state.chosen),
        onclick: () => choose(actor) }, actor.name), ` ${look.get(act.stance).words}`,
        actor.lat === null && h("span", { class: "ex-small" }, ` (${say("stances.no_seat_mark")})`)),
      h("p", { class: "ex-small" }, fresh(act) && h("span", { class: "st-flag" }, `${say("stances.new")} `),
        `${act.date}: ${act.act}`)))));
  if (focused !== undefined) document.querySelector(`[data-actor="${focused}"]`)?.focus();
};
const entry = (act) => h("li", {}, sign(act.stance), h("div", {},
  h("p", { class: "ex-small" }, act.date, act.answer && ` · ${say("stances.reply")}: ${act.answer}`),
  h("p", {}, h("strong", {}, act.act), ". ", act.what),
  act.speaker && h("p", { class: "ex-small" }, `${say("stances.speaker")}: ${act.speaker}`),
  h("p", { class: "ex-small" }, `${say("stances.code")}: ${look.get(act.stance).words}. ${act.reason}`),
  act.silent && h("p", { class: "ex-small" }, `${say("stances.silence")}: ${act.silent}`),
  h("p", { class: "ex-small" }, links(act.sources))));
const listed = (some) => h("ul", { class: "st-acts" }, some.map(entry));
const drawActs = () => {
  const actor = state.chosen;
  if (!actor) return;
  const known = actor.own.filter((act) => act.day <= at()[0]).reverse();
  const later = actor.own.length - known.length;
  $("st-acts").replaceChildren(h("h4", { tabindex: "-1" }, say("stances.acts_of", { name: actor.name })),
    known.length ? listed(known.slice(0, FEW)) : h("p", {}, say("stances.none")),
    known.length > FEW ? h("details", {}, h("summary", {}, say("stances.earlier_acts", { n: known.length - FEW })),
      listed(known.slice(FEW))) : "",
    later ? h("p", { class: "ex-small" }, count("stances.later_acts", later)) : "");
};
const choose = (actor) => {
  state.chosen = actor;
  $("st-actor").value = actors.indexOf(actor);
  draw();
  tell($("st-acts").querySelector("h4").textContent);
};

// --- time --------------------------------------------------------------------------------------
const draw = () => {
  const [, words] = at();
  const place = +$("st-slider").value;
  $("st-date").textContent = words;
  $("st-slider").setAttribute("aria-valuetext", words);
  $("st-earlier").disabled = place === 0;
  $("st-later").disabled = place === state.steps.length - 1;
  $("st-counts").textContent = tally();
  drawMarks();
  drawList();
  drawActs();
  fit();
};
// Screen readers hear the counts once the slider rests, not at every step.
const moved = () => {
  draw();
  clearTimeout(moved.waiting);
  moved.waiting = setTimeout(() => tell(say("stances.told", { date: at()[1], counts: tally() })), 500);
};
const step = (by) => { $("st-slider").value = +$("st-slider").value + by; moved(); };
const stop = () => {
  clearInterval(state.timer);
  state.timer = null;
  $("st-play").textContent = say("stances.play");
};
const play = () => {
  if (state.timer) { stop(); moved(); return; }
  if (+$("st-slider").value === state.steps.length - 1) $("st-slider").value = 0;
  $("st-play").textContent = say("stances.stop");
  draw();
  state.timer = setInterval(() => {
    $("st-slider").value = +$("st-slider").value + 1;
    draw();
    if (+$("st-slider").value === state.steps.length - 1) { stop(); moved(); }
  }, 1100);
};
const setSteps = (steps) => {
  stop();
  const day = at()[0];
  state.steps = steps;
  $("st-slider").max = steps.length - 1;
  const next = steps.findIndex(([other]) => other >= day);
  $("st-slider").value = next < 0 ? steps.length - 1 : next;
  moved();
};

// --- everything --------------------------------------------------------------------------------
const radio = (name, steps, on) => h("label", {}, h("input", { type: "radio", name: "st-step", id: `st-${name}`,
  checked: on, onchange: () => setSteps(steps) }), say(`stances.by_${name}`));
const last = data.quarters.length - 1;
$("ex-root").append(
  h("ul", { class: "st-key", "aria-label": say("stances.key") }, data.looks.map(([stance, , words]) =>
    h("li", {}, sign(stance), words))),
  h("div", { class: "st-time" },
    h("p", { class: "st-now" }, h("label", { for: "st-slider" }, say("stances.until")),
      h("b", { id: "st-date" })),
    h("button", { type: "button", id: "st-play", onclick: play }, say("stances.play")),
    h("button", { type: "button", id: "st-earlier", onclick: () => { stop(); step(-1); } }, `‹ ${say("stances.earlier")}`),
    h("input", { type: "range", id: "st-slider", min: 0, max: last, step: 1, value: last,
      oninput: () => { stop(); moved(); } }),
    h("button", { type: "button", id: "st-later", onclick: () => { stop(); step(1); } }, `${say("stances.later")} ›`),
    h("fieldset", {}, h("legend", {}, say("stances.step")), radio("quarter", data.quarters, true), radio("act", days, false))),
  h("div", { class: "st-maps" }, maps.map((map) => map.element)),
  h("p", { class: "ex-count", id: "st-counts" }),
  h("p", { class: "ex-small" }, say("stances.warn")),
  h("h4", {}, say("stances.latest")),
  h("ul", { class: "st-list", id: "st-list" }),
  h("section", { class: "ex-detail" },
    chooser({ id: "st-actor", label: say("stances.actor"), options: [["", say("stances.choose")],
      ...actors.map((actor, k) => [k, actor.name])], value: "", onchange: () => {
      const actor = actors[$("st-actor").value];
      if (actor) choose(actor);
    } }),
    h("div", { id: "st-acts" })));
$("st-slider").value = last;
draw();
onWidth(maps[0]?.element ?? $("ex-root"), drawMarks);
