// A line of progress below each heading of a section: which section of how many, and a button that
// leads to the next one; after the last, a link to the next lesson.
import { h, KEEP } from "../page/dom.js";
import { filled } from "../page/words.js";
import { panelOf } from "./citations.js";

const ways = new WeakMap(); // notebook -> { titles, next, texts, color }
// Where a part of a lesson stays shut, its sections have headings of the third level.
const HEADINGS = ".jp-RenderedMarkdown :is(h2, h3), main :is(h2, h3)";

// JupyterLab puts a sign for a link to the heading behind its words.
const wordsOf = (heading) => heading.textContent.replace("¶", "").replace(/\s+/g, " ").trim();

export function collectSteps(mark) {
  const way = JSON.parse(mark.dataset.steps);
  ways.set(panelOf(mark), way);
  if (way.color) panelOf(mark).style.setProperty("--al-lesson", way.color);
}

function goTo(panel, title) {
  const heading = [...panel.querySelectorAll(HEADINGS)].find((one) => wordsOf(one) === title);
  if (!heading) return;
  heading.tabIndex = -1;
  heading.scrollIntoView({ block: "start" });
  heading.focus({ preventScroll: true });
}

function line(panel, way, k) {
  const { titles, next, texts } = way;
  const last = k === titles.length - 1;
  const onward = !last
    ? h("button", { type: "button", text: texts["lesson.next_section"],
      title: titles[k + 1], onclick: () => goTo(panel, titles[k + 1]) })
    : next.length && h("a", { href: next[0], text: next[1] });
  const words = filled(texts["lesson.step"], { n: k + 1, of: titles.length });
  const bar = h("progress", { max: titles.length, value: k + 1, "aria-hidden": "true" });
  return h("p", { class: "al-step" }, bar, h("span", { text: words }), onward);
}

// A heading that was edited, or drawn anew, has lost its line and gets it again.
export function addSteps() {
  for (const heading of document.querySelectorAll(HEADINGS)) {
    const panel = panelOf(heading);
    const way = ways.get(panel);
    const k = way ? way.titles.indexOf(wordsOf(heading)) : -1;
    if (k < 0 || heading.nextElementSibling?.classList.contains("al-step")) continue;
    const made = line(panel, way, k);
    made.querySelectorAll("a, button").forEach((one) => one.setAttribute(KEEP, ""));
    heading.after(made);
  }
}
