// What a map does inside its own page. Python calls alliance.map, .land and .items with data;
// texts from data files are only ever set as text, except ready source links (Library.cite).
import { h } from "../page/dom.js";
import { say } from "../page/say.js";
import { numbersIn } from "./steps.js";

// folium's pop-ups ask jQuery for two things; this is both of them.
window.$ = window.$ || ((what) => {
  if (typeof what !== "string") return { ready: (run) => setTimeout(run) };
  const holder = document.createElement("template");
  holder.innerHTML = what.trim();
  return holder.content.childNodes;
});

// --- the map itself ------------------------------------------------------------------------

// Stock markers get a drawn pin in place of an image file; folium.Icon keeps its colour. A picture
// inside an address does not see the colours of the page, so the accent is written out here.
const pin = (color) => L.icon({
  iconUrl: "data:image/svg+xml," + encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 36"><path fill="${color}" ` +
    'stroke="#fff" d="M12 35 3 18a10 10 0 1 1 18 0z"/><circle fill="#fff" cx="12" cy="12" r="4"/></svg>'),
  iconSize: [24, 36], iconAnchor: [12, 35], popupAnchor: [0, -30],
});
L.Marker.prototype.options.icon = pin("#0072b2");
L.AwesomeMarkers = { icon: (options) => pin(options.markerColor || "#0072b2") };

const pattern = (id, size, ground, lines) =>
  `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">` +
  `<rect width="${size}" height="${size}" ${ground}/>${lines}</pattern>`;
const slant = (size, style) => `<path d="M-1 1l2-2M0 ${size}L${size} 0M${size - 1} ${size + 1}l2-2" ${style}/>`;
const DEFS =
  pattern("al-light", 8, 'class="al-ground"', slant(8, 'class="al-stroke" stroke-width="1"')) +
  pattern("al-dense", 5, 'class="al-ground"', slant(5, 'class="al-stroke" stroke-width="1.6"')) +
  pattern("al-over", 7, 'fill="none"', slant(7, 'class="al-stroke" stroke-width="1"'));

