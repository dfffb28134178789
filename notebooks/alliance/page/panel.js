// What panels share that ask the kernel: texts, a voice, messages that wait for an answer, and the
// frame around what is drawn.
import { h, uid } from "./dom.js";
import { wording } from "./words.js";

const PATIENCE = 4000; // until something is said about a kernel that does not answer

// One view of a panel. `name` is the beginning of its ids.
export class View {
  constructor(model, name) {
    this.model = model;
    this.id = uid(name);
    const { say, count } = wording(model.get("texts"), model.get("language"));
    Object.assign(this, { text: say, count });
    this.live = h("div", { class: "al-hidden", role: "status", "aria-live": "polite" });
    this.waiting = new Map();
    this.sent = 0;
  }

  // Cleared first, so that the same sentence is spoken again.
  say(words) {
    this.live.textContent = "";
    setTimeout(() => { this.live.textContent = words; }, 60);
  }

  // Sends a message; done({text, taken}) is called with the answer, or with what is in the way.
  send(message, done) {
    const request = `${this.id}-${++this.sent}`;
    const statusNow = () => {
      try { return this.model.widget_manager.kernel.status; } catch { return ""; /* no kernel at all */ }
    };
    const late = () => {
      const status = statusNow();
      if (status === "busy" || status === "starting") this.waiting.get(request).timer = setTimeout(late, PATIENCE);
      else this.waiting.delete(request);
      const key = ["busy", "starting", "failed"].includes(status) ? `panel.${status}` : "panel.lost";
      done({ text: this.text(key), taken: false });
    };
    // A page whose marking is not ready yet says so at once.
    const patience = statusNow() === "starting" ? 0 : PATIENCE;
    this.waiting.set(request, { done, timer: setTimeout(late, patience) });
    try {
      this.model.send({ ...message, request });
    } catch {
      clearTimeout(this.waiting.get(request).timer);
      late();
    }
  }

  heard(message) {
    const asked = this.waiting.get(message.request);
    if (!asked) return;
    clearTimeout(asked.timer);
    this.waiting.delete(message.request);
    asked.done(message);
  }

  close() { this.waiting.forEach(({ timer }) => clearTimeout(timer)); }
}

// A place for a message: tell(text) shows and says it, tell("") takes it away. A control that it
// belongs to names it by `aria-describedby: element.id`.
export function notice(view) {
  const element = h("p", { class: "p-message", id: uid(`${view.id}-notice`), hidden: true });
  const tell = (words) => {
    element.textContent = words;
    element.hidden = !words;
    if (words) view.say(words);
  };
  return { element, tell };
}

// A heading inside a notebook: of a level below its own, and not in its table of contents.
export const heading = (level, text, given = {}) =>
  h("p", { class: "p-head", role: "heading", "aria-level": level, text, ...given });

// Puts new content into a place. If the focus was there it goes to `next`: on the page's body it
// would be in the notebook's command mode, where letters delete cells.
export function swap(place, content, next) {
  const held = place.contains(document.activeElement);
  place.replaceChildren(...content);
  if (held) next?.focus();
}

// Draws a panel and keeps it up to date; returns what takes it down.
//   name     beginning of ids, and of the class: “crisis” gives al-crisis
//   kicker   key of the small line above the title
//   traits   those after whose change `update` is called again
//   start    (view, place) -> update(); `place` is the element to fill
export function putUp({ model, el }, { name, kicker, traits, start }) {
  const view = new View(model, name);
  const title = model.get("title");
  const place = h("div");
  const root = h("section", { class: `al al-panel al-${name}`, "aria-label": title },
    h("p", { class: "p-kicker", text: view.text(kicker) }),
    heading(3, title, { class: "p-title" }), place, view.live);
  // Keys belong to the controls, not to the notebook around them.
  root.addEventListener("keydown", (event) => event.stopPropagation());
  const update = start(view, place);
  const heard = (message) => view.heard(message);
  const changes = traits.map((trait) => `change:${trait}`);
  changes.forEach((change) => model.on(change, update));
  model.on("msg:custom", heard);
  update();
  el.lang = model.get("language");
  el.replaceChildren(root);
  return () => {
    changes.forEach((change) => model.off(change, update));
    model.off("msg:custom", heard);
    view.close();
  };
}
