// Draws one step of a crisis simulation, sends choices to the kernel, shows what comes back. What is
// told at a later step is not here until the kernel tells it (the trait `view`).

// A learner's role: chosen from a list, or dealt.
function ownRole(room, view, ask) {
  const { text } = room;
  const { all, mine, card } = view.role;
  if (!all.length) return null;
  const options = [["", text("crisis.role_none")], ...all.map(({ id, title }) => [id, title])];
  return h("fieldset", { class: "c-role" }, h("legend", { text: text("crisis.your_role") }),
    h("p", { class: "c-fields" },
      pick(`${room.id}-role`, text("crisis.role_pick"), options, mine, (role) => role && ask({ do: "role", role })),
      button(text("crisis.deal"), () => ask({ do: "deal" }), { id: `${room.id}-deal` })),
    card && h("div", { class: "c-card", html: card }));
}

// A learner's choice: one of the options, and a sentence that says why.
function ownChoice(room, view, ask) {
  const { text } = room;
  const { options, chosen } = view;
  const again = view.steps.find(({ step }) => step === "consequences").open;
  let picked = chosen.option;
  const why = h("textarea", { id: `${room.id}-why`, rows: "2" });
  why.value = chosen.reason;
  const keep = () => ask({ do: "choose", option: picked, reason: why.value, then: again ? "" : "consequences" });
  return h("div", {}, h("fieldset", { class: "c-options" }, h("legend", { text: text("crisis.your_choice") }),
    ...options.map(({ id, label, what }, k) => {
      const name = `${room.id}-option${k}`;
      const radio = h("input", { type: "radio", id: name, name: `${room.id}-option`, value: id,
        checked: id === chosen.option, onchange: () => { picked = id; } });
      return h("div", { class: "c-radio" }, radio, h("label", { for: name }, h("strong", { text: label }), " ", h("span", { text: what })));
    })),
    h("p", { class: "c-reason" }, h("label", { for: why.id, text: text("crisis.reason") }), why),
    chosen.words && h("p", { class: "c-kept", text: chosen.words }),
    h("p", { class: "p-buttons" }, button(text(again ? "crisis.keep_again" : "crisis.keep"), keep, { class: "p-strong", id: `${room.id}-keep` })));
}

// One view of a simulation.
class Simulation {
  constructor(room, place) {
    Object.assign(this, { room, place, key: null });
    this.note = notice(room);
    this.record = new Record(room, this.ask);
    this.clock = new Clock(room);
    this.step = h("div");
    this.top = h("div");
    place.append(this.top, this.step, this.note.element, this.record.element);
  }

  ask = (message) => this.room.send(message, ({ text, taken }) => {
    this.note.tell(taken ? "" : text);
    if (taken) this.room.say(text);
  });

  get view() { return this.room.model.get("view"); }

  update = () => {
    const { view } = this;
    const moved = this.key !== null && view.key !== this.key;
    const first = this.key === null;
    if (moved || first) this.clock.set(60 * (view.class.minutes ?? 0));
    else if (60 * (view.class.minutes ?? 0) !== this.clock.full) this.clock.set(60 * (view.class.minutes ?? 0));
    this.key = view.key;
    this.place.closest(".al-panel")?.classList.toggle("c-large", view.mode === "class");
    const kept = moved ? null : this.held();
    const { heading, about } = headOf(this.room, view);
    this.top.replaceChildren(...this.modes(view), ...(view.points.length > 1 ? [pointList(this.room, view, this.ask)] : []));
    this.step.replaceChildren(...[heading, stepList(this.room, view, this.ask), about,
      ...this.content(view), this.onward(view)].filter(Boolean));
    this.record.draw(view);
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

  modes(view) {
    const { text } = this.room;
    const one = (mode) => button(text(`crisis.mode_${mode}`), () => this.ask({ do: "mode", mode }),
      { "aria-pressed": String(view.mode === mode), id: `${this.room.id}-${mode}` });
    return [h("p", { class: "p-intro", text: text("crisis.intro") }), ...(view.may_switch
      ? [h("div", { class: "c-modes", role: "group", "aria-label": text("crisis.modes") },
        h("span", { text: text("crisis.modes") }), one("alone"), one("class"))] : [])];
  }

  content(view) {
    const { room, ask } = this;
    const many = view.mode === "class";
    const shared = many ? [setup(room, view, ask), this.clock.element] : [];
    const talk = many && view.tally ? tally(room, view.tally) : null;
    if (view.step === "briefing") {
      const briefing = h("div", { class: "c-prose", html: view.briefing });
      return [...shared, briefing, many ? groupRoles(room, view, ask) : ownRole(room, view, ask)];
    }
    if (view.step === "choice") {
      if (!many) return [view.role.card && h("details", { class: "c-role" },
        h("summary", { text: room.text("crisis.your_role") }), h("div", { class: "c-card", html: view.role.card })),
      ownChoice(room, view, ask)];
      const list = h("ul", { class: "c-list" }, ...view.options.map(({ label, what }) =>
        h("li", {}, h("strong", { text: label }), `: ${what}`)));
      return [...shared, list, groupChoices(room, view, ask), tally(room, view.class.tally)];
    }
    if (view.step === "consequences") return [...shared, consequences(room, view), talk];
    return [...shared, outcome(room, view), talk];
  }

  // The way on: alone, the options lead to the consequences by the choice itself.
  onward(view) {
    const { text } = this.room;
    const steps = view.steps.map(({ step }) => step);
    const next = steps[steps.indexOf(view.step) + 1];
    const open = next && view.steps.find(({ step }) => step === next).open;
    if (next && view.mode === "alone" && view.step === "choice" && !open) return null;
    if (!next && view.last) return h("p", { class: "c-over", text: text("crisis.over") });
    const go = next ? { do: "go", step: next } : { do: "next" };
    return h("p", { class: "p-buttons" }, button(text(`crisis.on_${next ?? "next"}`), () => this.ask(go),
      { class: "p-strong", id: `${this.room.id}-on` }));
  }
}

function render(given) {
  let simulation;
  const down = putUp(given, { name: "crisis", kicker: "crisis.kicker", traits: ["view"],
    start: (room, place) => {
      simulation = new Simulation(room, place);
      return simulation.update;
    } });
  return () => { simulation.clock.close(); down(); };
}
