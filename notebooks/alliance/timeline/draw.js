// How the timeline is drawn: overview, lanes and the words beside a mark. `view` says what to draw:
// from, to (years), among (events chosen), shown (those in the period), kinds (categories chosen),
// current (index that takes the Tab key), open (index or null), width.
import { svg } from "../page/dom.js";
import { $ } from "../page/frame.js";
import { say } from "../page/say.js";

export const timelineDrawing = (data, events) => {
  const [firstYear, lastYear] = data.years;
  const yearOf = (event) => Math.floor(event.start ?? event.end - 0.001);
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  const pen = document.createElement("canvas").getContext("2d");
  const measure = (text) => pen.measureText(text).width;
  const years = (from, to) => from === to ? `${from}`
    : say("timeline.page.years", { first: from, last: to });

  // Break a text into at most `most` lines of a width; what is left over is cut with an ellipsis.
  const wrap = (text, width, most) => {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (!lines.at(-1) || measure(longer) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    const kept = lines.slice(0, most);
    let last = lines.length > most ? `${kept.at(-1)}…` : kept.at(-1);
    while (measure(last) > width && last.length > 2) last = `${last.slice(0, -2).trimEnd()}…`;
    kept[kept.length - 1] = last;
    return kept;
  };
  const write = (parent, lines, x, y, attributes = {}) => lines.forEach((line, k) =>
    parent.append(svg("text", { x, y: y + 14 * k, ...attributes }, line)));

  // Where each year stands. Equal years, or, where periods are to have room for their events, a
  // scale of its own in each period: half by its years, half by its events.
  const axis = (from, to, first, room) => {
    const spread = new Map();
    const parts = data.stretch ? data.bands.filter(([, a, b]) => a <= to && b >= from) : [];
    const owner = (year) => parts.findLastIndex(([, a, b]) => year >= a && year <= b);
    const span = to + 1 - from;
    const all = [...Array(span).keys()].map((k) => from + k);
    if (parts.length > 1) {
      const inside = events.filter((event) => yearOf(event) >= from && yearOf(event) <= to);
      for (const year of all) {
        const same = (other) => owner(other) === owner(year);
        const mine = inside.filter((event) => same(yearOf(event))).length;
        spread.set(year, room * (0.5 / span + 0.5 * mine / inside.length / all.filter(same).length));
      }
    } else all.forEach((year) => spread.set(year, room / span));
    const edges = [first];
    all.forEach((year) => edges.push(edges.at(-1) + spread.get(year)));
    const scale = (at) => {
      const year = clamp(Math.floor(at), from, to);
      return edges[year - from] + (at - year) * spread.get(year);
    };
    const yearAt = (x) => from + clamp(edges.findLastIndex((edge) => edge <= x), 0, span - 1);
    // Ticks of each stretch of equal years; where two come too near, the first of a stretch stays.
    const marks = [];
    for (let start = from; start <= to;) {
      let end = start;
      while (end < to && Math.abs(spread.get(end + 1) - spread.get(start)) < 1e-6) end += 1;
      const own = ticks(start, end, spread.get(start), 44);
      if (own[0]?.at === start && marks.length && scale(start) - scale(marks.at(-1).at) < 36) marks.pop();
      for (const tick of own) {
        if (!marks.length || scale(tick.at) - scale(marks.at(-1).at) >= 36) marks.push(tick);
      }
      start = end + 1;
    }
    return { scale, yearAt, marks };
  };

  // --- the overview: events per year, the chosen period in the accent colour ---------------------
  const overview = (view) => {
    const { among, width } = view;
    const box = $("tl-overview");
    // The same edges as the lanes below, so that the two axes of years stand in line.
    const [first, room] = [plotLeft(width), width - 10 - plotLeft(width)];
    const { scale, yearAt, marks } = axis(firstYear, lastYear, first, room);
    const counts = new Map();
    among.forEach((event) => counts.set(yearOf(event), (counts.get(yearOf(event)) ?? 0) + 1));
    const most = Math.max(1, ...counts.values());
    const drawn = svg("svg", { width, height: 76, role: "img" });
    const busiest = [...counts].find(([, count]) => count === most);
    drawn.setAttribute("aria-label", say(`timeline.page.overview${busiest ? "_most" : ""}`,
      { years: years(firstYear, lastYear), year: busiest?.[0], n: most }));
    const [left, right] = [scale(view.from), scale(view.to + 1)];
    const whole = view.from === firstYear && view.to === lastYear;
    if (!whole) drawn.append(svg("rect", { x: left, y: 0, width: right - left, height: 44, class: "tl-brush" }));
    for (const [year, count] of counts) {
      const inside = year >= view.from && year <= view.to;
      const tall = 38 * count / most;
      drawn.append(svg("rect", { x: scale(year), y: 44 - tall, height: tall,
        width: Math.max(1.5, scale(year + 1) - scale(year) - 1), class: inside ? "in" : "out" }));
    }
    drawn.append(svg("path", { d: `M${first} 44.5H${first + room}`, class: "tl-axis" }));
    // Two thin lines lead from the period chosen to the lanes below, which show it enlarged.
    if (!whole) drawn.append(svg("path", { class: "tl-lead",
      d: `M${left} 44V62L${plotLeft(width)} 76M${right} 44V62L${width - 10} 76` }));
    marks.filter((tick) => tick.year).forEach((tick) =>
      drawn.append(svg("text", { x: clamp(scale(tick.at), 16, width - 18), y: 58,
        "text-anchor": "middle" }, tick.label)));
    box.replaceChildren(drawn);
    box.yearAt = yearAt;
  };

  // Ticks that leave `space` pixels for each label: years, and months where a year is wide.
  const ticks = (from, to, unit, space) => {
    const found = [];
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((years) => years * unit >= space) ?? 1000;
    for (let year = Math.ceil(from / step) * step; year <= to; year += step) {
      found.push({ at: year, label: `${year}`, year: true });
      const months = [1, 3].find((count) => count * unit / 12 >= space - 8);
      for (let month = months ?? 12; step === 1 && month < 12; month += months) {
        found.push({ at: year + month / 12, label: data.months[month] });
      }
    }
    return found;
  };

  // --- the lanes -----------------------------------------------------------------------------
  const plotLeft = (width) => width >= 560 ? 128 : 10;

  // Give each event of a lane its place and the first row where it covers no other.
  const stack = (lane, scale, size, edges, labelled) => {
    const rows = [];
    lane.marks = lane.events.map((event) => {
      const from = clamp(scale(event.start ?? -1e6), edges[0], edges[1]);
      const to = clamp(scale(event.end ?? 1e6), edges[0], edges[1]);
      const known = event.precision === "month" || event.precision === "year";
      const x = clamp(known ? (from + to) / 2 : event.start === null ? to : from,
        edges[0] + size, edges[1] - size);
      const mark = { event, from, to, x, left: Math.min(from, x - size),
        right: Math.max(to, x + size) };
      if (event.precision === "day") [mark.left, mark.right] = [x - size, x + size];
      if (labelled) {
        const rightRoom = edges[1] - x - size - 4;
        const leftRoom = x - size - 4 - edges[0];
        mark.flip = rightRoom < 130 && leftRoom > rightRoom;
        // A title stands on a long bar in one line, after a short one in two.
        const long = to - from > 200 && !mark.flip && !known;
        const after = mark.flip || long ? 0 : mark.right - x - size;
        const space = mark.flip ? leftRoom : rightRoom - after;
        mark.lines = wrap(event.title, Math.min(long ? 340 : 190, space), long ? 1 : 2);
        mark.shift = (mark.flip ? -1 : 1) * (size + 4 + after);
        const wide = Math.max(...mark.lines.map(measure)) + Math.abs(mark.shift) + 1;
        if (mark.flip) mark.left = Math.min(mark.left, x - wide);
        else mark.right = Math.max(mark.right, x + wide);
      }
      return mark;
    }).sort((a, b) => a.left - b.left);
    for (const mark of lane.marks) {
      const free = rows.findIndex((right) => right + (labelled ? 10 : 1.5) <= mark.left);
      mark.row = free < 0 ? rows.length : free;
      rows[mark.row] = mark.right;
    }
    lane.rows = Math.max(1, rows.length);
  };

  const drawMark = (view, mark, lane, size, labelled) => {
    const { event, x, y } = mark;
    const doubt = event.doubt || (event.precision !== "day" && event.precision !== "interval");
    const node = svg("g", { role: "option", class: "tl-mark", "data-index": event.index,
      tabindex: event.index === view.current ? 0 : -1,
      "aria-selected": String(event.index === view.open),
      "aria-label": say(`timeline.page.mark${lane.name ? "_in" : ""}`,
        { when: event.when, title: event.title, lane: lane.name }) });
    if (event.precision !== "day" && mark.to - mark.from > 2 * size) {
      node.append(svg("rect", { x: mark.from, y: y - size + 1, width: mark.to - mark.from,
        height: 2 * size - 2, fill: lane.color, class: doubt ? "tl-maybe" : "tl-bar" }));
    }
    const shape = lane.shape.cloneNode(true);
    shape.setAttribute("transform", `translate(${x} ${y}) scale(${size / 9})`);
    shape.setAttribute("class", `tl-shape${doubt ? " tl-pale" : ""}${event.doubt ? " tl-dashed" : ""}`);
    shape.setAttribute("fill", lane.color);
    node.append(svg("circle", { cx: x, cy: y, r: size + 3, class: "tl-ring" }), shape);
    if (labelled) {
      write(node, mark.lines, x + mark.shift, y + 4.5 - 7 * (mark.lines.length - 1), { "text-anchor": mark.flip ? "end" : "start" });
    }
    return node;
  };

  const lanesOf = (view) => {
    const kinds = data.kinds.map((name, kind) => ({ name, kind }))
      .filter(({ kind }) => view.kinds.has(kind));
    return kinds.map(({ name, kind }) => {
      const picture = document.querySelectorAll(".tl-kinds svg, .tl-one svg")[kind];
      return { name, kind, color: picture.getAttribute("fill"), shape: picture.firstElementChild,
        events: view.shown.filter((event) => event.kind === kind) };
    });
  };

  // The periods given, as bands behind the lanes: pale ones in turn, the name of each on top.
  const bands = (grid, view, scale, tall) => {
    const shown = data.bands.filter(([, from, to]) => from <= view.to && to >= view.from);
    shown.forEach(([name, from, to], k) => {
      // Where two periods share a year, the later one has it.
      const last = Math.min(to + 1, shown[k + 1]?.[1] ?? to + 1, view.to + 1);
      const [x, end] = [scale(Math.max(from, view.from)), scale(last)];
      grid.append(svg("rect", { x, y: 0, width: end - x, height: tall, class: k % 2 ? "tl-band" : "tl-band tl-odd" }));
      if (end - x > 30) write(grid, wrap(name, (end - x - 6) / 1.15, 2), x + 4, 12, { class: "tl-period" });
    });
  };
  // A few events by name, above all lanes: rows of titles, each with a line down to its mark.
  const naming = (lanes, scale, edges, size, labelled, bandRoom) => {
    const rows = [];
    const named = labelled ? [] : lanes.flatMap((lane) => lane.marks).filter(({ event }) => event.named);
    const found = named.sort((a, b) => a.x - b.x).map((mark) => {
      const words = wrap(mark.event.title, 210, 1);
      const wide = measure(words[0]) + 8;
      const x = clamp(mark.x, edges[0], edges[1] - wide);
      let row = rows.findIndex((right) => right <= x);
      if (row < 0) row = rows.length;
      rows[row] = x + wide;
      return { mark, words, x, y: bandRoom + 12 + 15 * row };
    });
    return { found, room: rows.length ? 15 * rows.length + 6 : 0 };
  };

  const lanes = (view) => {
    const { shown, width } = view;
    pen.font = `12px ${getComputedStyle($("tl-view")).fontFamily}`;
    const [left, right] = [plotLeft(width), width - 10];
    const { scale, marks } = axis(view.from, view.to, left, right - left);
    const labelled = shown.length <= clamp(width / 36, 8, 25);
    const all = lanesOf(view);
    const head = width >= 560 ? 10 : 24;
    let [size, tall] = [0, 0];
    // The largest symbols with which the drawing stays about one screen high.
    for (size of labelled ? [7] : [7, 6, 5, 4.2]) {
      all.forEach((lane) => stack(lane, scale, size, [left, right], labelled));
      const lines = (lane) => labelled && lane.marks.some((mark) => mark.lines.length > 1) ? 2 : 1;
      for (const lane of all) {
        lane.pitch = labelled ? 6 + 14 * lines(lane) : 2 * size + 2.5;
        if (!lane.marks.length) lane.pitch = width >= 560 ? 12 : 2;
      }
      tall = all.reduce((sum, lane) => sum + head + lane.rows * lane.pitch + 4, 0);
      if (tall <= 480) break;
    }
    const bandRoom = data.bands.some(([, from, to]) => from <= view.to && to >= view.from) ? 34 : 0;
    const names = naming(all, scale, [left, right], size, labelled, bandRoom);
    const top = bandRoom + names.room;
    tall += top;
    const drawn = svg("svg", { width, height: tall + 30, class: "tl-lanes" });
    const grid = drawn.appendChild(svg("g", { "aria-hidden": "true" }));
    bands(grid, view, scale, tall);
    for (const tick of marks) {
      grid.append(svg("path", { d: `M${scale(tick.at)} ${top + 4}V${tall}`, class: "tl-grid" }));
      grid.append(svg("text", { x: scale(tick.at), y: tall + 18, class: tick.year ? "tl-year" : "",
        "text-anchor": scale(tick.at) < 18 ? "start" : "middle" }, tick.label));
    }
    const list = svg("g");
    if (shown.length) {
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-orientation", "horizontal");
      list.setAttribute("aria-label", say("timeline.page.help"));
    }
    let y = top;
    for (const lane of all) {
      const base = y + head + lane.rows * lane.pitch + 3;
      const sign = lane.shape.cloneNode(true);
      const side = width >= 560;
      const signY = side ? base - 10 : y + 13;
      sign.setAttribute("transform", `translate(8 ${signY}) scale(.7)`);
      sign.setAttribute("class", "tl-shape");
      sign.setAttribute("fill", lane.color);
      grid.append(sign, svg("path", { d: `M0 ${base}H${width}`, class: "tl-base" }));
      write(grid, wrap(lane.name, side ? left - 34 : width - 30, 1), 20, signY + 4.5);
      const group = svg("g", { role: "group", "aria-label": lane.name || say("timeline.page.lane") });
      lane.marks.forEach((mark) => { mark.y = base - 1 - (mark.row + 0.5) * lane.pitch; });
      lane.marks.sort((a, b) => a.event.index - b.event.index).forEach((mark) =>
        group.append(drawMark(view, mark, lane, size, labelled)));
      if (lane.marks.length) list.append(group);
      y = base + 1;
    }
    for (const { mark, words, x, y: up } of names.found) {
      grid.append(svg("path", { class: "tl-lead", d: `M${mark.x} ${up + 3}V${mark.y - size}` }));
      write(grid, words, x + 3, up, { class: "tl-named" });
    }
    drawn.append(list, svg("g", { class: "tl-tip", "aria-hidden": "true" }));
    $("tl-lanes").replaceChildren(drawn);
  };

  // Date and title beside the mark that has the focus or the pointer.
  const tip = (node) => {
    const drawn = $("tl-lanes").firstElementChild;
    const place = drawn.querySelector(".tl-tip");
    place.replaceChildren();
    if (!node) return;
    const event = events[node.dataset.index];
    const ring = node.querySelector(".tl-ring");
    const [x, y, r] = ["cx", "cy", "r"].map((name) => Number(ring.getAttribute(name)));
    const lines = [event.when, ...wrap(event.title, 230, 3)];
    const wide = Math.max(...lines.map(measure)) * 1.04 + 12;
    const tall = 14 * lines.length + 8;
    const left = clamp(x - wide / 2, 0, drawn.clientWidth - wide);
    const top = y - r - 4 - tall > 0 ? y - r - 4 - tall : y + r + 4;
    place.append(svg("rect", { x: left, y: top, width: wide, height: tall }));
    write(place, lines, left + 6, top + 15);
  };

  return { overview, lanes, tip, clamp, years, yearOf };
};
