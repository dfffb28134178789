// Hosts panels on a page without Jupyter: the front-end half of anywidget (initialize, render, and a
// model with get, set, save_changes, on, off, send), for models whose Python half answers later.
import { h, setHtml } from "../page/dom.js";

const sourceOf = (name) => window.alliance?.sources?.[name] ?? name; // a digest, or the text itself
const modules = new Map();
const sheets = new Set();

// Imports a front end once; from a Blob, since a page from a disk may load no module by address.
function imported(name) {
  if (!modules.has(name)) {
    const url = URL.createObjectURL(new Blob([sourceOf(name)], { type: "text/javascript" }));
    modules.set(name, import(url).then(({ default: made }) => (typeof made === "function" ? made() : made)));
  }
  return modules.get(name);
}

function addSheet(name) {
  if (!name || sheets.has(name)) return;
  sheets.add(name);
  document.head.append(h("style", { text: sourceOf(name) }));
}

// Whether two values that JSON can hold are the same, in whatever order their keys stand.
export function same(one, other) {
  if (one === other) return true;
  if (!one || !other || typeof one !== "object" || typeof other !== "object") return false;
  const keys = Object.keys(one);
  return Array.isArray(one) === Array.isArray(other) && keys.length === Object.keys(other).length
    && keys.every((key) => key in other && same(one[key], other[key]));
}

export class Model {
  // manager: { kernel: {status}, send(model, content), change(model, state) }
  // space: models by id, among which `IPY_MODEL_…` of this one are found
  constructor(manager, space, { esm, css, state }) {
    Object.assign(this, { manager, space, esm, css, state, peer: "", heard: new Map(), changed: {} });
    this.views = new Set();
    this.widget_manager = { kernel: manager.kernel, get_model: async (id) => this.space.get(id) };
  }

  get(name) { return this.state[name]; }

  set(name, value) {
    const given = typeof name === "string" ? { [name]: value } : name;
    Object.assign(this.changed, given);
    this.take(given);
  }

  save_changes() {
    if (Object.keys(this.changed).length) this.manager.change(this, this.changed);
    this.changed = {};
  }

  send(content) { this.manager.send(this, content); }

  on(names, callback) {
    for (const name of names.split(" ")) this.heard.set(name, [...(this.heard.get(name) ?? []), callback]);
  }

  off(names, callback) {
    if (!names) return this.heard.clear();
    for (const name of names.split(" "))
      this.heard.set(name, (this.heard.get(name) ?? []).filter((one) => callback && one !== callback));
  }

  fire(name, ...given) {
    for (const callback of [...(this.heard.get(name) ?? [])])
      try { callback(...given); } catch (error) { console.error(error); }
  }

  // Takes new values; those that are as they were fire nothing.
  take(state) {
    const news = Object.keys(state).filter((key) => !same(state[key], this.state[key]));
    news.forEach((key) => { this.state[key] = state[key]; });
    news.forEach((key) => this.fire(`change:${key}`, this, state[key]));
    if (news.length) this.fire("change", this);
    return news;
  }

  // Becomes the half of a panel in Python. What no view listens to has changed under it (practice
  // with other questions, say): then the views are drawn anew, from models of the other half.
  bind(peer, space, state) {
    this.peer = peer;
    const refers = (value) => JSON.stringify(value ?? null).includes('"IPY_MODEL_');
    const plain = Object.fromEntries(Object.entries(state).filter(([, value]) => !refers(value)));
    const listened = (key) => this.heard.get(`change:${key}`)?.length;
    const news = this.take(plain);
    if (this.views.size && news.every(listened) && !("children" in state)) return;
    this.space = space;
    Object.assign(this.state, state);
    this.views.forEach((view) => view.draw());
  }
}

// One place on the page where a model is drawn.
export class View {
  constructor(model, el) {
    Object.assign(this, { model, el, turn: 0, inner: new Map() });
    model.views.add(this);
    this.drawn = this.draw();
  }

  async draw() {
    const { model } = this, turn = ++this.turn;
    this.close();
    if (model.esm) await this.drawWidget(model, turn);
    else if ("children" in model.state) this.drawBox(model);
    else this.drawHtml(model);
  }

  async drawWidget(model, turn) {
    addSheet(model.css);
    const widget = await imported(model.esm);
    model.begun ??= Promise.resolve(widget.initialize?.({ model, experimental: {} }));
    await model.begun;
    if (turn !== this.turn) return; // drawn anew meanwhile
    this.end = new AbortController();
    const place = h("div");
    const cleanup = await widget.render?.({ model, el: place, signal: this.end.signal, experimental: {} });
    if (turn !== this.turn) return cleanup?.();
    this.cleanup = cleanup;
    this.el.replaceChildren(place);
  }

  // Widgets below one another: those that stay are not drawn again.
  drawBox(model) {
    const show = () => {
      const ids = model.get("children").map((name) => name.replace("IPY_MODEL_", ""));
      for (const id of ids)
        if (!this.inner.has(id) && model.space.get(id)) this.inner.set(id, new View(model.space.get(id), h("div")));
      const places = ids.map((id) => this.inner.get(id)?.el).filter(Boolean);
      if (places.some((place, k) => place !== this.el.children[k]) || places.length !== this.el.children.length)
        this.el.replaceChildren(...places);
    };
    this.listen(model, "change:children", show);
  }

  drawHtml(model) { this.listen(model, "change:value", () => setHtml(this.el, model.get("value") ?? "")); }

  listen(model, name, show) {
    model.on(name, show);
    this.cleanup = () => model.off(name, show);
    show();
  }

  close() {
    this.end?.abort();
    this.cleanup?.();
    this.cleanup = this.end = null;
    this.inner.forEach((view) => view.leave());
    this.inner.clear();
  }

  leave() {
    this.close();
    this.model.views.delete(this);
  }
}
