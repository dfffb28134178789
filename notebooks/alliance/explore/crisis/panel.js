// Draws one step of a crisis simulation, sends choices to the kernel, shows what comes back. What is
// told at a later step is not here until the kernel tells it (the trait `view`).
import { h } from "../../page/dom.js";
import { notice, putUp } from "../../page/panel.js";
import { Clock, groupChoices, groupRoles, pick, setup, tally } from "./class.js";
import { Record, button, consequences, headOf, outcome, pointList, stepList } from "./parts.js";

// A learner's role: chosen from a list, or dealt.
function ownRole(view, scene, ask) {
  const { text } = view;
  const { all, mine, card } = scene.role;
  if (!all.length) return null;
  const options = [["", text("crisis.role_none")], ...all.map(({ id, title }) => [id, title])];
  return h("fieldset", { class: "c-role" }, h("legend", { text: text("crisis.your_role") }),
    h("p", { class: "c-fields" },
      pick(`${view.id}-role`, text("crisis.role_pick"), options, mine, (role) => role && ask({ do: "role", role })),
      button(text("crisis.deal"), () => ask({ do: "deal" }), { id: `${view.id}-deal` })),
    card && h("div", { class: "c-card", html: card }));
}

// A learner's choice: one of the options, and a sentence that says why.
function ownChoice(view, scene, ask) {
  const { text } = view;
  const { options, chosen } = scene;
  const { question } = scene.role;
  const again = scene.steps.find(({ step }) => step === "consequences").open;
  let picked = chosen.option;
  const why = h("textarea", { id: `${view.id}-why`, rows: "2" });
  why.value = chosen.reason;
  const keep = () => ask({ do: "choose", option: picked, reason: why.value, then: again ? "" : "consequences" });
  return h("div", {}, h("fieldset", { class: "c-options" }, h("legend", { text: question }),
    ...options.map(({ id, label, what }, k) => {
      const name = `${view.id}-option${k}`;
      const radio = h("input", { type: "radio", id: name, name: `${view.id}-option`, value: id,
        checked: id === chosen.option, onchange: () => { picked = id; } });
      return h("div", { class: "c-radio" }, radio, h("label", { for: name }, h("strong", { text: label }), " ", h("span", { text: what })));
    })),
    h("p", { class: "c-reason" }, h("label", { for: why.id, text: text("crisis.reason") }), why),
    chosen.words && h("p", { class: "c-kept", text: chosen.words }),
    h("p", { class: "p-buttons" }, button(text(again ? "crisis.keep_again" : "crisis.keep"), keep, { class: "p-strong", id: `${view.id}-keep` })));
}

// One view of a simulation.
class Simulation {
  constructor(view, place) {
    Object.assign(this, { view, place, key: null });
    this.note = notice(view);
    this.record = new Record(view, this.ask);
    this.clock = new Clock(view);
    this.step = h("div");
    this.top = h("div");
    place.append(this.top, this.step, this.note.element, this.record.element);
  }

  ask = (message) => this.view.send(message, ({ text, taken }) => {
    this.note.tell(taken ? "" : text);
    if (taken) this.view.say(text);
  });

  get scene() { return this.view.model.get("view"); }

  update = () => {
    const { scene } = this;
    const moved = this.key !== null && scene.key !== this.key;
    this.clock.wind(60 * (scene.class.minutes ?? 0));
    this.key = scene.key;
    this.place.closest(".al-panel")?.classList.toggle("c-large", scene.mode === "class");
    const kept = moved ? null : this.held();
    const { heading, about } = headOf(this.view, scene);
    this.top.replaceChildren(...this.modes(scene), ...(scene.points.length > 1 ? [pointList(this.view, scene, this.ask)] : []));
    this.step.replaceChildren(...[heading, stepList(this.view, scene, this.ask), about,
      ...this.content(scene), this.onward(scene)].filter(Boolean));
    this.record.draw(scene);
    if (moved) heading.focus();
    else this.restore(kept);
  };

  // What has the focus, and what was typed or picked but not sent, by id.
  held() {
    const fields = [...this.place.querySelectorAll("textarea, input:not([type=radio])")];
    return { focus: this.place.contains(document.activeElement) ? document.activeElement.id : null,
      typed: new Map(fields.map((field) => [field.id, [field.value, field.defaultValue]])),
      picked: this.place.querySelector("input[type=radio]:checked")?.id };
  }

  restore({ focus, typed, picked }) {
    typed.forEach(([value, before], id) => {
      const field = id && document.getElementById(id);
      if (field && value !== before) field.value = value;
    });
    const radio = picked && document.getElementById(picked);
    if (radio && !radio.checked) radio.click();
    if (focus === null) return;
    // On the page's body the focus would be in the notebook's command mode.
    (document.getElementById(focus) ?? this.step.querySelector(".c-heading")).focus();
  }

  modes(scene) {
    const { text } = this.view;
    const one = (mode) => button(text(`crisis.mode_${mode}`), () => this.ask({ do: "mode", mode }),
      { "aria-pressed": String(scene.mode === mode), id: `${this.view.id}-${mode}` });
    return [h("p", { class: "p-intro", text: text("crisis.intro") }), ...(scene.may_switch
      ? [h("div", { class: "c-modes", role: "group", "aria-label": text("crisis.modes") },
        h("span", { text: text("crisis.modes") }), one("alone"), one("class"))] : [])];
  }

  content(scene) {
    const { view, ask } = this;
    const many = scene.mode === "class";
    const shared = many ? [setup(view, scene, ask), this.clock.element] : [];
    const talk = many && scene.tally ? tally(view, scene.tally) : null;
    if (scene.step === "briefing") {
      const briefing = h("div", { class: "c-prose", html: scene.briefing });
      return [...shared, briefing, many ? groupRoles(view, scene, ask) : ownRole(view, scene, ask)];
    }
    if (scene.step === "choice") {
      if (!many) return [scene.role.card && h("details", { class: "c-role" },
        h("summary", { text: view.text("crisis.your_role") }), h("div", { class: "c-card", html: scene.role.card })),
      ownChoice(view, scene, ask)];
      const list = h("ul", { class: "c-list" }, ...scene.options.map(({ label, what }) =>
        h("li", {}, h("strong", { text: label }), `: ${what}`)));
      return [...shared, list, groupChoices(view, scene, ask), tally(view, scene.class.tally)];
    }
    if (scene.step === "consequences") return [...shared, consequences(view, scene), talk];
    return [...shared, outcome(view, scene), talk];
  }

  // The way on: alone, the options lead to the consequences by the choice itself.
  onward(scene) {
    const { text } = this.view;
    const steps = scene.steps.map(({ step }) => step);
    const next = steps[steps.indexOf(scene.step) + 1];
    const open = next && scene.steps.find(({ step }) => step === next).open;
    if (next && scene.mode === "alone" && scene.step === "choice" && !open) return null;
    if (!next && scene.last) return h("p", { class: "c-over", text: text("crisis.over") });
    const go = next ? { do: "go", step: next } : { do: "next" };
    return h("p", { class: "p-buttons" }, button(text(`crisis.on_${next ?? "next"}`), () => this.ask(go),
      { class: "p-strong", id: `${this.view.id}-on` }));
  }
}

function render(given) {
  let simulation;
  const down = putUp(given, { name: "crisis", kicker: "crisis.kicker", traits: ["view"],
    start: (view, place) => {
      simulation = new Simulation(view, place);
      return simulation.update;
    } });
  return () => { simulation.clock.close(); down(); };
}

export default { render };
