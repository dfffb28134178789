// The two buttons of a page to print.
import { h } from "./dom.js";
import { download } from "./download.js";

document.getElementById("pr-print").addEventListener("click", () => window.print());

// Saves the page as it is now: what was typed into fields goes along, scripts and buttons do not.
function asFile() {
  const copy = document.documentElement.cloneNode(true);
  const typed = [...document.querySelectorAll("input, textarea")];
  copy.querySelectorAll("input, textarea").forEach((field, k) => {
    field.replaceWith(h("span", { text: typed[k].value }));
  });
  copy.querySelectorAll("script, button").forEach((element) => element.remove());
  copy.removeAttribute("style"); // the colours of the notebook's theme
  return `<!DOCTYPE html>\n${copy.outerHTML}`;
}

document.getElementById("pr-save").addEventListener("click", ({ target }) =>
  download(target.dataset.file, asFile(), "text/html"));
