// A text that is kept, not marked. It stays open: what was kept may be revised.
export function draw(question, room, { h }) {
  const id = `${room.id}-reflect`;
  let kept;
  const least = room.text("reflect.least", { n: question.least });
  const input = h("textarea", {
    id, rows: "5", "aria-describedby": question.least ? `${id}-least` : undefined,
    oninput: () => { input.removeAttribute("aria-invalid"); room.relabel(); },
  });
  const changed = () => kept !== undefined && input.value !== kept;
  return {
    body: h("div", {}, h("label", { class: "q-ask", for: id, text: room.text("reflect.ask") }), input,
      question.least && h("p", { class: "q-ask", id: `${id}-least`, text: least })),
    read: () => input.value,
    changed,
    label: () => (kept === undefined ? "reflect.keep" : changed() ? "reflect.change" : ""),
    refused() {
      input.setAttribute("aria-invalid", "true");
      input.focus();
    },
    put(response) { input.value = response; },
    show({ response }) { kept = response; },
  };
}
