// A verdict, then the reason: two groups of radio buttons.
drawings.true_false = (question, room) => {
  const verdicts = [true, false].map((value) =>
    option(room, "radio", "verdict", String(value), room.text(`truth.${value}`)));
  const reasons = question.options.map((o) => option(room, "radio", "reason", o.key, o.html));
  const group = (name, rows, style) => h("fieldset", { class: style },
    h("legend", { class: "q-ask", text: room.text(name) }), ...rows.map((row) => row.row));
  const chosen = (rows) => rows.find((row) => row.input.checked)?.input.value;
  return {
    body: h("div", {}, group("truth.ask", verdicts, "q-line"), group("truth.because", reasons)),
    read() {
      const verdict = chosen(verdicts);
      return { verdict: verdict ? verdict === "true" : null, reason: chosen(reasons) ?? null };
    },
    show({ response, right, notes = {}, done }) {
      verdicts.forEach((row) => {
        const own = response && String(response.verdict) === row.input.value;
        const fits = right && String(right.verdict) === row.input.value;
        if (response) row.input.checked = own;
        row.input.disabled = Boolean(done);
        const verdict = fits ? (own ? "right" : "missed") : "wrong";
        row.show(right && (own || fits) ? { verdict, html: "" } : null);
      });
      reasons.forEach((row) => {
        if (response) row.input.checked = response.reason === row.input.value;
        row.input.disabled = Boolean(done);
        row.show(notes[row.input.value]);
      });
    },
  };
};
