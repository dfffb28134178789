// The two scales of the Admiralty code, side by side.
export function draw(data, question, { h, option }) {
  const scales = { reliability: "ABCDEF", credibility: "123456" };
  const groups = Object.entries(scales).map(([scale, steps]) => {
    const rows = [...steps].map((step) => {
      const row = option(question, "radio", scale, step, {});
      row.row.querySelector("label").append(
        h("strong", { text: `${step} ` }), question.text(`grade.step_${step}`));
      return row;
    });
    const body = h("fieldset", {}, h("legend", { class: "q-ask", text: question.text(`grade.ask_${scale}`) }),
      ...rows.map(({ row }) => row));
    return { scale, rows, body };
  });
  return {
    body: h("div", { class: "q-columns" }, ...groups.map(({ body }) => body)),
    read: () => Object.fromEntries(groups.map(({ scale, rows }) =>
      [scale, rows.find(({ input }) => input.checked)?.input.value ?? null])),
    put(response) {
      groups.forEach(({ scale, rows }) => rows.forEach(({ input }) => {
        input.checked = response[scale] === input.value;
      }));
    },
    show({ response, right, extra = {}, done }) {
      groups.forEach(({ scale, rows }) => rows.forEach(({ input, show }) => {
        const own = response?.[scale] === input.value;
        const fits = right?.[scale] === input.value;
        input.disabled = Boolean(done);
        const verdict = own ? extra[scale] : fits ? "missed" : "";
        show(verdict ? { verdict, html: "" } : null);
      }));
    },
  };
}
