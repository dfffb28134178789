// The colours: those of the system, light, or dark. Panels and pictures ask the body, as in
// JupyterLab (`data-jp-theme-light`).
import { store } from "./stored.js";
import { say } from "./texts.js";

const ORDER = ["", "light", "dark"];
const NAMES = { "": "web.theme_system", light: "web.theme_light", dark: "web.theme_dark" };
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

function apply(button) {
  document.body.dataset.jpThemeLight = String(!isDark());
  button.lastElementChild.textContent = say(NAMES[root.dataset.theme ?? ""]);
}

export function watchTheme() {
  const button = document.querySelector(".al-theme");
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(root.dataset.theme ?? "") + 1) % ORDER.length];
    if (next) root.dataset.theme = next;
    else delete root.dataset.theme;
    store("alliance:theme", next);
    apply(button);
  });
  system.addEventListener("change", () => apply(button));
  apply(button);
}
