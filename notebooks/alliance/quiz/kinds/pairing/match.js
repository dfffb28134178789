// Every item with a list of partners to choose from.
export function draw(data, question, { h, feedback }) {
  const choices = () => [["", question.text("match.choose")], ...data.targets]
    .map(([value, text]) => h("option", { value, text }));
  const rows = data.options.map(({ key, html }) => {
    const id = `${question.id}-match-${key}`;
    const select = h("select", { id, onchange: () => say(rows.find((row) => row.key === key)) }, ...choices());
    // A closed list may cut its text off, so at the end the whole words stand in its place.
    const picked = h("span", { class: "q-picked", hidden: true });
    const row = h("div", { class: "q-option q-pair" }, h("label", { for: id, html }), select, picked);
    return { key, select, picked, show: feedback(question, id, row, select) };
  });
  // A long text is cut off in the list even while it is open to change.
  function say({ select, picked }) {
    picked.textContent = select.selectedOptions[0]?.textContent ?? "";
    picked.hidden = !select.hidden && picked.textContent.length < 50;
  }
  return {
    body: h("div", {}, h("p", { class: "q-ask", text: question.text("match.ask") }),
      ...rows.map(({ select }) => select.parentElement)),
    read: () => Object.fromEntries(rows.map(({ key, select }) => [key, select.value])),
    put(response) {
      rows.forEach((row) => {
        row.select.value = response[row.key];
        say(row);
      });
    },
    show({ notes = {}, done }) {
      rows.forEach((row) => {
        row.select.hidden = Boolean(done);
        say(row);
        row.show(notes[row.key]);
      });
    },
  };
}
