// What a citation in the text of a lesson does: `[label](#source-id)` opens a small card where one
// reads. It works in JupyterLab and on any page with a <main>, with several lessons on one page:
// all that a link looks for lies in its own notebook. opening.js starts it.
import { h, KEEP } from "../page/dom.js";
import { filled } from "../page/words.js";

const CARD = "al-cite";
const LINKS = 'a[href^="#"]';
const known = new WeakMap(); // notebook -> { sources, texts, language }
let opened = null; // { card, link, panel, id }

export const panelOf = (node) => node.closest(".jp-Notebook") ?? node.closest("main") ?? document.body;
const idOf = (link) => link.getAttribute("href").slice(1);

// What the card says of a source; undefined if the notebook does not know it (yet).
function found(link) {
  const data = known.get(panelOf(link));
  if (!data || !Object.hasOwn(data.sources, idOf(link))) return undefined;
  const [number, publisher, title, date, kind, access, url, grades] = data.sources[idOf(link)];
  return { number, publisher, title, date, kind, access, url, grades, say: data.texts, data };
}

// --- reading what outputs bring along, and naming the links -----------------------------------

// What an output brings is kept, since JupyterLab may take an output that is out of view off the
// page again.
export function collect(bag) {
  const { sources, texts } = JSON.parse(bag.dataset.cited);
  const panel = panelOf(bag);
  const before = known.get(panel);
  const language = bag.closest("[lang]")?.lang ?? "";
  known.set(panel, { sources: { ...before?.sources, ...sources }, texts, language });
}

// “Euronews 2026” may stand three times in a row for three pages, so each link says what it leads
// to. The words that are seen come first, for those who speak to their computer.
export function nameLinks() {
  for (const link of document.querySelectorAll(`${LINKS}:not([data-al-number])`)) {
    const source = found(link);
    if (!source) continue;
    link.dataset.alNumber = source.number;
    link.setAttribute("aria-label", filled(source.say["cite.name"], {
      label: link.textContent, title: source.title, n: source.number,
    }));
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute(KEEP, "");
  }
}

// --- the card ---------------------------------------------------------------------------------

function facts(source) {
  const { say } = source;
  const checked = say[`cite.${source.access}`] ?? say["cite.unverified"];
  const rows = [
    [say["cite.publisher"], source.publisher],
    [say["cite.date"], source.date],
    [say["cite.kind"], source.kind],
    [say["cite.access"], checked],
    source.grades && [say["cite.grades"], source.grades],
  ];
  const pairs = rows.filter(Boolean).map(([head, text]) =>
    h("div", {}, h("dt", { text: head }), h("dd", { text })));
  return h("dl", { id: "al-cite-facts" }, ...pairs);
}

function buttons(source) {
  const { say } = source;
  const link = source.url && h("a", {
    href: source.url, target: "_blank", rel: "noopener", text: say["cite.open"],
  });
  const button = (text, press) => h("button", { type: "button", text, onclick: press });
  return h("p", { class: "al-cite-ways" }, link,
    button(filled(say["cite.full"], { n: source.number }), follow),
    button(say["cite.close"], () => close(true)));
}

function open(link) {
  close(false);
  const source = found(link);
  const card = h("section", {
    class: CARD, role: "dialog", tabindex: "-1", lang: source.data.language,
    "aria-labelledby": "al-cite-title", "aria-describedby": "al-cite-facts",
  }, h("h2", { id: "al-cite-title", text: source.title }), facts(source), buttons(source),
  h("p", { class: "al-cite-said", role: "status" }));
  opened = { card, link, panel: panelOf(link), id: idOf(link), said: source.say["cite.missing"] };
  document.body.append(card);
  place();
  card.addEventListener("keydown", leaveByTab);
  card.focus({ preventScroll: true });
}

// Put the card below the citation, above it where there is more room, always within the window.
function place() {
  if (!opened?.link.isConnected) return;
  const { card, link } = opened;
  const lines = link.getClientRects();
  const first = lines[0], last = lines[lines.length - 1];
  if (!first) return;
  const { width, height } = card.getBoundingClientRect();
  const below = last.bottom + 6, above = first.top - height - 6;
  const top = below + height <= innerHeight || above < 0 ? below : above;
  card.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  card.style.left = `${Math.max(8, Math.min(last.left, innerWidth - width - 8))}px`;
}

function close(back) {
  if (!opened) return;
  const { card, link } = opened;
  opened = null;
  card.remove();
  if (back && link.isConnected) link.focus({ preventScroll: true });
}

// The card stands at the end of the page but is read at the citation: Tab leads out of it to what
// follows the citation, Shift+Tab to the citation.
function leaveByTab(event) {
  if (event.key !== "Tab") return;
  const stops = [...opened.card.querySelectorAll("a[href], button")];
  const here = document.activeElement;
  if (event.shiftKey && (here === stops[0] || here === opened.card)) {
    event.preventDefault();
    close(true);
  } else if (!event.shiftKey && here === stops.at(-1)) {
    close(true); // the browser goes on from the citation
  }
}

