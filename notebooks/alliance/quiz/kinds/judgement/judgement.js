// A verdict, then what decides it: two groups of radio buttons.
export function draw(data, question, { h, option }) {
  const verdicts = data.verdicts.map(([value, word], k) =>
    ({ value, ...option(question, "radio", "verdict", String(k), { text: word }) }));
  const reasons = data.options.map((o) => option(question, "radio", "reason", o.key, { html: o.html }));
  const group = (k, rows, style) => h("fieldset", { class: style },
    h("legend", { class: "q-ask", text: data.asks[k] }), ...rows.map((row) => row.row));
  return {
    body: h("div", {}, group(0, verdicts, "q-line"), group(1, reasons)),
    read: () => ({
      verdict: verdicts.find((row) => row.input.checked)?.value ?? null,
      reason: reasons.find((row) => row.input.checked)?.input.value ?? null,
    }),
    put({ verdict, reason }) {
      verdicts.forEach((row) => { row.input.checked = row.value === verdict; });
      reasons.forEach((row) => { row.input.checked = row.input.value === reason; });
    },
    show({ response, right, notes = {}, done }) {
      verdicts.forEach((row) => {
        const own = Boolean(response) && response.verdict === row.value;
        const fits = Boolean(right) && right.verdict === row.value;
        row.input.disabled = Boolean(done);
        const verdict = fits ? (own ? "right" : "missed") : "wrong";
        row.show(right && (own || fits) ? { verdict, html: "" } : null);
      });
      reasons.forEach((row) => {
        row.input.disabled = Boolean(done);
        row.show(notes[row.input.value]);
      });
    },
  };
}
