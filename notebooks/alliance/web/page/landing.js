// The landing page: where the reader stands, lesson by lesson, and answers saved to a file and read
// from one. What is known of a lesson the host has kept (`alliance:standing`).
import { download } from "../../page/download.js";
import { standing } from "./stored.js";
import { count, say } from "./texts.js";

function tell() {
  const known = standing();
  let answered = 0, right = 0, lessons = 0, last = null, next = null;
  for (const item of document.querySelectorAll(".al-lessons > li")) {
    const one = known[item.dataset.lesson];
    const state = item.querySelector(".al-state");
    const link = item.querySelector("a");
    if (!one?.answered) {
      state.textContent = say("web.state_new");
      next ??= link;
      continue;
    }
    state.textContent = say("web.state", { n: one.answered, of: one.of });
    answered += one.answered;
    right += one.right ?? 0;
    lessons += 1;
    if (one.answered < one.of) last = link;
  }
  if (!answered) return;
  document.getElementById("al-stands").textContent =
    count("web.stands_all", answered, { lessons, right });
  const go = document.getElementById("al-go");
  const link = last ?? next;
  if (!go || !link) return;
  go.href = link.getAttribute("href");
  go.textContent = go.dataset.go.replace("{title}", link.textContent);
}

function offer(host) {
  const said = document.getElementById("al-said");
  const trying = async (work) => {
    try {
      said.textContent = await work();
    } catch (error) {
      said.textContent = say("web.failed", { reason: error.message });
    }
    tell();
  };
  document.getElementById("al-answers").hidden = false;
  document.getElementById("al-export").addEventListener("click", () => trying(async () => {
    const { name, text } = await host.export();
    download(name, text, "text/plain");
    return say("web.exported", { name });
  }));
  document.getElementById("al-import").addEventListener("change", (event) => trying(async () => {
    const [file] = event.target.files;
    const done = file ? await host.import(await file.text()) : "";
    event.target.value = "";
    return done;
  }));
}

export function showStanding() {
  if (!document.getElementById("al-answers")) return;
  tell();
  let offered = false;
  const look = () => {
    const host = window.alliance?.host;
    if (offered || !host?.export) return;
    offered = true;
    offer(host);
  };
  document.addEventListener("alliance:ready", look);
  addEventListener("load", look);
  document.addEventListener("alliance:answered", tell);
}
