// Parts of a crisis simulation that both ways of playing show: where one is, options, consequences,
// what happened, the record. Each takes the view and the scene (what the kernel tells), and
// `ask(message, tell)`, which sends a message and says the answer.
import { h, setHtml } from "../../page/dom.js";
import { download } from "../../page/download.js";
import { notice } from "../../page/panel.js";

export const button = (text, onclick, given = {}) => h("button", { type: "button", text, onclick, ...given });

// The steps of this decision; those not open yet are words, not buttons.
export function stepList({ text }, scene, ask) {
  return h("nav", { class: "c-steps", "aria-label": text("crisis.steps") },
    h("ol", {}, ...scene.steps.map(({ step, label, open }) => {
      const here = step === scene.step;
      return h("li", { class: here ? "c-here" : "" }, here || !open
        ? h("span", { "aria-current": here ? "step" : undefined, text: label })
        : button(label, () => ask({ do: "go", step })));
    })));
}

// The decision points that may be shown, as a native list.
export function pointList(view, scene, ask) {
  const id = `${view.id}-point`;
  const options = scene.points.map((point) =>
    h("option", { value: point.id, selected: point.current, text: point.label }));
  const list = h("select", { id }, ...options);
  list.addEventListener("change", () => ask({ do: "go", scenario: list.value, step: null }));
  return h("p", { class: "c-points" }, h("label", { for: id, text: view.text("crisis.points") }), list);
}

// Title, day, what sets it off, who decides; the heading of the step takes the focus.
export function headOf({ text }, scene) {
  const { head } = scene;
  const label = scene.steps.find(({ step }) => step === scene.step).label;
  const heading = h("h4", { tabindex: "-1", class: "c-heading" },
    h("span", { class: "c-count", text: `${head.count}. ${head.day}` }), " ",
    h("span", { class: "c-title", text: head.title }), " ",
    h("span", { class: "c-step", text: label }));
  const about = h("div", { class: "c-head" },
    h("p", { class: "c-trigger", text: head.trigger }),
    h("p", { class: "c-question" }, h("strong", { text: head.question }), " ", h("span", { text: head.decider })));
  return { heading, about };
}

// Each option with its consequences, as those argue who are named.
export function consequences({ text }, scene) {
  const side = (html, by, key) => html && h("div", { class: `c-side c-${key}` },
    h("p", { class: "c-side-name", text: text(`crisis.${key}`) }),
    h("p", { html }),
    h("p", { class: "c-by", text: text("crisis.by", { who: by || text("crisis.nobody") }) }));
  return h("div", {}, h("p", { class: "c-note", text: text("crisis.who_argues") }),
    ...scene.consequences.map((option) => h("section", { class: "c-option", "aria-label": option.label },
      h("h5", { text: option.label }),
      option.mine && h("p", { class: "c-mine", text: option.mine }),
      h("p", { text: option.what }),
      h("div", { class: "c-sides" }, side(option.for, option.for_by, "for"),
        side(option.against, option.against_by, "against")))));
}

// What really happened, which options came true, and a question to talk about.
export function outcome({ text }, scene) {
  return h("div", {}, h("div", { class: "c-prose", html: scene.outcome }),
    h("h5", { text: text("crisis.came") }),
    h("ul", { class: "c-came" }, ...scene.came.map(({ label, came, mine }) => h("li", {},
      h("strong", { text: label }), `: ${came}`,
      mine && h("span", { class: "c-mine", text: ` (${mine})` })))),
    h("h5", { text: text("crisis.discussion") }), h("div", { class: "c-prose c-talk", html: scene.discussion }));
}

// The record of choices: a table, a file, a page to print; and a way to begin anew.
export class Record {
  constructor(view, ask) {
    const { text } = view;
    Object.assign(this, { view, ask });
    const note = notice(view);
    const file = `${text("crisis.record_file")}.csv`;
    const csv = () => view.send({ do: "csv" }, (answer) => {
      if (answer.taken) download(file, answer.text, "text/csv");
      note.tell(answer.taken ? text("crisis.saved", { file }) : answer.text);
    });
    const page = () => view.send({ do: "page" }, (answer) => {
      if (answer.taken) setHtml(this.page, answer.text);
      note.tell(answer.taken ? text("crisis.page_ready") : answer.text);
    });
    this.table = h("div");
    this.none = h("p", { text: text("crisis.record_none") });
    this.files = h("p", { class: "p-buttons" }, button(text("crisis.save_csv"), csv),
      button(text("crisis.show_page"), page));
    this.page = h("div", { class: "c-page" });
    this.element = h("details", { class: "c-record" }, h("summary", { text: text("crisis.record") }),
      this.none, this.table, this.files, note.element, this.page, this.anew());
  }

  anew() {
    const { text } = this.view;
    const sure = h("p", { tabindex: "-1", text: text("crisis.new_sure") });
    const open = button(text("crisis.new"), () => this.sure(true));
    const yes = button(text("crisis.new_yes"), () => { this.sure(false); this.ask({ do: "new" }); });
    const no = button(text("crisis.new_no"), () => this.sure(false));
    const box = h("div", { hidden: true }, sure, h("p", { class: "p-buttons" }, yes, no));
    this.sure = (shown) => { box.hidden = !shown; open.hidden = shown; (shown ? sure : open).focus(); };
    return h("div", { class: "c-anew" }, open, box);
  }

  draw(scene) {
    if (scene.record !== this.shown) {
      setHtml(this.table, scene.record);
      this.page.replaceChildren(); // it would show an older record
    }
    this.shown = scene.record;
    this.none.hidden = Boolean(scene.record);
    this.table.hidden = this.files.hidden = !scene.record;
  }
}
