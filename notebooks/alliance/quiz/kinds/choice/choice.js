// Single and multiple choice: radio buttons or checkboxes of one name.
export function draw(question, room, { h, option }) {
  const type = question.several ? "checkbox" : "radio";
  const rows = question.options.map((o) => option(room, type, "choice", o.key, o.html));
  const body = h("div", {},
    question.several && h("p", { class: "q-ask", text: room.text("multiple.ask") }),
    ...rows.map((row) => row.row));
  return {
    body,
    read() {
      const chosen = rows.filter((row) => row.input.checked).map((row) => row.input.value);
      return question.several ? chosen : chosen[0] ?? null;
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
