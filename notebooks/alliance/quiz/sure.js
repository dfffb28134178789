// “How sure are you?”: three radio buttons before the first try. Nobody has to answer.
import { h } from "../page/dom.js";

export function sureness(question) {
  const name = `${question.id}-sure`;
  const inputs = [];
  const levels = ["sure.low", "sure.middle", "sure.high"].map((key, k) => {
    const id = `${name}-${k + 1}`;
    inputs.push(h("input", { type: "radio", id, name, value: String(k + 1) }));
    return h("span", { class: "q-level" }, inputs[k], h("label", { for: id, text: question.text(key) }));
  });
  const element = h("fieldset", { class: "q-sure" },
    h("legend", { text: question.text("sure.ask") }), ...levels);
  return {
    element,
    read: () => Number(inputs.find((input) => input.checked)?.value) || undefined,
    put(level) { inputs.forEach((input) => { input.checked = input.value === String(level); }); },
    show(state) { element.hidden = Boolean(state.tries); },
  };
}
