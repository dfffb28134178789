// Placing a treaty on a ladder: the twin of `derive.place`, held against it by a browser test.
// values: {type: "yes" | "conditional" | "unknown" | "no"}; ladder: rungs [{id, when, least}] from
// the strongest, weights, value_of. Returns the place of the rung, the reasons, and the score.

const valueOf = (values, type) => values[type] ?? "unknown";

const byWeight = (values, ladder) => {
  const earned = Object.entries(ladder.weights).map(([type, weight]) => {
    const value = valueOf(values, type);
    return { type, value, points: weight * ladder.value_of[value] };
  });
  const sum = earned.reduce((all, { points }) => all + points, 0);
  // Rounded, so that 0.1 + 0.2 reaches a rung that begins at 0.3.
  const score = Math.round(sum * 1e6) / 1e6;
  const rung = ladder.rungs.findIndex(({ least }) => least === null || score >= least);
  const reasons = earned.map(({ type, value, points }) =>
    ({ rung, type, value, wanted: [], holds: points > 0, points }));
  return { rung, reasons, score };
};

const byConditions = (values, ladder) => {
  const reasons = [];
  const rung = ladder.rungs.findIndex(({ when }, place) => {
    const tested = Object.entries(when).map(([type, wanted]) => {
      const value = valueOf(values, type);
      return { rung: place, type, value, wanted, holds: wanted.includes(value), points: 0 };
    });
    reasons.push(...tested);
    return tested.every((reason) => reason.holds);
  });
  return { rung, reasons, score: null };
};

export const place = (values, ladder) => Object.keys(ladder.weights).length
  ? byWeight(values, ladder) : byConditions(values, ladder);

// The same values for somebody to whom a conditional promise is none.
export const strict = (values) => Object.fromEntries(Object.entries(values).map(([type, value]) =>
  [type, value === "conditional" ? "no" : value]));
