// The part of a lesson that opens when the forecasts are locked. The host says so by
// `document.body.dataset.later = "open"`; what it keeps of the lesson says so after a reload.
import { standing } from "./stored.js";

export function watchLater() {
  const { body } = document;
  if (standing()[body.dataset.lesson]?.later) body.dataset.later = "open";
  document.querySelector(".al-open-later")?.addEventListener("click", (event) => {
    body.dataset.later = "open";
    // The button goes with the card: the focus goes on to what it opened.
    const next = document.querySelector(".al-later :is(h2, h3)");
    next.tabIndex = -1;
    next.focus();
    event.preventDefault();
  });
  // A link into the part that is shut leads to its card.
  const follow = () => {
    if (!location.hash || body.dataset.later === "open") return;
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest(".al-later")) document.querySelector(".al-later-card").scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
}
