// Items with real buttons to move them up and down; the focus stays on the button.
export function draw(data, question, { h, feedback }) {
  const list = h("ol", { class: "q-order" });
  const items = new Map(data.options.map((o) => [o.key, item(o)]));
  list.append(...[...items.values()].map(({ row }) => row));

  function item({ key, html }) {
    const label = h("span", { class: "q-item", html });
    const name = label.textContent;
    const button = (step, way) => h("button", {
      type: "button", class: "q-move", "aria-label": question.text(`order.${way}_name`, { item: name }),
      title: question.text(`order.${way}`), onclick: () => move(key, step),
    }, h("span", { "aria-hidden": "true", text: step < 0 ? "↑" : "↓" }));
    const buttons = h("span", { class: "q-moves" }, button(-1, "up"), button(1, "down"));
    const row = h("li", { class: "q-option", "data-key": key }, label, buttons);
    return { key, name, row, buttons, note: feedback(question, `${question.id}-${key}`, row) };
  }

  function move(key, step) {
    const { row, name } = items.get(key);
    const rows = [...list.children];
    const place = rows.indexOf(row) + step;
    if (place >= 0 && place < rows.length) {
      const focused = document.activeElement;
      // The neighbour is moved instead of the item, so the button that has the focus stays in the page.
      step < 0 ? row.after(rows[place]) : row.before(rows[place]);
      focused?.focus();
    }
    const now = [...list.children].indexOf(row) + 1;
    question.panel.say(question.text("order.moved", { item: name, n: now, of: rows.length }));
  }

  return {
    body: h("div", {}, h("p", { class: "q-ask", text: question.text("order.ask") }), list),
    read: () => [...list.children].map((row) => row.dataset.key),
    put: (order) => list.append(...order.map((key) => items.get(key).row)),
    show({ right, notes = {}, done }) {
      if (done) list.append(...right.map((key) => items.get(key).row));
      items.forEach(({ key, buttons, note }) => {
        buttons.hidden = Boolean(done);
        note(notes[key]);
      });
    },
  };
}
