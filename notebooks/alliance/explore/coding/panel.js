// Draws acts one by one, sends the codes to the kernel, and shows the comparison when it comes back.
// The codes of the editors are not here until the kernel tells them (the trait `result`).
import { h } from "../../page/dom.js";
import { heading, notice, putUp, swap } from "../../page/panel.js";

// One act after the other: five answers, back and forth, and at the end the comparison.
class Asking {
  constructor(view, place) {
    Object.assign(this, { view, place });
    this.acts = view.model.get("acts");
    const next = this.acts.findIndex(({ id }) => !(id in this.codes));
    this.at = next < 0 ? this.acts.length : next;
    this.notice = notice(view);
    this.show();
  }

  get codes() { return this.view.model.get("codes"); }

  draw() { if (!this.busy) this.show(); }

  show() {
    const focus = this.at < this.acts.length ? this.one() : this.end();
    swap(this.place, this.parts, focus);
  }

  go(at) {
    this.at = at;
    this.notice.tell("");
    this.show();
    (this.place.querySelector("input:checked") ?? this.place.querySelector("input") ?? this.place.querySelector(".p-strong"))?.focus();
  }

  one() {
    const { view, at } = this;
    const { text } = view;
    const act = this.acts[at];
    const chosen = this.codes[act.id];
    const given = Object.keys(this.codes).length;
    const radios = view.model.get("scale").map(({ code, mark, name, rule }) => h("label", { class: "c-choice" },
      h("input", { type: "radio", name: `${view.id}-code`, value: code, checked: code === chosen }),
      h("span", { class: "c-mark", "aria-hidden": "true", html: mark }),
      h("span", {}, h("strong", { text: name }), h("span", { class: "c-rule", text: rule }))));
    const keep = () => this.keep(act);
    this.parts = [
      h("p", { class: "p-intro", text: text("coding.intro", { n: this.acts.length }) }),
      h("fieldset", { "aria-describedby": this.notice.element.id },
        h("legend", {}, h("span", { class: "c-count", text: text("coding.number", { n: at + 1, of: this.acts.length }) }),
          h("span", { class: "c-act", text: act.act })),
        h("p", { class: "c-when", text: `${act.actor} · ${act.date}` }),
        h("p", { text: act.what }),
        h("div", { class: "c-choices" }, ...radios)),
      this.notice.element,
      h("div", { class: "p-buttons" },
        h("button", { type: "button", class: "p-strong", onclick: keep, text: text("coding.keep") }),
        at > 0 && h("button", { type: "button", onclick: () => this.go(at - 1), text: text("coding.back") }),
        given === this.acts.length && h("button", { type: "button", onclick: () => this.go(this.acts.length), text: text("coding.to_end") })),
      h("p", { class: "p-tally", text: text("coding.tally", { n: given, of: this.acts.length }) }),
    ];
    return radios[0].querySelector("input");
  }

  keep(act) {
    const radio = this.place.querySelector("input:checked");
    if (!radio) { this.notice.tell(this.view.text("coding.choose")); return; }
    this.busy = true;
    this.view.send({ do: "give", act: act.id, code: Number(radio.value) }, ({ text, taken }) => {
      this.busy = false;
      if (!taken) { this.notice.tell(text); return; }
      this.go(this.at + 1);
      this.view.say(text);
    });
  }

  end() {
    const { text } = this.view;
    const names = new Map(this.view.model.get("scale").map(({ code, name }) => [code, name]));
    const compare = h("button", { type: "button", class: "p-strong", onclick: () =>
      this.view.send({ do: "compare" }, (answer) => { if (answer.taken) this.view.say(answer.text); else this.notice.tell(answer.text); }),
      text: text("coding.compare") });
    this.parts = [
      heading(4, text("coding.yours")),
      h("ol", { class: "c-yours" }, ...this.acts.map((act, k) => h("li", {}, `${act.act}: `,
        h("strong", { text: names.get(this.codes[act.id]) ?? "–" }), " ",
        h("button", { type: "button", onclick: () => this.go(k), "aria-label": text("coding.change_name", { n: k + 1 }), text: text("coding.change") })))),
      h("p", { text: text("coding.sure") }),
      this.notice.element,
      h("div", { class: "p-buttons" }, compare),
    ];
    return compare;
  }
}

// Both codes act by act, the table of pairs and the numbers; each of ours may be disputed.
class Compared {
  constructor(view, place) {
    Object.assign(this, { view, place });
    const { score, acts } = view.model.get("result");
    const { text } = view;
    this.items = acts.map((one, k) => this.item(one, k));
    const head = heading(4, text("coding.result"), { tabindex: "-1" });
    swap(place, [
      head,
      h("ol", { class: "c-acts" }, ...this.items.map(({ element }) => element)),
      heading(4, text("coding.numbers")),
      h("div", { class: "c-score", html: score }),
    ], head);
  }

  item(one, k) {
    const { view } = this;
    const { text } = view;
    const id = `${view.id}-dispute-${k}`;
    const tell = notice(view);
    const box = h("textarea", { id, rows: 3, maxlength: 2000, "aria-describedby": tell.element.id });
    box.value = one.dispute;
    const send = () => view.send({ do: "dispute", act: one.id, text: box.value }, (answer) => tell.tell(answer.text));
    const element = h("li", { "data-agreed": String(one.agreed) },
      h("p", { class: "c-act", text: one.head }),
      h("p", {}, `${text("coding.you")}: `, h("strong", { text: one.yours }), ` · ${text("coding.we")}: `,
        h("strong", { text: one.ours }), ` · ${one.apart}`),
      h("p", { class: "c-rule", text: `${text("coding.reason")}: ${one.reason}` }),
      one.note && h("p", { class: "c-rule", text: `${text("coding.note")}: ${one.note}` }),
      one.sources && h("p", { class: "al-source", html: one.sources }),
      h("details", { open: Boolean(one.dispute) },
        h("summary", {}, text("coding.dispute"), h("span", { class: "al-hidden", text: `: ${one.head}` })),
        h("label", { for: id, text: text("coding.why") }), box, tell.element,
        h("div", { class: "p-buttons" }, h("button", { type: "button", onclick: send, text: text("coding.send") }))));
    return { element };
  }

  draw() { /* what is written in the boxes stays as it is */ }
}

function render(given) {
  return putUp(given, {
    name: "coding", kicker: "coding.kicker", traits: ["codes", "result"],
    start: (view, place) => {
      let part;
      return () => {
        const Part = Object.keys(view.model.get("result")).length ? Compared : Asking;
        if (part instanceof Part) part.draw();
        else part = new Part(view, place);
      };
    },
  });
}

export default { render };
