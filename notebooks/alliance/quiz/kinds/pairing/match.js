// Every item with a list of partners to choose from.
export function draw(question, room, { h, feedback }) {
  const choices = () => [["", room.text("match.choose")], ...question.targets]
    .map(([value, text]) => h("option", { value, text }));
  const rows = question.options.map(({ key, html }) => {
    const id = `${room.id}-match-${key}`;
    const select = h("select", { id }, ...choices());
    // A closed list may cut its text off, so at the end the whole words stand in its place.
    const picked = h("span", { class: "q-picked", hidden: true });
    const row = h("div", { class: "q-option q-pair" }, h("label", { for: id, html }), select, picked);
    return { key, select, picked, show: feedback(room, id, row, select) };
  });
  return {
    body: h("div", {}, h("p", { class: "q-ask", text: room.text("match.ask") }),
      ...rows.map(({ select }) => select.parentElement)),
    read: () => Object.fromEntries(rows.map(({ key, select }) => [key, select.value])),
    put(response) {
      rows.forEach(({ key, select }) => { select.value = response[key]; });
    },
    show({ notes = {}, done }) {
      rows.forEach(({ key, select, picked, show }) => {
        picked.textContent = select.selectedOptions[0]?.textContent ?? "";
        select.hidden = Boolean(done);
        picked.hidden = !done;
        show(notes[key]);
      });
    },
  };
}
