// The rule that decides a vote: the twin of `council.outcome` in Python, held against it by a test.
export const byThirds = (period) => period.majority_rule === "two-thirds-of-voting";

// votes: { member: yes | no | abstain | absent }; period: the body in force.
export const outcome = (votes, period, question) => {
  const every = Object.entries(votes);
  const counts = { yes: 0, no: 0, abstain: 0, absent: 0 };
  every.forEach(([, vote]) => { counts[vote] += 1; });
  const need = byThirds(period) ? Math.ceil(2 * (counts.yes + counts.no) / 3)
    : period.majority;
  const against = every.filter(([id, vote]) => vote === "no" && period.permanent.includes(id))
    .map(([id]) => id);
  const decided = (result, rule) =>
    ({ result, rule, need, vetoed_by: rule === "veto" ? against : [], ...counts });
  if (counts.yes < Math.max(need, 1)) return decided("not-adopted", "too-few");
  if (!against.length) return decided("adopted", "majority");
  if (question === "procedural") return decided("adopted", "procedure");
  return decided("vetoed", "veto");
};

// Whether votes reach the goal of a challenge; goals are structure, see resolve.py.
export const puzzleMet = (goal, votes, period, question) => {
  const inGroup = (who, id) => who === "all" || who === id
    || (who === "permanent" && period.permanent.includes(id))
    || (who === "elected" && !period.permanent.includes(id));
  const count = ({ who, vote }) =>
    Object.keys(votes).filter((id) => votes[id] === vote && inGroup(who, id)).length;
  return [goal.result].flat().includes(outcome(votes, period, question).result)
    && (!goal.question || goal.question === question)
    && (goal.votes ?? []).every((line) => count(line) >= (line.least ?? 0)
      && count(line) <= (line.most ?? Infinity));
};
