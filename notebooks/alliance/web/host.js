// The page and the kernel in its background: draws the panels at once from the states that stand in
// the page, keeps what is answered until marking is ready, and keeps the journal in the browser.
import { h, setHtml } from "../page/dom.js";
import { filled } from "../page/words.js";
import { Model, View } from "./models.js";
import { currentClass, isPresented, storeName } from "./present/classes.js";
import { openStore } from "./store.js";
import { putUpTasks } from "./tasks.js";

const json = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");
const SEEN = 10_000; // ms that the line stays when all is ready
const HEAD = "# learning journal, format 1"; // as in journal/journal.py
const placeOf = (cell, place) => `${cell}:${place}`;

class Host {
  constructor() {
    this.runtime = json("al-runtime");
    this.texts = json("al-texts") ?? {};
    this.lesson = document.body.dataset.lesson ?? "";
    this.kernel = { status: "starting" };
    this.panels = new Map(); // “cell:place” to model
    this.ours = new Map(); // models of the page by id
    this.theirs = new Map(); // models of the worker by id
    this.bound = new Map(); // id of the worker to the model that shows it
    this.reports = new Map(); // HTML by cell
    this.queue = [];
    this.waitingRuns = []; // of tasks, before there is a worker
    this.callbacks = [];
    this.inOrder = Promise.resolve(); // what the worker says is taken one after another
    this.whenReady = new Promise((ready) => { this.ready = ready; });
  }

  say(key, values) { return filled(this.texts[key] ?? "", values); }

  on(name, callback) { this.callbacks.push([name, callback]); }

  tell(name, detail) {
    this.callbacks.filter(([one]) => one === name).forEach(([, callback]) => callback(detail));
    document.dispatchEvent(new CustomEvent(`alliance:${name}`, { detail }));
  }

  // --- drawing ---------------------------------------------------------------------------------

  drawPanels() {
    for (const [id, { _esm, _css, ...state }] of Object.entries(window.alliance?.models ?? {}))
      this.ours.set(id, new Model(this, this.ours, { esm: _esm, css: _css, state }));
    for (const panel of json("al-panels") ?? []) {
      const model = new Model(this, this.ours, panel);
      if (panel.model) this.ours.set(panel.model, model);
      if (panel.place === null) continue; // inside a box
      this.panels.set(placeOf(panel.cell, panel.place), model);
      const el = this.place(panel.cell, panel.place);
      if (!el) continue;
      el.dataset.state = "waiting";
      this.drawn(model, el);
    }
  }

  place(cell, place) {
    return document.querySelector(`.al-live[data-cell="${cell}"][data-place="${place}"]`);
  }

  // The same as text stays beside it: the page hides it, and prints it.
  drawn(model, el) {
    const place = h("div");
    el.append(place);
    new View(model, place).drawn.then(
      () => el.classList.add("is-live"),
      (error) => {
        console.error(error);
        place.remove();
        el.dataset.state = "failed";
      });
  }

  // Runs what a learner has written, when Python is there.
  run(message) {
    if (this.worker) this.worker.postMessage(message);
    else this.waitingRuns.push(message);
  }

  // --- messages of panels ----------------------------------------------------------------------

  send(model, content) { this.pass(model, { type: "message", content }); }

  change(model, state) { this.pass(model, { type: "change", state }); }

  pass(model, message) {
    if (this.kernel.status === "failed") throw new Error("no kernel");
    if (model.peer && this.worker) this.worker.postMessage({ ...message, id: model.peer });
    else this.queue.push([model, message]);
  }

  flush(model) {
    const mine = this.queue.filter(([one]) => one === model);
    this.queue = this.queue.filter(([one]) => one !== model);
    mine.forEach(([, message]) => this.pass(model, message));
  }

  // --- the worker ------------------------------------------------------------------------------

  async start() {
    this.storeOpen = openStore(storeName(this.runtime?.name ?? "alliance"), {
      heard: (lines) => {
        this.worker?.postMessage({ type: "lines", lines });
        this.tell("lines", lines);
      },
      troubled: (key) => this.warn(key),
    });
    this.store = await this.storeOpen;
    if (!this.runtime) return this.without();
    const cells = json("al-cells") ?? [];
    return cells.length ? this.wake(cells) : undefined;
  }

  // Starts Python. On a page without cells this is done when something wants it.
  wake(cells = []) { return (this.waking ??= this.load(cells)); }

  async load(cells) {
    const { stick } = this.runtime;
    const files = stick ? await this.filesOf(stick) : null;
    const url = (name) => new URL(name, document.baseURI).href;
    const { index, archives, later, worker } = this.runtime;
    this.worker = new Worker(files
      ? URL.createObjectURL(new Blob([Uint8Array.from(atob(files[worker.split("/").pop()]), (c) => c.charCodeAt(0))], { type: "text/javascript" }))
      : url(worker));
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = (event) => this.failed(event.message);
    const runtime = { ...this.runtime, index: url(index) };
    Object.assign(runtime, { archives: archives.map(url), later: later.map(url) });
    this.worker.postMessage({ type: "begin", open: document.body.dataset.later === "open", lesson: this.lesson, cells, lines: await this.store.lines(), runtime, files });
    this.waitingRuns.splice(0).forEach((message) => this.worker.postMessage(message));
  }

  // Loads the runtime from the scripts beside the page, once; each holds one file as base64.
  async filesOf(scripts) {
    for (const [k, src] of scripts.entries()) {
      this.stage({ stage: "disk", done: k, of: scripts.length });
      await new Promise((good, bad) => {
        document.head.append(h("script", { src, onload: good, onerror: () => bad(new Error(src)) }));
      });
    }
    const { files } = window.alliance;
    window.alliance.files = null;
    return files;
  }

