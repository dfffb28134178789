// Single and multiple choice: radio buttons or checkboxes of one name.
export function draw(data, question, { h, option }) {
  const type = data.several ? "checkbox" : "radio";
  const rows = data.options.map((o) => option(question, type, "choice", o.key, { html: o.html }));
  const body = h("div", {},
    data.several && h("p", { class: "q-ask", text: question.text("multiple.ask") }),
    ...rows.map((row) => row.row));
  return {
    body,
    read() {
      const chosen = rows.filter((row) => row.input.checked).map((row) => row.input.value);
      return data.several ? chosen : chosen[0] ?? null;
    },
    put(response) {
      const chosen = [response].flat();
      rows.forEach(({ input }) => { input.checked = chosen.includes(input.value); });
    },
    show({ notes = {}, done }) {
      rows.forEach((row) => {
        row.input.disabled = Boolean(done);
        row.show(notes[row.input.value]);
      });
    },
  };
}
