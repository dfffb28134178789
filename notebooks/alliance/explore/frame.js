// What all explorers share inside their frames: the data, words, elements, links, announcements,
// and a frame as high as what stands in it. What comes from the data is set as text, never as HTML.
const explore = (() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("ex-data").textContent);

  // The text of the catalogue for a key, with its {braces} filled in.
  const say = (key, values = {}) =>
    data.texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  // make("p", { class: "x", onclick: run }, "text", child, …); false, null and "" are left out.
  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === undefined) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat(Infinity).filter((child) => child || child === 0));
    return made;
  };

  // “military-aid” is “military aid”: values of the code book in words.
  const plain = (value) => String(value).replace(/[-_]/g, " ");
  // The same for those that code obeys ("value": yes, no …; "evidence"): they have texts.
  const worded = (kind, value) => data.texts[`explore.${kind}.${value}`] ?? plain(value);
  const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const link = ([words, address]) => address
    ? make("a", { href: address, target: "_blank", rel: "noopener" }, words) : words;
  // Links to sources by their places in data.links, with semicolons between.
  const links = (places) => places.flatMap((k, i) => [i ? "; " : "", link(data.links[k])]);

  // A native select with a label of its own: choose({ id, label, options: [[value, words], …] }).
  const choose = ({ id, label, options, value, onchange }) => {
    const box = make("select", { id, onchange }, options.map(([v, words]) =>
      make("option", { value: v, selected: v === value }, words)));
    return make("label", { class: "ex-choice", for: id }, make("span", {}, label), box);
  };

  // Said politely to screen readers, also when the same words come twice.
  const tell = (words) => {
    const place = $("ex-tell");
    place.textContent = place.textContent === words ? `${words}\u00a0` : words;
  };

  const fit = () => {
    try {
      const tall = Math.ceil(document.querySelector("main").getBoundingClientRect().bottom + scrollY);
      if (frameElement) frameElement.style.height = `${tall + 6}px`;
    } catch { /* another origin around the frame: it keeps its height and scrolls */ }
  };
  new ResizeObserver(fit).observe(document.querySelector("main"));

  return { $, data, say, make, plain, worded, upper, link, links, choose, tell, fit };
})();
