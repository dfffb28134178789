// The presented lesson: the page's own sections, a screen at a time, in front of a class. A button
// leads to the page's address with “?present”; there nothing that the class does is written into
// the learner's own journal (the host keeps a journal of the class, see classes.js).
import { Bar } from "./present/bar.js";
import { ClassRecord, isPresented } from "./present/classes.js";
import { Clock } from "./present/clock.js";
import { Hands } from "./present/hands.js";
import { watchKeys } from "./present/keys.js";
import { Screens } from "./present/screens.js";
import { Teacher } from "./present/teacher.js";
import { say } from "./page/texts.js";

const SOON = 6000; // ms that panels get to be drawn before the screens are laid out without them

function offer() {
  const button = document.createElement("a");
  button.className = "al-present";
  button.textContent = say("present.begin");
  const address = new URL(location.href);
  address.searchParams.set("present", "");
  address.hash = "";
  button.href = address.href.replace("present=", "present");
  document.querySelector(".al-bar .al-theme").before(button);
}

// Until the panels stand on the page, with their questions.
function panelsDrawn() {
  const waiting = () => [...document.querySelectorAll(".al-live")]
    .some((el) => !el.classList.contains("is-live") && el.dataset.state !== "failed");
  return new Promise((done) => {
    const until = performance.now() + SOON;
    const look = () => (waiting() && performance.now() < until ? setTimeout(look, 80) : setTimeout(done, 150));
    look();
  });
}

async function begin() {
  document.documentElement.classList.add("al-presenting");
  const record = new ClassRecord(document.body.dataset.lesson);
  const screens = new Screens(document.querySelector("main"));
  await panelsDrawn();
  const clock = new Clock();
  const hands = new Hands(screens, record);
  const teacher = new Teacher({ screens, clock, hands });
  const bar = new Bar({ screens, clock, record, teacher });
  watchKeys({ screens, bar, hands, clock });
  screens.begin();
}

if (document.body.dataset.lesson && document.querySelector("main .al-section")) {
  if (isPresented) begin();
  else offer();
}
