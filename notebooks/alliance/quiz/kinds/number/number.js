// A number: text field, because number fields refuse commas, spaces and units. Enter answers.
export function draw(data, question, { h }) {
  const id = `${question.id}-number`;
  const input = h("input", {
    id, type: "text", inputmode: "decimal", autocomplete: "off", size: "14",
    onkeydown: (event) => event.key === "Enter" && !event.isComposing && question.act(),
  });
  const name = question.text("number.ask") + (data.unit ? ` (${data.unit})` : "");
  return {
    body: h("div", { class: "q-number" }, h("label", { for: id, text: name }), input),
    read: () => input.value,
    refused: () => input.focus(),
    put(response) { input.value = response; },
    show({ done }) { input.readOnly = Boolean(done); },
  };
}
