// Forgets all drafts of a learner, whose keys begin with the learner's mark. The panel of questions
// keeps them (`drafts.js`, whose name in the browser stands here too) and carries none of this.
const DRAFTS = "alliance-drafts";

export function forgetDrafts(mark) {
  try {
    const drafts = Object.entries(JSON.parse(localStorage.getItem(DRAFTS)) ?? {});
    const others = drafts.filter(([key]) => !key.startsWith(mark));
    localStorage.setItem(DRAFTS, JSON.stringify(Object.fromEntries(others)));
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
