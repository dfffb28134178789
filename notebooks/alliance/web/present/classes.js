// What a class has done: votes by question, and lines of a journal of its own (the host keeps these
// under the name that `storeName` returns). A learner's own journal is never touched.
import { stored, store } from "../page/stored.js";

const CLASSES = "alliance:classes";
const CURRENT = "alliance:class";

export const isPresented = new URLSearchParams(location.search).has("present");

const today = () => new Date().toLocaleDateString("sv"); // the day as people here write it: ISO

function classes() {
  try { return JSON.parse(stored(CLASSES)) ?? []; } catch { return []; }
}

// The class that is taught now: { id, name, day }.
export function currentClass() {
  const known = classes().find(({ id }) => id === stored(CURRENT));
  return known ?? beginClass();
}

export function beginClass(name = "", day = today()) {
  const made = { id: `${day}-${Date.now().toString(36)}`, name, day };
  store(CLASSES, JSON.stringify([...classes(), made]));
  store(CURRENT, made.id);
  return made;
}

// Where the host keeps journal lines: the learner's store, or that of the class.
export const storeName = (name) => (isPresented ? `${name}-class-${currentClass().id}` : name);

// A cell of a table: what a spreadsheet would run is made harmless.
const cell = (value) => {
  const text = String(value ?? "");
  const safe = "=+-@\t\r".includes(text[0] ?? " ") ? `'${text}` : text;
  return `"${safe.split('"').join('""')}"`;
};

export class ClassRecord {
  constructor(lesson) {
    this.lesson = lesson;
    this.group = currentClass();
  }

  get key() { return `alliance:votes:${this.group.id}`; }

  all() {
    try { return JSON.parse(stored(this.key)) ?? {}; } catch { return {}; }
  }

  // Votes on a question: { stem, options: [{ key, text }], votes: [{ key: n }, { key: n }], right }.
  of(question) { return this.all()[`${this.lesson}/${question}`]; }

  keep(question, vote) {
    store(this.key, JSON.stringify({ ...this.all(), [`${this.lesson}/${question}`]: { ...vote, lesson: this.lesson } }));
  }

  rename(name) {
    this.group = { ...this.group, name };
    store(CLASSES, JSON.stringify(classes().map((one) => (one.id === this.group.id ? this.group : one))));
  }

  // The record as a table: a row an option.
  table() {
    const rows = [["class", "day", "lesson", "question", "option", "first_vote", "second_vote", "right"]];
    for (const { lesson, stem, options, votes, right } of Object.values(this.all()))
      for (const { key, text } of options)
        rows.push([this.group.name, this.group.day, lesson, stem, text, votes[0]?.[key] ?? "", votes[1]?.[key] ?? "",
          right ? right.includes(key) : ""]);
    return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  }
}
