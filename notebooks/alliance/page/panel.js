// What panels share that ask the kernel: texts, a voice, messages that wait for an answer, and the
// frame around what is drawn.
import { Calls, STATES, voice } from "./calls.js";
import { h, uid } from "./dom.js";
import { wording } from "./words.js";

// One view of a panel. `name` is the beginning of its ids.
export class View {
  constructor(model, name) {
    this.model = model;
    this.id = uid(name);
    const { say, count } = wording(model.get("texts"), model.get("language"));
    Object.assign(this, { text: say, count });
    const { element, say: speak } = voice();
    Object.assign(this, { live: element, say: speak });
    const words = (state) => [state, say(`panel.${state}`)];
    this.calls = new Calls(model, this.id, Object.fromEntries(STATES.map(words)));
  }

  // Sends a message; done({text, taken}) is called with the answer, or with what is in the way.
  send(message, done) { this.calls.send(message, done); }
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
  const heard = (message) => view.calls.heard(message);
  const changes = traits.map((trait) => `change:${trait}`);
  changes.forEach((change) => model.on(change, update));
  model.on("msg:custom", heard);
  update();
  el.lang = model.get("language");
  el.replaceChildren(root);
  return () => {
    changes.forEach((change) => model.off(change, update));
    model.off("msg:custom", heard);
    view.calls.close();
  };
}
