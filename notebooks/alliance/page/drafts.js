// What is chosen or typed and not yet checked. The browser keeps it, so that it outlives a panel
// drawn again, a kernel that is started anew and a page loaded again. A draft holds the number of
// tries so far: once an answer has been taken there are more, and the draft no longer counts.
const DRAFTS = "alliance-drafts";
const MOST_DRAFTS = 300;

// Where they are kept: a page that is presented to a class names another place than the learner's.
const place = () => document.body.dataset.drafts ?? DRAFTS;

// All drafts by key, the oldest first; none where the browser keeps nothing.
function allDrafts() {
  try {
    return Object(JSON.parse(localStorage.getItem(place())));
  } catch {
    return {};
  }
}

export function draftOf(key, tries) {
  const draft = allDrafts()[key];
  return draft?.tries === tries ? draft : null;
}

// Keeps a draft, or with null forgets it.
export function keepDraft(key, draft) {
  const { [key]: old, ...others } = allDrafts();
  if (!old && !draft) return;
  const kept = Object.entries(others).slice(1 - MOST_DRAFTS);
  if (draft) kept.push([key, draft]);
  try {
    localStorage.setItem(place(), JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // A browser that keeps nothing: the answer can still be checked.
  }
}

// Forgets a draft that was written before an answer was taken.
export function outdateDraft(key, tries) {
  if (allDrafts()[key]?.tries < tries) keepDraft(key, null);
}