// --- the full reference and the way back ------------------------------------------------------

const pause = (ms) => new Promise((end) => setTimeout(end, ms));

function scroller(node) {
  for (let box = node.parentElement; box; box = box.parentElement) {
    const { overflowY } = getComputedStyle(box);
    if (/auto|scroll/.test(overflowY) && box.scrollHeight > box.clientHeight) return box;
  }
  return document.scrollingElement;
}

const entryNamed = (id) => `[data-source="${CSS.escape(id)}"]`;

// The references stand at the end of a lesson, and JupyterLab may have taken them off the page.
async function entryOf(panel, id, box) {
  for (let turn = 0; turn < 10; turn += 1) {
    const entry = panel.querySelector(entryNamed(id));
    const fold = entry?.closest("details");
    if (fold) fold.open = true;
    if (entry?.checkVisibility()) return entry;
    box.scrollTop = box.scrollHeight;
    await pause(60);
  }
  return null;
}

function inView(element, box) {
  const { top, bottom } = element.getBoundingClientRect();
  const edge = box === document.scrollingElement ? 0 : box.getBoundingClientRect().top;
  return element.isConnected && top >= edge && bottom <= edge + box.clientHeight;
}

// Heights of cells that were never in view are guesses, so one scroll may miss: look again until
// the element stays where it is, for two seconds at most.
async function bring(element, box) {
  element.scrollIntoView({ block: "center" });
  let still = 0, before = NaN;
  for (let turn = 0; turn < 40 && still < 4; turn += 1) {
    await pause(50);
    const { top } = element.getBoundingClientRect();
    const there = inView(element, box);
    still = there && top === before ? still + 1 : 0;
    before = top;
    if (!there) element.scrollIntoView({ block: "center" });
  }
}

async function follow() {
  const { link, panel, id, said, card } = opened;
  const box = scroller(link);
  const top = box.scrollTop;
  const entry = await entryOf(panel, id, box);
  if (!entry) {
    box.scrollTop = top;
    card.querySelector("[role=status]").textContent = said;
    return;
  }
  close(false);
  await show(entry, link, box, top);
}

async function show(entry, link, box, top) {
  const panel = panelOf(link);
  unmark(panel);
  entry.classList.add("al-marked");
  entry.tabIndex = -1;
  const text = entry.closest("[data-back]").dataset.back;
  const back = h("button", {
    type: "button", class: "al-cite-back", text, onclick: () => goBack(panel, link, box, top),
  });
  entry.append(" ", back);
  await bring(entry, box);
  entry.focus({ preventScroll: true });
  if (!inView(entry, box)) await bring(entry, box); // its cell is the active one now
}

function unmark(panel) {
  for (const entry of panel.querySelectorAll(".al-marked")) {
    entry.classList.remove("al-marked");
    entry.querySelector(".al-cite-back").remove();
  }
}

// First to where the page stood, since JupyterLab may have to put the cell on the page again; only
// if the text has moved meanwhile, to the link itself.
async function goBack(panel, link, box, top) {
  for (let turn = 0; turn < 20 && !inView(link, box); turn += 1) {
    box.scrollTop = top;
    await pause(50);
  }
  if (!link.isConnected) return; // the text was changed meanwhile
  if (!inView(link, box)) await bring(link, box);
  link.focus({ preventScroll: true });
  unmark(panel);
}

// --- what the page tells ---------------------------------------------------------------------------

function onClick(event) {
  const link = event.target.closest?.(LINKS);
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain) return;
  const listed = () => panelOf(link).querySelector(entryNamed(idOf(link)));
  if (!found(link) && !listed()) return;
  event.preventDefault(); // the browser would look for the source in all lessons of the page
  if (opened?.link === link) close(true);
  else if (found(link)) open(link);
  else showListed(link, listed());
}

// A source of which the opening knew nothing: there is no card, but the list may have it.
function showListed(link, entry) {
  const box = scroller(link);
  entry.closest("details").open = true;
  show(entry, link, box, box.scrollTop);
}

function onKey(event) {
  if (event.key !== "Escape" || !opened) return;
  event.preventDefault();
  event.stopPropagation();
  close(true);
}

function onPress(event) {
  if (opened && !opened.card.contains(event.target) && !opened.link.contains(event.target)) {
    close(false);
  }
}

// A folded list would not be printed.
function unfold() {
  const folds = [...document.querySelectorAll("details.al-refs:not([open])")];
  for (const fold of folds) fold.open = true;
  const again = () => folds.forEach((fold) => { fold.open = false; });
  addEventListener("afterprint", again, { once: true });
}

export function watchCitations() {
  document.addEventListener("click", onClick, true);
  window.addEventListener("keydown", onKey, true); // before JupyterLab, which listens on document
  document.addEventListener("pointerdown", onPress, true);
  document.addEventListener("scroll", place, { capture: true, passive: true });
  addEventListener("resize", place);
  addEventListener("beforeprint", unfold);
}
