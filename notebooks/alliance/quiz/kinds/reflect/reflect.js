// A text that is kept, not marked. It stays open: what was kept may be revised.
export function draw(data, question, { h }) {
  const id = `${question.id}-reflect`;
  let kept;
  const least = question.text("reflect.least", { n: data.least });
  const input = h("textarea", {
    id, rows: "5", "aria-describedby": data.least ? `${id}-least` : undefined,
    oninput: () => question.relabel(),
  });
  const changed = () => kept !== undefined && input.value !== kept;
  return {
    body: h("div", {}, h("label", { class: "q-ask", for: id, text: question.text("reflect.ask") }), input,
      data.least && h("p", { class: "q-ask", id: `${id}-least`, text: least })),
    read: () => input.value,
    changed,
    label: () => (kept === undefined ? "reflect.keep" : changed() ? "reflect.change" : ""),
    refused: () => input.focus(),
    put(response) { input.value = response; },
    show({ response }) { kept = response; },
  };
}
