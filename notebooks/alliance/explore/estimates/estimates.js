// The estimate explorer inside its frame: a question, filters and an order in, rows out. The data
// stands once in #es-data; what comes from it is set as text, never as HTML.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("es-data").textContent);
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

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  };
  const draw = (tag, attributes = {}, text = null) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    if (text !== null) made.textContent = text;
    return made;
  };

  // --- the scale: from round number to round number, as in charts/scale.py ----------------------
  const figure = (value) => {
    for (const [power, key] of [[1e9, "chart.billion"], [1e6, "chart.million"]]) {
      if (value >= power) return say(key, { n: Number((value / power).toFixed(3)) });
    }
    return value.toLocaleString("en", { maximumFractionDigits: 6 });
  };
  const scaleOf = (all, dated) => {
    const ends = all.flatMap((row) => [row.low, row.high]).filter((end) => end !== null);
    if (!ends.length) return null;
    let low = dated ? Math.min(...ends) : 0;
    let high = Math.max(...ends);
    if (high === low) high = low + 1;
    const least = (high - low) / 5;
    const power = 10 ** Math.floor(Math.log10(least));
    const round = [1, 2, 2.5, 5, 10].map((k) => k * power).find((step) => step >= least * 0.999);
    const step = dated ? Math.max(1, Math.ceil(round)) : round;
    low = Math.floor(low / step + 1e-9) * step;
    high = Math.ceil(high / step - 1e-9) * step;
    const count = Math.round((high - low) / step);
    const ticks = Array.from({ length: count + 1 }, (_, k) => Number((low + k * step).toFixed(6)));
    const open = all.some((row) => row.low === null || row.high === null);
    const at = (value) => 1 + (value - low) / (high - low) * ((open ? 90 : 98) - 1);
    return { at, ticks, words: (value) => dated ? String(value) : figure(value) };
  };
  const grid = (scale) => {
    const group = draw("g", { class: "ch-grid" });
    const long = Math.max(...scale.ticks.map((tick) => scale.words(tick).length)) > 6;
    const [kind, most] = long ? ["ch-middle", 3] : ["ch-wide", 4];
    scale.ticks.forEach((tick, k) => {
      const x = scale.at(tick);
      const attributes = { x1: `${x}%`, x2: `${x}%`, y1: 0, y2: "100%" };
      group.append(draw("line", tick === 0 ? { ...attributes, class: "ch-zero" } : attributes));
      const anchor = x < 6 ? "start" : x > 94 ? "end" : "middle";
      const hide = scale.ticks.length > most && k % 2 ? { class: kind } : {};
      group.append(draw("text", { x: `${x}%`, y: "100%", dy: 19, "text-anchor": anchor, ...hide },
        scale.words(tick)));
    });
    const svg = draw("svg");
    svg.append(group);
    return make("div", { class: "ch-back", "aria-hidden": "true" }, svg);
  };

  // --- one statement -----------------------------------------------------------------------------
  const symbol = (x, kind) => {
    const place = draw("svg", { x: `${x}%`, y: 11 });
    const group = draw("g", { class: "ch-mark", transform: "scale(.55)" });
    group.style.setProperty("--c", data.colors[kind]);
    group.append(boxes[kind].nextElementSibling.firstElementChild.cloneNode(true));
    place.append(group);
    return place;
  };
  const marks = (row, scale) => {
    const svg = draw("svg", { height: 22, "aria-hidden": "true" });
    const known = [row.low, row.high].filter((end) => end !== null);
    if (!known.length) return svg;
    const [left, right] = [scale.at(known[0]), scale.at(known.at(-1))];
    if (known.length === 1) {
      const way = row.low === null ? -1 : 1;
      const arrow = draw("svg", { x: `${left}%`, y: 11 });
      const [tip, back] = [ARROW * way, (ARROW - 7) * way];
      arrow.append(draw("path", { class: "ch-end", d: `M0 0H${tip}M${back} -5L${tip} 0L${back} 5` }));
      svg.append(arrow, symbol(left, row.kind));
    } else if (row.low === row.high) {
      svg.append(symbol(left, row.kind));
    } else {
      const span = draw("rect", { class: "ch-span", x: `${left}%`, y: 7, height: 8,
        width: `${right - left}%` });
      span.style.setProperty("--c", data.colors[row.kind]);
      svg.append(span, ...[left, right].map((x) =>
        draw("line", { class: "ch-end", x1: `${x}%`, x2: `${x}%`, y1: 4, y2: 18 })));
    }
    return svg;
  };
  const grade = (row) => row.letter || row.figure
    ? say("estimates.page.grade", { grade: row.letter + row.figure })
    : say("estimates.page.ungraded");
  const link = (place) => {
    const [words, address] = data.links[place];
    return address ? make("a", { href: address, target: "_blank", rel: "noopener" }, words) : words;
  };
  const detail = (row, id) => {
    const facts = { what: row.what, when: row.when, known: row.known, evidence: data.kinds[row.kind],
      note: row.note, reliability: row.letter && say(`estimates.page.letter.${row.letter}`),
      credibility: row.figure && say(`estimates.page.figure.${row.figure}`),
      confidence: row.confidence };
    const list = make("dl");
    for (const name in facts) {
      if (facts[name]) list.append(make("dt", {}, say(`estimates.page.${name}`)),
        make("dd", {}, facts[name]));
    }
    if (row.sources.length) list.append(make("dt", {}, say("estimates.page.sources")),
      make("dd", {}, ...row.sources.flatMap((k, i) => i ? ["; ", link(k)] : [link(k)])));
    return make("div", { class: "es-detail", id }, list);
  };
  const item = (row, scale) => {
    const id = `es-detail-${row.index}`;
    const who = make("button", { type: "button", class: "es-who", "aria-controls": id,
      "aria-expanded": opened.has(row.index) }, data.claimants[row.who]);
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
    return make("li", {}, make("div", { class: "ch-row" },
      make("div", { class: "ch-label" }, who, make("span", { class: "ch-when" }, said)),
      marks(row, scale),
      make("div", { class: "ch-value" }, row.words,
        make("small", {}, `${data.kinds[row.kind]}, ${grade(row)}`))), more);
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
    const list = make("ul", { class: "es-list", "aria-label": say("estimates.rows") },
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
    $("es-title").replaceChildren(title, dated ? "" : make("span", {}, `, ${unit}`));
    $("es-note").textContent = note;
    $("es-note").hidden = !note;
    $("es-apart").hidden = !apart.length;
    $("es-apart").replaceChildren(say("estimates.page.apart"), " ", ...apart.flatMap((k) => {
      // A topic that is not among those to choose from is named all the same.
      if (typeof k === "string") return [make("span", {}, k)];
      const button = make("button", { type: "button" }, data.topics[k][0]);
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

  const fit = () => {
    try {
      const tall = Math.ceil(document.querySelector("main").getBoundingClientRect().bottom + scrollY);
      if (frameElement) frameElement.style.height = `${tall + 6}px`;
    } catch { /* another origin around the frame: it keeps its height and scrolls */ }
  };
  choose();
  new ResizeObserver(fit).observe(document.querySelector("main"));
})();
