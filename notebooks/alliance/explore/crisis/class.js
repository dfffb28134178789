// What a teacher has besides, on the projector: groups, their roles and choices, a tally, a clock.
import { h } from "../../page/dom.js";
import { button } from "./parts.js";

// By model of a widget: what its clock says, so that two views of a panel show the same one.
const clocks = new WeakMap();

// A clock that runs to a moment, not by counting: a page in the background, or a new step, changes
// nothing. Only the teacher starts, pauses, sets back, prolongs or hides it, or gives it another
// length; nothing happens when it ends.
export class Clock {
  constructor(view) {
    const { text, model } = view;
    // `ends` is the moment at which a running clock ends, `left` the seconds of one that stands.
    if (!clocks.has(model)) clocks.set(model, { full: 0, left: 0, ends: null, begun: false, hidden: false });
    Object.assign(this, { view, state: clocks.get(model) });
    this.face = h("span", { class: "c-face", role: "timer", "aria-label": text("crisis.clock") });
    this.turn = button("", () => this.toggle());
    this.back = button(text("crisis.clock_reset"), () => this.set(this.state.full));
    this.more = button(text("crisis.clock_more"), () => this.prolong(60));
    this.off = button("", () => { this.stand(); this.state.hidden = !this.state.hidden; this.draw(); });
    this.parts = h("span", { class: "c-clock-parts" }, this.face, this.turn, this.back, this.more);
    this.up = h("p", { class: "c-up", hidden: true, text: text("crisis.clock_up") });
    this.element = h("div", { class: "c-clock" }, h("p", { class: "c-clock-line" }, this.parts, this.off), this.up);
    this.timer = setInterval(() => this.tick(), 250);
  }

  left() {
    const { ends, left } = this.state;
    return ends === null ? left : Math.max(0, (ends - Date.now()) / 1000);
  }

  stand() { Object.assign(this.state, { left: this.left(), ends: null }); }

  // Takes the length that is set in the panel; one that is as before changes nothing.
  wind(seconds) {
    if (seconds !== this.state.full) this.set(seconds);
    else this.draw();
  }

  set(seconds) {
    Object.assign(this.state, { full: seconds, left: seconds, ends: null, begun: false });
    this.draw();
  }

  prolong(seconds) {
    const { state } = this;
    if (state.ends === null) state.left += seconds;
    else state.ends += 1000 * seconds;
    this.draw();
  }

  toggle() {
    const { state } = this;
    if (state.ends === null && state.left > 0) state.ends = Date.now() + 1000 * state.left;
    else this.stand();
    state.begun = true;
    this.view.say(this.view.text(state.ends === null ? "crisis.clock_paused" : "crisis.clock_started"));
    this.draw();
  }

  tick() {
    if (this.state.ends !== null && !this.left()) {
      this.stand();
      this.view.say(this.view.text("crisis.clock_up"));
    }
    this.draw();
  }

  draw() {
    const { view: { text }, state } = this;
    const shown = Math.round(this.left());
    this.face.textContent = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    this.turn.textContent = text(state.ends !== null ? "crisis.clock_pause" : state.begun ? "crisis.clock_on" : "crisis.clock_start");
    this.off.textContent = text(state.hidden ? "crisis.clock_show" : "crisis.clock_hide");
    this.parts.hidden = state.hidden;
    this.up.hidden = state.hidden || this.left() > 0 || !state.full;
    this.element.hidden = !state.full;
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
  const names = scene.class.groups.map(({ name, shown }, k) => {
    const id = `${view.id}-name${k}`;
    const input = h("input", { type: "text", id, value: shown, autocomplete: "off" });
    return { input, line: h("span", { class: "c-field" }, h("label", { for: id, text: name }), input) };
  });
  const keep = button(text("crisis.set_class"), () => ask({ do: "class", groups: Number(groups.input.value),
    minutes: Number(minutes.input.value), names: names.map(({ input }) => input.value) }));
  return h("details", { class: "c-setup", open: !scene.class.groups.length },
    h("summary", { text: text("crisis.setup") }),
    h("p", { class: "c-fields" }, groups.line, minutes.line),
    names.length ? h("fieldset", { class: "c-names" }, h("legend", { text: text("crisis.group_names") }),
      h("p", { class: "c-fields" }, ...names.map(({ line }) => line))) : null,
    h("p", { class: "p-buttons" }, keep),
    scene.class.gone && h("p", { class: "c-note c-gone", text: scene.class.gone }));
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
    ...scene.class.groups.map(({ name, shown, role }, k) => pick(`${view.id}-role${k}`, shown, roles, role,
      (chosen) => ask({ do: "role", group: name, role: chosen }))),
    dealAll(view, scene, ask));
}

