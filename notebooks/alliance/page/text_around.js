// A text of the catalogue with the kernel's HTML in place of one of its {braces}.
import { h } from "./dom.js";

export function textAround(text, name, html) {
  const [before, after] = text.split(`{${name}}`);
  return [before, h("span", { html }), after];
}
