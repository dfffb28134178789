// An estimate as a range: two fields for numbers. Enter answers.
export function draw(data, question, { h }) {
  const fields = ["low", "high"].map((end) => {
    const id = `${question.id}-${end}`;
    const input = h("input", {
      id, type: "text", inputmode: "decimal", autocomplete: "off", size: "12",
      "aria-describedby": `${question.id}-width`,
      onkeydown: (event) => event.key === "Enter" && !event.isComposing && question.act(),
    });
    const name = question.text(`interval.${end}`) + (data.unit ? ` (${data.unit})` : "");
    return { end, input, row: h("span", { class: "q-end" }, h("label", { for: id, text: name }), input) };
  });
  return {
    body: h("div", {}, h("p", { class: "q-ask", id: `${question.id}-width`,
      text: question.text("interval.ask", { widest: data.widest }) }),
    h("div", { class: "q-interval" }, ...fields.map(({ row }) => row))),
    read: () => Object.fromEntries(fields.map(({ end, input }) => [end, input.value])),
    refused: () => (fields.find(({ input }) => !input.value.trim()) ?? fields[0]).input.focus(),
    put(response) { fields.forEach(({ end, input }) => { input.value = response[end]; }); },
    show({ done }) { fields.forEach(({ input }) => { input.readOnly = Boolean(done); }); },
  };
}
