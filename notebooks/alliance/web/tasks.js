// Cells that learners may edit: their code runs in the kernel in the page's background, and the
// check of an exercise follows it. What was changed is kept in the browser, beside the answers.
import { h, setHtml, uid } from "../page/dom.js";
import { Model, View } from "./models.js";

const FEWEST_LINES = 3;
const list = (id) => JSON.parse(document.getElementById(id)?.textContent || "[]");

// Code of a learner, kept with the code that it began from: a new release of the page shows its own.
class Draft {
  constructor(lesson, task) { Object.assign(this, { key: `alliance:code:${lesson}:${task.cell}`, first: task.source }); }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept?.first === this.first ? kept.now : this.first;
    } catch { return this.first; }
  }

  keep(now) {
    try {
      if (now === this.first) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ first: this.first, now }));
    } catch { /* it lasts as long as the page */ }
  }
}

class Task {
  constructor(host, task, check, place) {
    Object.assign(this, { host, task, check, draft: new Draft(host.lesson, task) });
    this.output = place.querySelector(".al-output") ?? h("div", { class: "al-output" });
    this.output.setAttribute("role", "status");
    const id = uid("al-code");
    this.code = h("textarea", { id, class: "al-code", spellcheck: "false", autocapitalize: "off",
      autocomplete: "off", wrap: "off", oninput: () => this.changed(), onkeydown: (event) => this.pressed(event) });
    this.code.value = this.draft.read();
    this.runButton = h("button", { type: "button", class: "al-run", text: host.say("host.run"), onclick: () => this.run() });
    this.back = h("button", { type: "button", class: "al-reset", text: host.say("host.reset"), onclick: () => this.restore() });
    place.querySelector("pre")?.remove();
    place.prepend(h("label", { for: id, class: "al-code-label", text: host.say("host.code") }), this.code,
      h("p", { class: "al-buttons" }, this.runButton, this.back));
    if (!this.output.isConnected) place.append(this.output);
    this.changed();
  }

  changed() {
    this.code.rows = Math.max(FEWEST_LINES, this.code.value.split("\n").length);
    this.back.hidden = this.code.value === this.task.source;
    this.draft.keep(this.code.value);
  }

  restore() {
    this.code.value = this.task.source;
    this.changed();
    this.code.focus();
  }

  // Enter keeps the indent of its line; the Tab key stays what it is, so that one can leave.
  pressed(event) {
    event.stopPropagation();
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      event.preventDefault();
      this.run();
      return;
    }
    const { value, selectionStart: at } = this.code;
    const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
    const indent = /^ */.exec(line)[0] + (line.trimEnd().endsWith(":") ? "    " : "");
    if (!indent) return;
    event.preventDefault();
    this.code.setRangeText(`\n${indent}`, at, this.code.selectionEnd, "end");
    this.changed();
  }

  run() {
    const { host, task, check } = this;
    const waits = host.kernel.status === "starting";
    this.output.textContent = host.say(waits ? "host.queued" : host.kernel.status === "failed" ? "host.failed" : "host.running", { reason: "" });
    host.run({ type: "run", cell: task.cell, source: this.code.value });
    if (check) host.run({ type: "run", cell: check.cell, source: check.source });
  }
}

// Shows what a run has shown: pieces of HTML, text, or a panel.
function show(host, place, { parts, error }) {
  place.replaceChildren(...parts.map((part) => {
    if (part.html !== undefined) {
      const piece = h("div");
      setHtml(piece, part.html);
      return piece;
    }
    if (part.text !== undefined) return h("pre", { text: part.text });
    const piece = h("div");
    new View(host.bind(new Model(host, host.theirs, part), part.id), piece);
    return piece;
  }));
  if (error) place.append(h("p", { class: "al-error", text: error }));
  if (!place.childNodes.length) place.append(h("p", { text: host.say("host.empty") }));
}

// Puts an editor, buttons and a place for output into each `.al-task` of the page, and lets its
// buttons for other questions work.
export function putUpTasks(host) {
  const all = host.runtime ? list("al-tasks") : []; // without Python they stay as they are
  const outputs = new Map();
  for (const task of all.filter((one) => one.check !== undefined && !one.exercise)) {
    const place = document.querySelector(`.al-task[data-cell="${task.cell}"]`);
    if (!place) continue;
    const check = all.find((one) => one.cell === task.check);
    outputs.set(task.cell, new Task(host, task, check, place).output);
    const checked = check && document.querySelector(`.al-check[data-cell="${check.cell}"] .al-output`);
    if (checked) outputs.set(check.cell, checked);
  }
  host.on("output", (told) => outputs.has(told.cell) && show(host, outputs.get(told.cell), told));
  host.on("ready", () => document.querySelectorAll(".al-again").forEach((button) => {
    button.hidden = false;
    button.onclick = () => host.run({ type: "again", cell: Number(button.dataset.cell) });
  }));
}
