// What a teacher has besides, on the projector: groups, their roles and choices, a tally, a clock.
import { h } from "../../page/dom.js";
import { button } from "./parts.js";

// A clock that can be paused, set back, prolonged and switched off; nothing happens when it ends.
export class Clock {
  constructor(view) {
    const { text } = view;
    Object.assign(this, { view, left: 0, full: 0, running: false, hidden: false });
    this.face = h("span", { class: "c-face", role: "timer", "aria-label": text("crisis.clock") });
    this.turn = button("", () => this.toggle());
    this.back = button(text("crisis.clock_reset"), () => this.set(this.full));
    this.more = button(text("crisis.clock_more"), () => { this.left += 60; this.draw(); });
    this.off = button("", () => { this.hidden = !this.hidden; this.running = false; this.draw(); });
    this.parts = h("span", { class: "c-clock-parts" }, this.face, this.turn, this.back, this.more);
    this.up = h("p", { class: "c-up", hidden: true, text: text("crisis.clock_up") });
    this.element = h("div", { class: "c-clock" }, h("p", { class: "c-clock-line" }, this.parts, this.off), this.up);
    this.timer = setInterval(() => this.tick(), 1000);
  }

  set(seconds) {
    Object.assign(this, { full: seconds, left: seconds, running: false, begun: false });
    this.draw();
  }

  toggle() {
    this.running = !this.running && this.left > 0;
    this.begun = true;
    this.view.say(this.view.text(this.running ? "crisis.clock_started" : "crisis.clock_paused"));
    this.draw();
  }

  tick() {
    if (!this.running) return;
    this.left = Math.max(0, this.left - 1);
    if (!this.left) {
      this.running = false;
      this.view.say(this.view.text("crisis.clock_up"));
    }
    this.draw();
  }

  draw() {
    const { text } = this.view;
    const shown = Math.round(this.left);
    this.face.textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    this.turn.textContent = text(this.running ? "crisis.clock_pause" : this.begun ? "crisis.clock_on" : "crisis.clock_start");
    this.off.textContent = text(this.hidden ? "crisis.clock_show" : "crisis.clock_hide");
    this.parts.hidden = this.hidden;
    this.up.hidden = this.hidden || this.left > 0 || !this.full;
    this.element.hidden = !this.full;
  }

  close() { clearInterval(this.timer); }
}

// Number of groups and minutes on the clock.
export function setup(view, scene, ask) {
  const { text } = view;
  const field = (key, value, low, high) => {
    const id = `${view.id}-${key}`;
    const input = h("input", { type: "number", id, min: low, max: high, value });
    return { input, line: h("span", { class: "c-field" }, h("label", { for: id, text: text(`crisis.${key}`) }), input) };
  };
  const groups = field("groups", scene.class.groups.length || 4, 1, 8);
  const minutes = field("minutes", scene.class.minutes, 0, 60);
  const keep = button(text("crisis.set_class"), () => ask({
    do: "class", groups: Number(groups.input.value), minutes: Number(minutes.input.value) }));
  return h("details", { class: "c-setup", open: !scene.class.groups.length },
    h("summary", { text: text("crisis.setup") }),
    h("p", { class: "c-fields" }, groups.line, minutes.line, keep));
}

// A list of choices with a label before it.
export function pick(id, label, options, value, onchange) {
  const list = h("select", { id, onchange: () => onchange(list.value) },
    ...options.map(([name, words]) => h("option", { value: name, text: words, selected: name === value })));
  return h("span", { class: "c-field" }, h("label", { for: id, text: label }), list);
}

// The role of each group.
export function groupRoles(view, scene, ask) {
  const { text } = view;
  if (!scene.class.groups.length || !scene.class.roles.length) return null;
  const roles = scene.class.roles.map(({ id, title }) => [id, title]);
  return h("fieldset", { class: "c-groups" }, h("legend", { text: text("crisis.group_roles") }),
    ...scene.class.groups.map(({ name, role }, k) => pick(`${view.id}-role${k}`, name, roles, role,
      (chosen) => ask({ do: "role", group: name, role: chosen }))),
    h("p", { class: "p-buttons" }, button(text("crisis.deal_all"), () => ask({ do: "deal_all" }),
      { id: `${view.id}-dealall` })));
}

// The choice of each group, kept as soon as it is made.
export function groupChoices(view, scene, ask) {
  const { text } = view;
  const options = [["", text("crisis.not_chosen")], ...scene.options.map(({ id, label }) => [id, label])];
  return h("div", { class: "c-groups" }, h("h5", { text: text("crisis.group_choices") }),
    ...scene.class.groups.map(({ name, title, option, reason }, k) => {
      const id = `${view.id}-why${k}`;
      const why = h("input", { type: "text", id, value: reason, autocomplete: "off" });
      let chosen = option;
      const keep = () => chosen && ask({ do: "choose", group: name, option: chosen, reason: why.value });
      why.addEventListener("change", keep);
      return h("fieldset", {}, h("legend", { text: title ? `${name} (${title})` : name }),
        pick(`${view.id}-choice${k}`, text("crisis.group_choice"), options, option, (value) => { chosen = value; keep(); }),
        h("span", { class: "c-field c-why" }, h("label", { for: id, text: text("crisis.group_reason") }), why));
    }));
}

// How many groups chose what: numbers and names, with bars beside them.
export function tally({ text }, rows) {
  return rows.length ? h("div", { class: "c-tally" }, h("h5", { text: text("crisis.tally_title") }),
    h("ul", {}, ...rows.map(({ label, n, of, words, who }) => h("li", {},
      h("span", { class: "c-tally-label", text: label }),
      h("span", { class: "c-bar", "aria-hidden": "true" }, h("span", { style: `width:${(100 * n) / of}%` })),
      h("span", { text: who ? `${words}: ${who}` : words }))))) : null;
}
