// Chooses the questions of the final assessment: first the plan; asks back before begun or finished ones are put aside.
import { h } from "../../page/dom.js";
import { notice, putUp } from "../../page/panel.js";

function start(view, place) {
  const { model, text } = view;
  const name = `${view.id}-plan`;
  const about = h("p", { class: "p-tally" });
  const radios = model.get("plans").map(([value], k) => h("input", {
    type: "radio", name, id: `${name}-${value}`, value, checked: k === 0 }));
  const { element, tell } = notice(view);
  const sample = () => {
    const plan = radios.find((radio) => radio.checked)?.value;
    ask(false);
    button.focus();
    view.send({ do: "sample", plan }, ({ text: words, taken }) => {
      tell(taken ? "" : words);
      if (taken) view.say(words);
    });
  };
  const sure = h("p", { id: `${name}-sure`, tabindex: "-1", text: text("assess.sure") });
  const confirm = h("div", { hidden: true }, sure, h("p", { class: "p-buttons" },
    h("button", { type: "button", text: text("assess.yes"), onclick: sample }),
    h("button", { type: "button", text: text("assess.no"), onclick: () => { ask(false); button.focus(); } })));
  const ask = (open) => {
    sure.textContent = text(model.get("finished") ? "assess.sure_done" : "assess.sure");
    confirm.hidden = !open;
    if (open) sure.focus();
  };
  const button = h("button", { type: "button", class: "p-strong", text: text("assess.draw"),
    onclick: () => (model.get("unfinished") || model.get("finished") ? ask(true) : sample()) });
  place.replaceChildren(about,
    h("fieldset", {}, h("legend", { text: text("assess.which") }),
      ...model.get("plans").map(([value, words], k) => h("div", { class: "a-plan" }, radios[k],
        h("label", { for: `${name}-${value}`, text: words })))),
    h("p", { class: "p-buttons" }, button), confirm, element);
  return () => { about.textContent = model.get("about"); };
}

function render(given) {
  return putUp(given, { name: "assess", kicker: "assess.kicker", traits: ["about", "unfinished", "finished"], start });
}

export default { render };