const defs = (content) => {
  const holder = h("div");
  holder.innerHTML = `<svg class="al-defs" aria-hidden="true"><defs>${content}</defs></svg>`;
  document.querySelector("main").append(holder.firstChild);
};

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function map(id, box, limit, options) {
  const made = L.map(id, {
    zoomSnap: 0, maxZoom: 10, maxBounds: limit, maxBoundsViscosity: 1, scrollWheelZoom: false,
    zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm,
    ...options, zoomControl: false, attributionControl: false,
  });
  const holder = made.getContainer();
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", say("map.help"));
  // A page that is scrolled should not be caught by a map; one that was clicked may zoom.
  made.on("focus", () => made.scrollWheelZoom.enable());
  made.on("blur", () => made.scrollWheelZoom.disable());
  // The whole map is shown again when its frame changes, unless somebody has moved it.
  made.home = true;
  made.goHome = () => {
    made.setMinZoom(0);
    // Clear of the buttons in the corner.
    made.fitBounds(box, { animate: false, paddingTopLeft: [48, 12], paddingBottomRight: [12, 12] });
    made.setMinZoom(made.getZoom());
    made.home = true;
  };
  made.on("dragstart zoomstart", () => { made.home = false; });
  made.goHome();
  new ResizeObserver(() => {
    const home = made.home;
    made.invalidateSize({ pan: false });
    if (home) made.goHome();
  }).observe(holder);
  controls(made, options.zoomControl !== false);
  made.createPane("land").style.zIndex = 250;
  made.createPane("names").style.zIndex = 450;
  L.rectangle(limit, { pane: "land", className: "al-sea", interactive: false }).addTo(made);
  defs(DEFS);
  made.on("popupopen", ({ popup }) =>
    popup.getElement().querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", say("map.close")));
  // Leaflet calls every marker “Marker”; its own text is the better name.
  made.on("layeradd", ({ layer }) => setTimeout(() => {
    const icon = layer instanceof L.Marker && layer.getElement();
    if (!icon || icon.hasAttribute("aria-label") || icon.classList.contains("al-quiet")) return;
    const words = layer.getTooltip()?.getContent() ?? layer.getPopup()?.getContent();
    const text = words instanceof HTMLElement ? words.textContent : window.$(`<p>${words ?? ""}</p>`)[0].textContent;
    icon.setAttribute("aria-label", text.trim().slice(0, 120) || say("map.place"));
  }));
  return made;
}

function controls(made, zooming) {
  L.control.attribution({ prefix: '<a href="https://leafletjs.com" rel="noopener">Leaflet</a>' }).addTo(made);
  if (!zooming) return;
  const zoom = L.control.zoom({ zoomInTitle: say("map.in"), zoomOutTitle: say("map.out") }).addTo(made);
  const whole = h("a", { href: "#", title: say("map.whole"), role: "button",
    "aria-label": say("map.whole") }, "↺");
  L.DomEvent.on(whole, "click", (event) => { L.DomEvent.stop(event); made.goHome(); });
  L.DomEvent.on(whole, "dblclick", L.DomEvent.stop);
  zoom.getContainer().append(whole);
  panning(made);
}

// Buttons that move the map, for those who cannot drag it: there is more than is shown only once
// it is enlarged.
const WAYS = [["west", "←", -1, 0], ["north", "↑", 0, -1], ["south", "↓", 0, 1], ["east", "→", 1, 0]];
function panning(made) {
  const button = ([name, sign, x, y]) => {
    const one = h("a", { href: "#", role: "button", title: say(`map.${name}`),
      "aria-label": say(`map.${name}`) }, sign);
    L.DomEvent.on(one, "click", (event) => {
      L.DomEvent.stop(event);
      made.panBy([x * made.getSize().x / 3, y * made.getSize().y / 3], { animate: !calm });
    });
    L.DomEvent.on(one, "dblclick", L.DomEvent.stop);
    return one;
  };
  const bar = h("div", { class: "leaflet-bar al-pan", role: "group", "aria-label": say("map.move"),
    hidden: true });
  const buttons = WAYS.map(button);
  const control = L.control({ position: "topright" });
  control.onAdd = () => bar;
  control.addTo(made);
  made.on("zoomend zoomlevelschange", () => {
    const enlarged = made.getZoom() > made.getMinZoom() + 0.01;
    // A button that goes while it has the focus hands it on to the map.
    if (!enlarged && bar.contains(document.activeElement)) made.getContainer().focus();
    bar.hidden = !enlarged;
    bar.replaceChildren(...(enlarged ? buttons : []));
  });
}

// --- land ----------------------------------------------------------------------------------

// data: shapes (lengths of rings), steps (letters), features [name, status, spot, fill].
export function land(made, data) {
  const steps = numbersIn(data.steps);
  let at = 0, x = 0, y = 0;
  const ring = (length) => Array.from({ length }, () =>
    [(x += steps[at++]) / 100, (y += steps[at++]) / 100]);
  const features = data.shapes.map((polygons, k) => ({
    type: "Feature", properties: data.features[k],
    geometry: { type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map(ring)) },
  }));
  if (data.paints) defs(data.paints);
  const painted = (feature) => feature.properties[3] !== undefined;
  const level = (feature) => painted(feature) && !data.paints ? ` al-level-${feature.properties[3]}` : "";
  // Patterns are named on the element itself, shades by a class.
  const paint = (feature, layer) => layer.on("add", () => {
    const name = `url(#al-paint-${feature.properties[3]})`;
    if (painted(feature) && data.paints) layer.getElement().style.setProperty("--al-fill", name);
  });
  L.geoJSON({ type: "FeatureCollection", features }, {
    pane: "land", interactive: false, onEachFeature: paint,
    style: (feature) => ({ className: `al-land al-${feature.properties[1]}` +
      (painted(feature) ? " al-painted" : "") + level(feature) }),
  }).addTo(made);
  seams(made, features, level, paint);
  // Disputed and occupied areas stay hatched, also over a fill.
  const doubtful = features.filter((f) => f.properties[1] !== "state" && painted(f));
  if (doubtful.length) {
    L.geoJSON({ type: "FeatureCollection", features: doubtful }, {
      pane: "land", interactive: false,
      style: (f) => ({ className: `al-land al-over al-${f.properties[1]}` }),
    }).addTo(made);
  }
  made.countries = data.features.filter(([, , spots]) => spots.length)
    .map(([name, , spots]) => ({ name, spots }));
  names(made);
  made.on("moveend drawn", () => names(made));
}

// Where a country is cut at the date line the cut gets no outline: no border runs there.
function seams(made, features, level, paint) {
  const onSeam = ([x]) => Math.abs(x) % 360 === 180;
  for (const feature of features) {
    for (const [ring] of feature.geometry.coordinates) {
      const cut = ring.flatMap((point, k) =>
        onSeam(point) && onSeam(ring.at(k - 1)) ? [point, ring.at(k - 1)] : []);
      if (!cut.length) continue;
      const lats = cut.map(([, lat]) => lat);
      const seam = L.polyline([[Math.min(...lats), cut[0][0]], [Math.max(...lats), cut[0][0]]],
        { pane: "land", interactive: false, className: `al-seam${level(feature)}` });
      paint(feature, seam);
      seam.addTo(made);
    }
  }
}

// --- names ---------------------------------------------------------------------------------

const ruler = document.createElement("canvas").getContext("2d");
const measure = (text, font) => { ruler.font = font; return ruler.measureText(text).width; };
const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

