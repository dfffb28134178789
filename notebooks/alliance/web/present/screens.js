// The screens of a lesson: pieces of the page (a paragraph, a picture, a question), packed so that
// none is ever cut. What is higher than a screen is scrolled through by the same keys.
import { say } from "../page/texts.js";
import { stored, store } from "../page/stored.js";

const HEIGHT = 540; // CSS pixels of a screen before it is enlarged: 12 px become 24 of 1080 lines
const WIDTH = 600; // and at least as many across
const GAP = 18; // between two pieces, roughly
const LEAST = 12.1; // CSS pixels of the smallest words
const STEP = 0.85; // of a screen, when a high piece is scrolled

// Makes words that are smaller than the last row can read as large as they have to be; what is drawn
// (SVG) has its own scale and is left alone.
function readable(root) {
  const window = root.ownerDocument.defaultView;
  for (const el of [root, ...root.querySelectorAll("*")]) {
    if (el.closest("svg, script, style") || ![...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (parseFloat(window.getComputedStyle(el).fontSize) < LEAST) el.style.fontSize = `${LEAST}px`;
  }
}

const isHead = (el) => el.matches("h1, h2, h3, h4, .al-time");
const alone = (el) => !el.closest(".al-text") || el.matches(".al-prompt, .al-scroll-x");
const shown = (el) => el.getClientRects().length > 0 && el.getBoundingClientRect().height > 3;

// The pieces of a panel: its questions, each by itself; what folds away stays one piece.
function piecesOfPanel(panel) {
  const found = [...panel.querySelectorAll(".q-question")].filter((el) => !el.closest("details"));
  return found.length ? [...found, ...panel.querySelectorAll("details.q-more")] : [panel];
}

function piecesOf(child) {
  if (child.matches(".al-text")) return [...child.children];
  if (child.matches(".al-live, .al-rounds")) return piecesOfPanel(child);
  return [child];
}

export class Screens {
  constructor(main) {
    this.main = main;
    this.at = 0;
    this.list = [];
    this.callbacks = [];
    this.live = Object.assign(document.createElement("p"), { className: "al-hidden" });
    this.live.setAttribute("role", "status");
    document.body.append(this.live);
  }

  on(callback) { this.callbacks.push(callback); }

  get now() { return this.list[this.at]; }

  get where() { return `${this.at + 1} / ${this.list.length} · ${this.now.section.dataset.title}`; }

  // The number of the screen with a piece; the first one if it is gone.
  numberOf(id) {
    return Math.max(0, this.list.findIndex((screen) => screen.pieces.some((piece) => piece.id === id)));
  }

  get key() { return `alliance:screen:${document.body.dataset.lesson}`; }

  begin() {
    const kept = stored(this.key);
    this.layOut();
    this.show(this.numberOf(kept));
    let timer = 0;
    addEventListener("resize", () => { clearTimeout(timer); timer = setTimeout(() => this.again(), 120); });
    // The part of a lesson that opens later has screens as soon as it is open; and panels are drawn
    // anew when Python brings other questions.
    const soon = () => { clearTimeout(timer); timer = setTimeout(() => this.again(), 60); };
    new MutationObserver(soon).observe(document.body, { attributeFilter: ["data-later"] });
    new MutationObserver((changes) => {
      if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.querySelector?.(".q-question")))) soon();
    }).observe(this.main, { childList: true, subtree: true });
  }

  // Lays out anew and stays at the piece that is shown.
  again() {
    const { id } = this.now.pieces[0], { scrollTop } = this.main;
    this.layOut();
    this.show(this.numberOf(id));
    this.main.scrollTop = scrollTop;
  }

  enlarge() {
    const zoom = Math.max(1, Math.min(innerHeight / HEIGHT, innerWidth / WIDTH));
    document.documentElement.style.setProperty("--enlarged", zoom.toFixed(3));
  }

  layOut() {
    this.enlarge();
    document.querySelectorAll(".al-off").forEach((el) => el.classList.remove("al-off"));
    this.pieces = [];
    for (const section of this.main.querySelectorAll(".al-section")) {
      if (!shown(section)) continue;
      for (const child of section.children)
        piecesOf(child).filter(shown).forEach((el, k) => this.pieces.push({
          el, section, id: `${section.id}/${child.dataset?.cell ?? ""}/${k}`,
          height: el.getBoundingClientRect().height,
        }));
    }
    this.list = this.packed();
  }

  // Packs pieces: a heading begins a screen and never ends one; a picture, a question and a prompt
  // have a screen of their own, below their heading.
  packed() {
    const room = this.main.clientHeight * (this.main.currentCSSZoom ?? 1);
    const zoom = Number(getComputedStyle(document.documentElement).getPropertyValue("--enlarged")) || 1;
    const screens = [];
    let group = [];
    const flush = () => { if (group.length) screens.push(group); group = []; };
    const onlyHeads = () => group.every(({ el }) => isHead(el));
    const used = () => group.reduce((sum, { height }) => sum + height + GAP * zoom, 0);
    for (const piece of this.pieces) {
      const other = group.length && group[0].section !== piece.section;
      if (other || (isHead(piece.el) && !onlyHeads())) flush();
      if (alone(piece.el)) {
        if (!onlyHeads()) flush();
        group.push(piece);
        flush();
        continue;
      }
      if (!onlyHeads() && used() + piece.height > room) flush();
      group.push(piece);
    }
    flush();
    return screens.map((pieces) => ({ pieces, section: pieces[0].section }));
  }

  // Pieces and all that they stand in, up to the text.
  holders(pieces) {
    const found = new Set();
    for (const { el } of pieces)
      for (let one = el; one && one !== this.main; one = one.parentElement) found.add(one);
    return found;
  }

  show(number, scrolled = 0) {
    this.at = Math.min(Math.max(number, 0), this.list.length - 1);
    const on = this.holders(this.now.pieces);
    this.holders(this.pieces).forEach((el) => el.classList.toggle("al-off", !on.has(el)));
    this.now.pieces.forEach(({ el }) => this.enlargeWords(el));
    this.main.scrollTop = scrolled ? this.main.scrollHeight : 0;
    store(this.key, this.now.pieces[0].id);
    // The bar keeps the focus: whoever pressed its button may press it again.
    const { activeElement } = document;
    if (activeElement === document.body || this.main.contains(activeElement)) this.main.focus({ preventScroll: true });
    this.live.textContent = say("present.screen", { n: this.at + 1, of: this.list.length, title: this.now.section.dataset.title });
    this.callbacks.forEach((callback) => callback(this));
  }

  // Frames are drawn when they come near: then their words are looked at too.
  enlargeWords(el) {
    readable(el);
    for (const frame of [el, ...el.querySelectorAll("*")].filter((one) => one.localName === "iframe")) {
      const look = () => { if (frame.contentDocument?.body) readable(frame.contentDocument.body); };
      look();
      frame.addEventListener("load", look, { once: true });
    }
  }

  get more() { return this.main.scrollTop + this.main.clientHeight < this.main.scrollHeight - 6; }

  next() {
    if (this.more) this.scroll(1);
    else if (this.at < this.list.length - 1) this.show(this.at + 1);
  }

  back() {
    if (this.main.scrollTop > 6) this.scroll(-1);
    else if (this.at > 0) this.show(this.at - 1, true);
  }

  scroll(way) {
    this.main.scrollBy({ top: way * STEP * this.main.clientHeight, behavior: "instant" });
    this.callbacks.forEach((callback) => callback(this));
  }

  // Screens by section, for the overview: [{ section, title, minutes, first, count }].
  sections() {
    const found = new Map();
    this.list.forEach(({ section }, k) => {
      const { title, minutes } = section.dataset;
      const known = found.get(section) ?? { section, title, minutes: Number(minutes) || 0, first: k, count: 0 };
      found.set(section, { ...known, count: known.count + 1 });
    });
    return [...found.values()];
  }
}
