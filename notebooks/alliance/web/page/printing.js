// On paper: all pictures are drawn before, keep the width that they have on the screen (a map that
// is laid out anew shows other places), and are as high as their content.
import { drawAll } from "./pictures.js";
import { say } from "./texts.js";

function hold() {
  for (const frame of document.querySelectorAll("iframe[data-picture]")) {
    const { width } = frame.getBoundingClientRect();
    if (!width) continue;
    frame.dataset.held = frame.style.cssText;
    frame.style.width = `${width}px`;
    const main = frame.contentDocument?.querySelector("main");
    if (main) frame.style.height = `${Math.ceil(main.getBoundingClientRect().bottom) + 6}px`;
  }
}

function release() {
  for (const frame of document.querySelectorAll("iframe[data-held]")) {
    frame.style.cssText = frame.dataset.held;
    delete frame.dataset.held;
  }
}

export function watchPrinting() {
  addEventListener("beforeprint", hold);
  addEventListener("afterprint", release);
  const button = document.querySelector(".al-print");
  if (!button) return;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    button.textContent = say("web.printing");
    await drawAll();
    button.textContent = words;
    print();
  });
}
