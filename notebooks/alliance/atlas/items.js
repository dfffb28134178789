// Marks on a map: places that share a mark, lines with arrows, pop-ups, and the time slider.
// data: places [{at, name, rows, alone, line, angle, width}], rows [{label, date, text, more, cites,
// kind, mark, from, to}], marks [{svg | text, line}], cites [html], ends [{at, name}],
// time {steps: [[day, words]], days} or null. Days are counted, not dates.
import { h } from "../page/dom.js";
import { count, say } from "../page/say.js";

export const items = (map, data) => {
  // Pixels: marks closer than this, across and down, share one, so that of each enough can be hit.
  const NEAR = 26;
  const group = L.layerGroup().addTo(map);
  const paths = L.layerGroup().addTo(map);
  let shown = [];

  // --- time ------------------------------------------------------------------------------------

  const control = (name) => document.getElementById(`al-${name}`);
  const steps = data.time?.steps ?? [];
  const wanted = (row) => {
    if (!steps.length || row.from === null) return true;
    const [day] = steps[control("slider").value];
    if (!control("around").checked) return row.from <= day;
    return row.from <= day + data.time.days && (row.to ?? Infinity) >= day - data.time.days;
  };

  function tell() {
    const [, words] = steps[control("slider").value];
    const [n, of] = [data.rows.filter(wanted).length, data.rows.length];
    control("date").textContent = words;
    control("slider").setAttribute("aria-valuetext", words);
    control("earlier").disabled = +control("slider").value === 0;
    control("later").disabled = +control("slider").value === steps.length - 1;
    control("count").textContent = say("map.shown", { n, of });
    // Screen readers hear the count once the slider rests, not at every step.
    clearTimeout(tell.waiting);
    tell.waiting = setTimeout(() => {
      control("status").textContent = say("map.told", { date: words, n, of });
    }, 500);
  }

  function startTime() {
    const change = () => { map.closePopup(); tell(); draw(); };
    const move = (by) => () => { control("slider").value = +control("slider").value + by; change(); };
    control("slider").addEventListener("input", change);
    for (const name of ["all", "around"]) control(name).addEventListener("change", change);
    control("earlier").addEventListener("click", move(-1));
    control("later").addEventListener("click", move(1));
    tell();
    control("status").textContent = "";
  }

  // --- marks -----------------------------------------------------------------------------------

  const near = (a, b) => Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < NEAR;

  // Places with the rows that are wanted now; those too near each other become one.
  function gather() {
    const found = [];
    for (const place of data.places) {
      const rows = place.rows.filter((k) => wanted(data.rows[k]));
      if (!rows.length) continue;
      const point = map.latLngToLayerPoint(place.at);
      const beside = place.alone ? null : found.find((other) => near(other.point, point));
      if (beside) beside.parts.push({ place, rows });
      else found.push({ at: place.at, point, line: place.line, angle: place.angle, parts: [{ place, rows }] });
    }
    for (const spot of found) {
      spot.rows = spot.parts.flatMap((part) => part.rows);
      const names = [...new Set(spot.parts.map((part) => part.place.name).filter(Boolean))];
      spot.names = names;
      spot.name = names.slice(0, 3).join(", ");
      if (names.length > 3) spot.name = count("map.and_places", names.length - 3, { names: spot.name });
    }
    return found;
  }

  function picture(spot) {
    const kinds = new Set(spot.rows.map((k) => data.rows[k].mark));
    const holder = h("span");
    if (kinds.size > 1) {
      holder.append(h("div", { class: "al-several" }, spot.rows.length));
      return holder;
    }
    const mark = data.marks[[...kinds][0]];
    if (mark.svg) {
      holder.innerHTML = mark.svg;
      if (spot.angle !== undefined) holder.firstChild.style.rotate = `${spot.angle}deg`;
    } else holder.append(h("div", { class: "al-chip" }, mark.text));
    if (spot.rows.length > 1) holder.append(h("b", {}, spot.rows.length));
    return holder;
  }

  // What a screen reader says: place, first label, how many more.
  function title(spot) {
    const [first] = spot.rows.map((k) => data.rows[k]);
    const every = [...new Set(spot.rows.map((k) => data.rows[k].kind).filter(Boolean))];
    const kinds = every.length > 3 ? say("map.kinds", { n: every.length }) : every.join(", ");
    let label = [first.date, first.label].filter(Boolean).join(", ");
    if (spot.rows.length > 1) label = say("map.and_more", { label, n: spot.rows.length - 1 });
    const place = spot.name && spot.name !== first.label ? `${spot.name}: ` : "";
    return `${place}${label}${kinds ? ` (${kinds})` : ""}`;
  }

  function drawLine(spot) {
    const { color, dash } = data.marks[data.rows[spot.rows[0]].mark].line;
    const weight = spot.parts[0].place.width;
    // Dashes grow with the line, so that a pattern looks the same on thin and thick ones.
    L.polyline(spot.line, { color, weight, dashArray: dash.map((length) => length * Math.max(weight, 2.5) / 3),
      lineCap: "butt", smoothFactor: 0, interactive: false, className: "al-line" }).addTo(paths);
  }

  function draw() {
    const focused = shown.find((spot) => spot.icon === document.activeElement);
    group.clearLayers();
    paths.clearLayers();
    shown = gather();
    for (const spot of shown) {
      if (spot.line) drawLine(spot);
      const icon = L.divIcon({ className: "al-mark", html: picture(spot), iconSize: [28, 28] });
      const marker = L.marker(spot.at, { icon, riseOnHover: true }).addTo(group);
      spot.icon = marker.getElement();
      spot.icon.setAttribute("aria-label", title(spot));
      spot.icon.setAttribute("aria-haspopup", "dialog");
      spot.icon.title = title(spot);
      marker.on("click", () => open(spot));
      spot.icon.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        open(spot);
      });
    }
    for (const { at } of data.ends ?? []) {
      L.circleMarker(at, { radius: 3.5, className: "al-end", interactive: false }).addTo(paths);
    }
    if (focused) again(focused)?.icon.focus({ preventScroll: true });
    map.marked = [...shown, ...(data.ends ?? [])].map(space);
    map.fire("drawn");
  }

  // The same spot after marks were drawn anew: the one that holds its first row.
  const again = (spot) => shown.find((other) => other.rows.includes(spot.rows[0]));

  // The name beside a mark; of several places the one with most rows, and how many more.
  function label(spot) {
    if (!spot.parts) return spot.name;
    if (spot.line) return "";
    const [most] = [...spot.parts].sort((a, b) => b.rows.length - a.rows.length);
    const more = spot.names.length - 1;
    return most.place.name && more > 0 ? `${most.place.name} + ${more}` : most.place.name;
  }

  // The room a mark takes, and the name to be written beside it.
  function space(spot) {
    const { x, y } = map.latLngToLayerPoint(spot.at);
    const half = spot.icon ? 13 : 4;
    const wide = Math.max(half, (spot.icon?.querySelector(".al-chip")?.offsetWidth ?? 0) / 2 + 2);
    const badge = spot.icon?.querySelector("b") ? 8 : 0;
    const must = Boolean(spot.parts?.some(({ place }) => place.must));
    return { name: label(spot), must, box: [x - wide, y - half, x + wide + badge, y + half] };
  }

  // --- pop-ups ---------------------------------------------------------------------------------

  function entry(row, heading) {
    const about = [row.date, row.kind].filter(Boolean).join(" · ");
    // Ready links, made by `Library.cite`.
    const cites = row.cites?.length && say(row.cites.length > 1 ? "map.sources" : "map.source",
      { links: row.cites.map((k) => data.cites[k]).join("; ") });
    return h("li", {}, about && h("p", { class: "al-date" }, about), h(heading, {}, row.label),
      row.text && h("p", {}, row.text),
      (row.more ?? []).map(([name, value]) => h("p", {}, `${name}: ${value}`)),
      cites && h("p", { class: "al-cites", html: cites }));
  }

  function open(spot) {
    const rows = h("div", { class: "al-rows", tabindex: 0, role: "group",
      style: `max-height:${Math.max(120, map.getSize().y - 90)}px` });
    for (const { place, rows: some } of spot.parts) {
      const named = place.name && place.name !== data.rows[some[0]].label;
      if (named) rows.append(h("h4", {}, place.name));
      rows.append(h("ol", {}, some.map((k) => entry(data.rows[k], named ? "h5" : "h4"))));
    }
    const width = Math.min(340, map.getSize().x - 60);
    const popup = L.popup({ maxWidth: width, minWidth: Math.min(240, width), offset: [0, -8],
      autoPanPadding: [10, 10] });
    popup.spot = spot;
    popup.setLatLng(spot.at).setContent(rows).openOn(map);
    const box = popup.getElement();
    box.setAttribute("role", "dialog");
    for (const named of [box, rows]) named.setAttribute("aria-label", title(spot));
    spot.icon.setAttribute("aria-expanded", "true");
    rows.focus({ preventScroll: true });
  }

  map.on("popupclose", ({ popup }) => {
    if (!popup.spot) return; // one that was added in Python
    const icon = again(popup.spot)?.icon;
    icon?.removeAttribute("aria-expanded");
    if (popup.getElement().contains(document.activeElement)) icon?.focus({ preventScroll: true });
    // A pop-up may have pushed the map aside.
    setTimeout(() => { if (map.home && !map._popup?.isOpen()) map.goHome(); });
  });
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });

  control("skip")?.addEventListener("click", () => control("end").focus());
  if (steps.length) startTime();
  draw();
  map.on("zoomend", draw);
};