// Deals the roles; asks first once a group has chosen.
function dealAll(view, scene, ask) {
  const { text } = view;
  const sure = h("p", { tabindex: "-1", text: text("crisis.deal_sure") });
  const open = (shown) => { box.hidden = !shown; deal.hidden = shown; (shown ? sure : deal).focus(); };
  const yes = button(text("crisis.deal_yes"), () => { open(false); ask({ do: "deal_all" }); });
  const box = h("div", { class: "c-sure", hidden: true }, sure, h("p", { class: "p-buttons" }, yes,
    button(text("crisis.deal_no"), () => open(false))));
  const deal = button(text("crisis.deal_all"), () => (scene.class.groups.some(({ option }) => option)
    ? open(true) : ask({ do: "deal_all" })), { id: `${view.id}-dealall` });
  return h("div", {}, h("p", { class: "p-buttons" }, deal), box);
}

const REST = 700; // ms after which an option counts as chosen: the arrow keys pass over others

// The choice of each group with its reason, kept without a button; the empty option takes it back.
export function groupChoices(view, scene, ask) {
  const { text } = view;
  const options = [["", text("crisis.not_chosen")], ...scene.options.map(({ id, label }) => [id, label])];
  return h("div", { class: "c-groups" }, h("h5", { text: text("crisis.group_choices") }),
    ...scene.class.groups.map((group, k) => oneChoice(view, group, k, options, ask)));
}

function oneChoice(view, { name, shown, title, question, option, reason }, k, options, ask) {
  const { text } = view;
  const id = `${view.id}-why${k}`;
  const why = h("input", { type: "text", id, value: reason, autocomplete: "off" });
  let chosen = option;
  let timer = null;
  const keep = () => {
    clearTimeout(timer);
    timer = null;
    if (chosen) ask({ do: "choose", group: name, option: chosen, reason: why.value });
    else if (option) ask({ do: "withdraw", group: name });
  };
  const line = pick(`${view.id}-choice${k}`, text("crisis.group_choice"), options, option, (value) => {
    // A reason belongs to its option: one that was kept with another option does not go along.
    if (value !== option && option && why.value === reason) why.value = "";
    else if (value === option && !why.value) why.value = reason;
    chosen = value;
    clearTimeout(timer);
    timer = setTimeout(keep, REST);
  });
  line.addEventListener("focusout", () => timer && keep());
  why.addEventListener("change", () => chosen && keep());
  return h("fieldset", {}, h("legend", { text: title ? `${shown} (${title})` : shown }),
    question && h("p", { class: "c-note", text: question }), line,
    h("span", { class: "c-field c-why" }, h("label", { for: id, text: text("crisis.group_reason") }), why));
}

// How many groups chose what: numbers and names, with bars beside them.
export function tally({ text }, rows) {
  return rows.length ? h("div", { class: "c-tally" }, h("h5", { text: text("crisis.tally_title") }),
    h("ul", {}, ...rows.map(({ label, n, of, words, who }) => h("li", {},
      h("span", { class: "c-tally-label", text: label }),
      h("span", { class: "c-bar", "aria-hidden": "true" }, h("span", { style: `width:${(100 * n) / of}%` })),
      h("span", { text: who ? `${words}: ${who}` : words }))))) : null;
}
