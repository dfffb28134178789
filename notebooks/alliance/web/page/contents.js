// The contents at the side: a drawer on narrow pages; the section where one reads is marked, and
// the line at the top says how far one is.
import { say } from "./texts.js";

function drawer(nav, button) {
  const shut = (back) => {
    if (button.getAttribute("aria-expanded") !== "true") return;
    button.setAttribute("aria-expanded", "false");
    document.documentElement.classList.remove("al-drawn");
    if (back) button.focus();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.documentElement.classList.toggle("al-drawn", open);
    if (open) nav.querySelector("a").focus();
  });
  nav.addEventListener("click", (event) => { if (event.target.closest("a")) shut(false); });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) shut(true);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!nav.contains(event.target) && !button.contains(event.target)) shut(false);
  });
}

function here(sections) {
  const edge = innerHeight * 0.3;
  let found = -1;
  sections.forEach((section, k) => {
    if (section.checkVisibility() && section.getBoundingClientRect().top <= edge) found = k;
  });
  return found;
}

export function watchContents() {
  const nav = document.getElementById("contents");
  const line = document.querySelector(".al-read > div");
  if (!nav) return;
  drawer(nav, document.querySelector(".al-open"));
  const links = [...nav.querySelectorAll("ol a")];
  const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const where = document.querySelector(".al-where");
  let waits = false;
  const look = () => {
    waits = false;
    const room = document.documentElement.scrollHeight - innerHeight;
    line.style.width = `${room > 0 ? (100 * scrollY) / room : 100}%`;
    const k = here(sections);
    links.forEach((link, at) => {
      if (at === k) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    where.textContent = k < 0 ? "" : say("web.section",
      { n: k + 1, of: links.length, title: sections[k].dataset.title });
  };
  const soon = () => {
    if (!waits) requestAnimationFrame(look);
    waits = true;
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  look();
}
