// A map with one mark: set by a click, moved with the arrow keys, or a name chosen from a list.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function draw(data, question, { h }) {
  const id = `${question.id}-place`;
  const svg = (tag, given) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(given).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  };
  const land = svg("path", { class: "q-land" });
  // Disputed and occupied areas are hatched, as on the other maps. Each map has its own patterns.
  const doubts = Object.entries({ disputed: [14, 1.6], occupied: [8, 2.4] }).map(([name, [size, width]]) => {
    const hatch = svg("pattern", { id: `${id}-${name}`, width: size, height: size, patternUnits: "userSpaceOnUse" });
    hatch.append(svg("rect", { class: "q-ground", width: size, height: size }), svg("path", {
      class: "q-hatch", "stroke-width": width,
      d: `M-1 1l2-2M0 ${size}L${size} 0M${size - 1} ${size + 1}l2-2`,
    }));
    return { name, hatch, area: svg("path", { class: `q-land q-${name}`, style: `fill:url(#${id}-${name})` }) };
  });
  const line = svg("path", { class: "q-way" });
  const picture = svg("svg", { "aria-hidden": "true", preserveAspectRatio: "none" });
  picture.append(...doubts.map(({ hatch }) => hatch), land, ...doubts.map(({ area }) => area), line);
  const pins = h("div", { class: "q-pins", "aria-hidden": "true" });
  const map = h("div", {
    class: "q-map", tabindex: "0", role: "application", "aria-label": question.text("place.map"),
    "aria-describedby": `${id}-help ${id}-at`, onclick: click, onkeydown: key,
  }, picture, pins);
  const help = h("p", { class: "q-ask", id: `${id}-help`, text: question.text("place.help") });
  const at = h("p", { class: "q-at", id: `${id}-at`, text: question.text("place.empty") });
  const note = h("p", { class: "al-source" });
  const list = data.options.length > 0 && h("select", { id: `${id}-list`, onchange: pick },
    h("option", { value: "", text: question.text("place.choose") }),
    ...data.options.map(({ key: value, html: text }) => h("option", { value, text })));
  let rect = null, box = null, mark = null, over = false, shown = {};

  question.panel.shared(data.land).then((content) => {
    ({ view: rect, box } = content);
    note.textContent = content.note;
    land.setAttribute("d", content.paths.state ?? "");
    doubts.forEach(({ name, area }) => area.setAttribute("d", content.paths[name] ?? ""));
    picture.setAttribute("viewBox", `0 0 ${box.join(" ")}`);
    map.style.aspectRatio = box.join(" / ");
    map.style.maxWidth = `calc(30em * ${box[0] / box[1]})`;
    draw();
  });

  const part = ([lat, lon]) => {
    const east = ((lon - rect[0]) % 360 + 360) % 360;
    return [east / (rect[2] - rect[0]), (rect[3] - lat) / (rect[3] - rect[1])];
  };
  function words([lat, lon]) {
    const east = ((lon + 180) % 360 + 360) % 360 - 180;
    return question.text("place.at", {
      lat: Math.abs(lat).toFixed(1), ns: question.text(lat < 0 ? "place.south" : "place.north"),
      lon: Math.abs(east).toFixed(1), ew: question.text(east < 0 ? "place.west" : "place.east"),
    });
  }
  // Of two pins the upper one has its name above, the lower one below, so they never overlap.
  function pin(kind, place, name = "", below = false) {
    const [x, y] = part(place);
    const side = `${x > 0.6 ? " q-left" : ""}${below ? " q-below" : ""}`;
    const style = `left:${100 * x}%;top:${100 * y}%`;
    return h("span", { class: `q-pin q-${kind}${side}`, style }, name && h("span", { text: name }));
  }
  function draw() {
    if (!rect) return;
    const own = mark ?? shown.extra?.at;
    const right = shown.right ?? [];
    pins.replaceChildren(...right.map(([lat, lon, name]) => pin("there", [lat, lon], name, own && own[0] > lat)),
      ...(own ? [pin("mark", own, shown.right ? question.text("place.yours") : "", right[0] && own[0] <= right[0][0])] : []));
    const ends = own && right.length === 1 ? [own, right[0]].map((p) => part(p).map((v, k) => v * box[k])) : [];
    line.setAttribute("d", ends.length ? `M${ends.join("L")}` : "M0 0");
    const chosen = list && list.value ? list.selectedOptions[0].textContent : "";
    at.textContent = chosen ? question.text("place.listed", { name: chosen })
      : own ? question.text("place.mark", { at: words(own) }) : question.text("place.empty");
  }
  function put(lat, lon, speak) {
    const [west, south, east, north] = rect;
    const within = (value, low, high) => Math.round(Math.min(high, Math.max(low, value)) * 1000) / 1000;
    mark = [within(lat, south, north), within(lon, west, east)];
    if (list) list.value = "";
    draw();
    if (speak) question.panel.say(at.textContent);
  }
  function click(event) {
    if (over || !rect) return;
    const frame = picture.getBoundingClientRect();
    const [west, south, east, north] = rect;
    put(north - (event.clientY - frame.top) / frame.height * (north - south),
      west + (event.clientX - frame.left) / frame.width * (east - west), true);
  }
  function key(event) {
    const step = STEPS[event.key];
    if (!step || over || !rect || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [west, south, east, north] = rect;
    const far = (north - south) / (event.shiftKey ? 10 : 100);
    const [lat, lon] = mark ?? [(south + north) / 2, (west + east) / 2];
    put(lat + step[1] * far, lon + step[0] * far, true);
  }
  function pick() {
    mark = null;
    shown = { ...shown, extra: undefined };
    draw();
  }

  return {
    body: h("div", {}, help, map, note, at,
      list && h("p", { class: "q-pick" }, h("label", { for: list.id, text: question.text("place.list") }), list)),
    read: () => (list && list.value) || mark,
    refused: () => map.focus(),
    put(response) {
      mark = Array.isArray(response) ? response : null;
      if (list) list.value = mark ? "" : response ?? "";
      if (!mark) shown = { ...shown, extra: undefined };
      draw();
    },
    show(state) {
      shown = state;
      over = Boolean(state.done);
      help.hidden = over;
      if (list) list.parentElement.hidden = over;
      draw();
    },
  };
}
