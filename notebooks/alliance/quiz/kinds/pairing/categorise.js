// Every item with one radio button for each category.
export function draw(data, question, { h, option, feedback }) {
  const rows = data.options.map(({ key, html }) => {
    const choices = data.targets.map(([value, text]) =>
      option(question, "radio", key, value, { text }));
    choices.forEach(({ row }) => { row.className = "q-choice"; });
    const few = choices.length > 3 ? "" : " q-few";
    const row = h("fieldset", { class: "q-option q-sort" }, h("legend", { html }),
      h("div", { class: `q-choices${few}` }, ...choices.map((choice) => choice.row)));
    return { key, row, choices, show: feedback(question, `${question.id}-${key}`, row, row) };
  });
  const chosen = ({ choices }) => choices.find(({ input }) => input.checked)?.input.value ?? "";
  return {
    body: h("div", {}, ...rows.map(({ row }) => row)),
    read: () => Object.fromEntries(rows.map((row) => [row.key, chosen(row)])),
    put(response) {
      rows.forEach(({ key, choices }) => choices.forEach(({ input }) => {
        input.checked = response[key] === input.value;
      }));
    },
    show({ notes = {}, done }) {
      rows.forEach(({ key, choices, show }) => {
        choices.forEach(({ input }) => { input.disabled = Boolean(done); });
        show(notes[key]);
      });
    },
  };
}