// Split a name into two lines of about the same length.
function halves(name) {
  const gaps = [...name.matchAll(/ /g)].map((gap) => gap.index);
  if (!gaps.length) return [name];
  const cut = gaps.reduce((a, b) => Math.abs(b - name.length / 2) < Math.abs(a - name.length / 2) ? b : a);
  return [name.slice(0, cut), name.slice(cut + 1)];
}

function write(made, at, className, lines) {
  const text = h("span", {}, lines.map((line, k) => [k && h("br"), line]));
  const icon = L.divIcon({ className: `${className} al-quiet`, html: text, iconSize: [0, 0] });
  const marker = L.marker(at, { icon, pane: "names", interactive: false, keyboard: false });
  marker.addTo(made.written).getElement().setAttribute("aria-hidden", "true");
}

// Write place names beside marks, then names of countries where there is room; none overlap,
// and none is cut off by the frame.
const CORNERS = [[1, -1], [1, 1], [-1, -1], [-1, 1]];
function names(made) {
  made.written ??= L.layerGroup().addTo(made);
  made.written.clearLayers();
  const corner = made.containerPointToLayerPoint([0, 0]), size = made.getSize();
  const [x0, y0, x1, y1] = [corner.x, corner.y, corner.x + size.x, corner.y + size.y];
  const whole = (b) => b[0] >= x0 && b[1] >= y0 && b[2] <= x1 && b[3] <= y1;
  const marked = made.marked || [];
  const bar = made.getZoom() > made.getMinZoom() + 0.01 ? [[x1 - 136, y0, x1, y0 + 48]] : [];
  const taken = [[x0, y0, x0 + 48, y0 + 114], ...bar, ...marked.map(({ box }) => box)];
  const free = (b, own) => whole(b) && !taken.some((other) => other !== own && meet(b, other));
  const told = new Set(); // names that found room: a country is not written twice
  const written = [];
  for (const { name, box, must } of marked) {
    if (!name) continue;
    const wide = measure(name, "600 12px system-ui, sans-serif") + 6;
    const middle = (box[1] + box[3]) / 2, center = (box[0] + box[2]) / 2, half = wide / 2;
    // Right of the mark, else left of it, below it, above it, at its corners. With each: where its
    // text begins.
    const spots = [
      { space: [box[2], middle - 8, box[2] + wide, middle + 8], side: "right", from: [box[2] + 2, middle] },
      { space: [box[0] - wide, middle - 8, box[0], middle + 8], side: "left", from: [box[0] - 2, middle] },
      { space: [center - half, box[3], center + half, box[3] + 16], side: "middle", from: [center, box[3] + 8] },
      { space: [center - half, box[1] - 16, center + half, box[1]], side: "middle", from: [center, box[1] - 8] },
      ...CORNERS.map(([x, y]) => ({ side: x > 0 ? "right" : "left", from: [center + 10 * x, middle + 18 * y],
        space: [x > 0 ? center + 8 : center - 8 - wide, middle + 18 * y - 8,
          x > 0 ? center + 8 + wide : center - 8, middle + 18 * y + 8] })),
    ];
    // What the map is about is named even where its name lies over the mark of another.
    const crowd = ({ space }) => taken.filter((other) => other !== box && meet(space, other)).length;
    const spot = spots.find(({ space }) => free(space, box)) ?? (must && spots.filter(({ space }) =>
      whole(space) && !written.some((other) => meet(space, other)))
      .sort((one, other) => crowd(one) - crowd(other))[0]);
    if (!spot) continue;
    told.add(name);
    written.push(spot.space);
    taken.push(spot.space);
    write(made, made.layerPointToLatLng(spot.from), `al-place al-${spot.side}`, [name]);
  }
  for (const country of made.countries || []) if (!told.has(country.name)) nameCountry(made, country, free, taken);
}

// Write the name of a country at the first of its spots where it fits: in the middle of the
// stretch of land there, else towards either end of it, where no mark is in the way.
function nameCountry(made, { name, spots }, free, taken) {
  const scale = 256 * 2 ** made.getZoom() / 360, font = "11px system-ui, sans-serif";
  for (const [lat, lon, width] of spots) {
    const space = width * scale;
    const lines = measure(name, font) * 1.1 <= space ? [name] : halves(name);
    const wide = Math.max(...lines.map((line) => measure(line, font))) * 1.1, high = lines.length * 13;
    if (wide > space * 1.15) continue;
    const { x, y } = made.latLngToLayerPoint([lat, lon]);
    const aside = Math.max(0, (space - wide) / 2);
    for (const shift of [0, -aside / 2, aside / 2, -aside, aside]) {
      const spot = [x + shift - wide / 2, y - high / 2, x + shift + wide / 2, y + high / 2];
      if (!free(spot)) continue;
      taken.push(spot);
      write(made, made.layerPointToLatLng([x + shift, y]), "al-name", lines);
      return;
    }
  }
}