  // Lines are stored before what is told after them is shown: what is marked is kept.
  hear(data) {
    if (data.type === "stage") return this.stage(data);
    this.inOrder = this.inOrder.then(() => this.take(data)).catch((error) => console.error(error));
    return this.inOrder;
  }

  async take(data) {
    const { type, id } = data;
    if (type === "line") {
      await this.store.add([data.line]);
      this.tell("answered", data.line);
    }
    if (type === "model") this.theirs.set(id, this.bind(new Model(this, this.theirs, data), id));
    if (type === "panel") this.panelReady(data);
    if (type === "shut") this.shut(data);
    if (type === "update") this.bound.get(id)?.take(data.state);
    if (type === "custom") this.bound.get(id)?.fire("msg:custom", data.content, []);
    if (type === "report") this.showReport(data.cell, data.html);
    if (type === "standing") this.keepStanding(data);
    if (type === "ready") this.isReady();
    if (type === "fail") this.failed(data.text);
    this.tell(type, data);
  }

  bind(model, id) {
    model.peer = id;
    this.bound.set(id, model);
    return model;
  }

  panelReady({ cell, place, id, state, esm, css }) {
    const model = this.panels.get(placeOf(cell, place));
    if (!model) return this.reportIsPanel(cell, id, { state, esm, css });
    this.bound.set(id, model);
    model.bind(id, this.theirs, state);
    const el = this.place(cell, place);
    if (el) el.dataset.state = "ready";
    return this.flush(model);
  }

  // A report may turn into a panel: a review with questions that are due.
  reportIsPanel(cell, id, made) {
    const el = document.querySelector(`.al-report[data-cell="${cell}"]`);
    if (!el || made.esm === undefined) return;
    el.replaceChildren();
    this.drawn(this.bind(new Model(this, this.theirs, made), id), el);
  }

  // Panels that cannot be made yet say why with the first answer.
  shut({ cell, text }) {
    for (const el of document.querySelectorAll(`.al-live[data-cell="${cell}"]`)) el.dataset.state = "shut";
    console.info(`cell ${cell}: ${text}`);
  }

  showReport(cell, html) {
    const el = document.querySelector(`.al-report[data-cell="${cell}"]`);
    if (!el || this.reports.get(cell) === html || el.contains(document.activeElement)) return;
    this.reports.set(cell, html);
    setHtml(el, html);
  }

  keepStanding({ lesson, answered, right, of, later }) {
    if (later && lesson === this.lesson) document.body.dataset.later = "open";
    if (isPresented) return; // a class is not this learner
    try {
      const all = JSON.parse(localStorage.getItem("alliance:standing") || "{}");
      all[lesson] = { ...all[lesson], answered, right, of, ...(later ? { later } : {}) };
      localStorage.setItem("alliance:standing", JSON.stringify(all));
    } catch { /* the landing page then says nothing of it */ }
  }

  // --- taking it along ---------------------------------------------------------------------------

  // The file that the journal's own panel saves: its first line, then the lines as they are.
  async export() {
    const lines = await (await this.storeOpen).lines();
    const text = [HEAD, ...new Set(lines.map((line) => line.trim()))].join("\n");
    return { name: `${this.runtime?.name ?? "alliance"}-progress.txt`, text: `${text}\n` };
  }

  // Python checks each line of it, so this starts it where it is not needed otherwise.
  async import(text) {
    if (!text.trimStart().replace("\ufeff", "").startsWith(HEAD)) throw new Error(this.say("host.no_export"));
    await this.wake();
    const told = new Promise((said) => this.on("imported", said));
    this.worker.postMessage({ type: "import", text });
    return (await told).text;
  }

  // --- what is said of it ----------------------------------------------------------------------

  get line() {
    let line = document.getElementById("al-stage");
    if (!line) document.body.append(line = h("p", { id: "al-stage", role: "status" }));
    line.hidden = false;
    return line;
  }

  stage({ stage, done, of }) {
    document.body.dataset.python = "loading";
    this.line.textContent = this.say(`host.stage.${stage}`, { n: done + 1, of });
    this.tell("stage", { stage, done, of });
  }

  isReady() {
    this.kernel.status = "idle";
    document.body.dataset.python = "ready";
    const { line } = this;
    line.textContent = this.say("host.ready");
    setTimeout(() => { line.hidden = true; }, SEEN);
    this.ready();
  }

  // The pages were made to be read only.
  without() {
    this.kernel.status = "failed";
    document.body.dataset.python = "none";
    if (this.panels.size) this.line.textContent = this.say("host.none");
  }

  failed(reason) {
    this.kernel.status = "failed";
    document.body.dataset.python = "failed";
    this.line.textContent = this.say("host.failed", { reason });
    this.tell("failed", reason);
  }

  warn(key) {
    let box = document.getElementById("al-warning");
    if (!box && !key) return;
    if (!box) document.body.prepend(box = h("p", { id: "al-warning", role: "alert" }));
    box.textContent = key ? this.say(key) : "";
    box.hidden = !key;
  }
}

const host = new Host();
(window.alliance ??= {}).host = {
  whenReady: host.whenReady,
  panels: host.panels,
  on: (name, callback) => host.on(name, callback),
  lines: async () => (await host.storeOpen).lines(),
  export: () => host.export(),
  import: (text) => host.import(text),
};
// The page opens the later part of a lesson without forecasts: then Python has to.
new MutationObserver(() => {
  if (document.body.dataset.later === "open") host.worker?.postMessage({ type: "open" });
}).observe(document.body, { attributeFilter: ["data-later"] });
// What a class types and does not check is no draft of the learner's.
if (isPresented) document.body.dataset.drafts = `alliance-drafts-${currentClass().id}`;
host.drawPanels();
putUpTasks(host);
host.start().catch((error) => host.failed(String(error)));
