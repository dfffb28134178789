// Started by the opening of a lesson, once for all lessons on a page; the others find it at work.
// Outputs speak to it through templates: `data-cited` brings sources, `data-opening` tells that the
// opening was drawn and brings the rules of opening.css, `data-later` tells whether the part after
// the forecast is open, `data-steps` brings the sections of the lesson.
import { h } from "../page/dom.js";
import { collect, nameLinks, panelOf, watchCitations } from "./citations.js";
import { afterRunAll, watchReader } from "./staying.js";
import { addSteps, collectSteps } from "./steps.js";

function take(kind, use) {
  for (const mark of document.querySelectorAll(`template[data-${kind}]:not([data-taken])`)) {
    mark.dataset.taken = "";
    use(mark);
  }
}

function look() {
  take("cited", collect);
  take("opening", afterRunAll);
  take("later", (mark) => { panelOf(mark).dataset.alLater = mark.dataset.later; });
  take("steps", collectSteps);
  nameLinks();
  addSteps();
}

function install() {
  document.alLesson = true;
  const sheet = document.querySelector("template[data-opening]").dataset.opening;
  document.head.append(h("style", { text: sheet }));
  watchCitations();
  watchReader();
  let waits = 0;
  new MutationObserver(() => {
    waits ||= setTimeout(() => { waits = 0; look(); }, 100);
  }).observe(document.body, { childList: true, subtree: true });
  look();
}

if (!document.alLesson) install();
