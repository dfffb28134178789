// A number: text field, because number fields refuse commas, spaces and units. Enter answers.
export function draw(question, room, { h }) {
  const id = `${room.id}-number`;
  const input = h("input", {
    id, type: "text", inputmode: "decimal", autocomplete: "off", size: "14",
    "aria-describedby": `${room.id}-message`,
    onkeydown: (event) => event.key === "Enter" && !event.isComposing && room.act(),
    oninput: () => input.removeAttribute("aria-invalid"),
  });
  const name = room.text("number.ask") + (question.unit ? ` (${question.unit})` : "");
  return {
    body: h("div", { class: "q-number" }, h("label", { for: id, text: name }), input),
    read: () => input.value,
    refused() {
      input.setAttribute("aria-invalid", "true");
      input.focus();
    },
    put(response) { input.value = response; },
    show({ done }) { input.readOnly = Boolean(done); },
  };
}
