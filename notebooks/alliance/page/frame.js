// What scripts of pages in a frame share: elements by id, data, links, a voice, the frame's height.
// What comes from the data is set as text, never as HTML.
import { h } from "./dom.js";

export const $ = (id) => document.getElementById(id);
export const given = (id) => JSON.parse($(id).textContent);

export const link = ([words, address]) => address
  ? h("a", { href: address, target: "_blank", rel: "noopener" }, words) : words;
// Links [words, address] by their places in a list, with semicolons between.
export const links = (list, places) => places.flatMap((k, i) => [i ? "; " : "", link(list[k])]);

// A frame as high as what stands in it.
export const fit = () => {
  try {
    const tall = Math.ceil(document.querySelector("main").getBoundingClientRect().bottom + scrollY);
    if (frameElement) frameElement.style.height = `${tall + 6}px`;
  } catch { /* another origin around the frame: it keeps its height and scrolls */ }
};
export const keepFitted = () => new ResizeObserver(fit).observe(document.querySelector("main"));

// Calls draw(width) when an element gets another width; a new height alone changes nothing.
export const onWidth = (element, draw) => {
  let last = 0;
  new ResizeObserver(([{ contentRect: { width } }]) => {
    if (Math.abs(width - last) < 1) return;
    last = width;
    draw(width);
  }).observe(element);
};
