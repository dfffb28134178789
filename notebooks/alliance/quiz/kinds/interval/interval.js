// An estimate as a range: two fields for numbers. Enter answers.
export function draw(question, room, { h }) {
  const fields = ["low", "high"].map((end) => {
    const id = `${room.id}-${end}`;
    const input = h("input", {
      id, type: "text", inputmode: "decimal", autocomplete: "off", size: "12",
      "aria-describedby": `${room.id}-width ${room.id}-message`,
      onkeydown: (event) => event.key === "Enter" && !event.isComposing && room.act(),
      oninput: () => fields.forEach((field) => field.input.removeAttribute("aria-invalid")),
    });
    const name = room.text(`interval.${end}`) + (question.unit ? ` (${question.unit})` : "");
    return { end, input, row: h("span", { class: "q-end" }, h("label", { for: id, text: name }), input) };
  });
  return {
    body: h("div", {}, h("p", { class: "q-ask", id: `${room.id}-width`,
      text: room.text("interval.ask", { widest: question.widest }) }),
    h("div", { class: "q-interval" }, ...fields.map(({ row }) => row))),
    read: () => Object.fromEntries(fields.map(({ end, input }) => [end, input.value])),
    refused() {
      fields.forEach(({ input }) => input.setAttribute("aria-invalid", "true"));
      (fields.find(({ input }) => !input.value.trim()) ?? fields[0]).input.focus();
    },
    put(response) { fields.forEach(({ end, input }) => { input.value = response[end]; }); },
    show({ done }) { fields.forEach(({ input }) => { input.readOnly = Boolean(done); }); },
  };
}
