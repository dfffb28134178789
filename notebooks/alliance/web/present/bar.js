// What stands below a screen: back and next, where one is, time, overview, blank, class, and the way
// back to the page.
import { h } from "../../page/dom.js";
import { download } from "../../page/download.js";
import { count, say } from "../page/texts.js";
import { beginClass } from "./classes.js";

const button = (text, act, name) => h("button", { type: "button", text, onclick: act, ...(name ? { "aria-label": name } : {}) });

export class Bar {
  constructor({ screens, clock, record, teacher }) {
    Object.assign(this, { screens, clock, record, teacher });
    this.where = h("span", { class: "al-screen" });
    this.rest = h("span", { class: "al-rest", "aria-hidden": "true" });
    this.time = button("", () => clock.toggle());
    this.time.className = "al-clock";
    this.hideTime = button(say("present.hide"), () => this.hideClock());
    this.element = h("nav", { class: "al-present-bar", "aria-label": say("present.bar") },
      button("‹", () => screens.back(), say("present.back")), button("›", () => screens.next(), say("present.next")),
      this.where, this.rest, this.time, this.hideTime,
      button(say("present.overview"), () => this.overview()), button(say("present.blank"), () => this.blank()),
      button(say("present.teacher"), () => teacher.open()), button(say("present.class"), () => this.classes()),
      button(say("present.leave"), () => this.leave()));
    this.cover = h("div", { class: "al-cover-all", hidden: true, onclick: () => this.blank() });
    document.body.append(this.element, this.cover);
    screens.on(() => this.draw());
    clock.on(() => this.drawTime());
    screens.main.addEventListener("scroll", () => this.drawRest(), { passive: true });
  }

  draw() {
    const { screens } = this;
    const { section, pieces } = screens.now;
    this.where.textContent = screens.where;
    const prompt = pieces.map(({ el }) => Number(el.dataset.minutes)).find(Boolean);
    this.clock.take(prompt || Number(section.dataset.minutes) || 0);
    this.drawTime();
    this.drawRest();
  }

  drawRest() { this.rest.textContent = this.screens.more ? "▾" : ""; }

  drawTime() {
    const { clock } = this;
    const off = !clock.minutes || this.noClock;
    this.time.hidden = off;
    this.hideTime.hidden = !clock.minutes;
    this.hideTime.textContent = say(this.noClock ? "present.show_time" : "present.hide");
    this.time.textContent = `${clock.running ? "❚❚" : "▶"} ${clock.text}`;
    this.time.setAttribute("aria-label", say(clock.running ? "present.stop" : "present.start", { time: clock.text }));
  }

  hideClock() {
    this.noClock = !this.noClock;
    this.drawTime();
  }

  get isBlank() { return !this.cover.hidden; }

  blank() { this.cover.hidden = !this.cover.hidden; }

  // All sections with their minutes, and what is left from here on.
  overview() {
    if (this.dialog?.open) return this.dialog.close();
    const { screens } = this;
    const sections = screens.sections();
    const here = sections.findIndex(({ section }) => section === screens.now.section);
    const left = sections.slice(here).reduce((sum, { minutes }) => sum + minutes, 0);
    const rows = sections.map(({ title, minutes, first, count: n }, k) => h("li", {}, h("button", {
      type: "button", ...(k === here ? { "aria-current": "step" } : {}),
      onclick: () => { this.dialog.close(); screens.show(first); },
    }, h("span", { text: title }), h("span", { class: "al-of", text: [minutes && count("present.minutes", minutes), count("present.screens", n)].filter(Boolean).join(" · ") }))));
    return this.open(say("present.overview"), h("p", { text: count("present.left", left) }), h("ol", {}, ...rows));
  }

  classes() {
    const { record } = this;
    const name = h("input", { type: "text", id: "al-class-name", value: record.group.name, oninput: () => record.rename(name.value.trim()) });
    const n = Object.keys(record.all()).length;
    return this.open(say("present.class"),
      h("p", {}, h("label", { for: "al-class-name", text: say("present.class_name") }), " ", name),
      h("p", { text: say("present.class_day", { day: record.group.day }) }),
      h("p", { text: count("present.class_votes", n) }),
      h("p", { text: say("present.class_apart") }),
      h("div", { class: "al-vote-tools" }, button(say("present.save"), () => this.save()), button(say("present.new_class"), () => this.newClass())));
  }

  save() {
    const { record } = this;
    download(`class-${record.group.day}.csv`, record.table(), "text/csv");
  }

  newClass() {
    beginClass();
    location.reload();
  }

  open(title, ...inside) {
    this.dialog?.remove();
    const close = button(say("present.close"), () => this.dialog.close());
    this.dialog = h("dialog", { class: "al-dialog", "aria-label": title }, h("div", { class: "al-dialog-head" }, h("h2", { text: title }), close), ...inside);
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  escape() {
    if (this.isBlank) this.blank();
    else if (this.dialog?.open) this.dialog.close();
  }

  leave() {
    const address = new URL(location.href);
    address.search = "";
    address.hash = this.screens.now.section.id;
    location.href = address.href;
  }
}
