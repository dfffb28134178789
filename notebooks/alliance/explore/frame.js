// What all explorers share inside their frames: the data, the code book in words, links, choices,
// announcements. What comes from the data is set as text, never as HTML.
import { h } from "../page/dom.js";
import { $, given, keepFitted, links as linked } from "../page/frame.js";
import { texts } from "../page/say.js";

export const data = given("ex-data");

// “military-aid” is “military aid”: values of the code book in words.
export const plain = (value) => String(value).replace(/[-_]/g, " ");
// The same for those that code obeys ("value": yes, no …; "evidence"): they have texts.
export const worded = (kind, value) => texts[`explore.${kind}.${value}`] ?? plain(value);
export const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// Links to sources by their places in data.links.
export const links = (places) => linked(data.links, places);

// A native select with a label of its own: choose({ id, label, options: [[value, words], …] }).
export const choose = ({ id, label, options, value, onchange }) => {
  const box = h("select", { id, onchange }, options.map(([v, words]) =>
    h("option", { value: v, selected: v === value }, words)));
  return h("label", { class: "ex-choice", for: id }, h("span", {}, label), box);
};

// Said politely to screen readers, also when the same words come twice.
export const tell = (words) => {
  const place = $("ex-tell");
  place.textContent = place.textContent === words ? `${words}\u00a0` : words;
};

keepFitted();
