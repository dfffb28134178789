// On paper: all pictures are drawn before, keep the width that they have on the screen (a map that
// is laid out anew shows other places), and are as high as their content. Then they are made
// smaller as a whole: by a quarter, so that they leave no large holes, and so far that each fits on
// a page with its title.
import { drawAll } from "./pictures.js";
import { say } from "./texts.js";

const SMALLER = 0.78;
const TALLEST = 640; // CSS pixels

function hold() {
  for (const frame of document.querySelectorAll("iframe[data-picture]")) {
    const { width } = frame.getBoundingClientRect();
    if (!width) continue;
    const box = frame.parentElement;
    frame.dataset.held = frame.style.cssText;
    const main = frame.contentDocument?.querySelector("main");
    const asked = main ? Math.ceil(main.getBoundingClientRect().bottom) + 6 : 0;
    const height = Math.max(asked, frame.getBoundingClientRect().height);
    const scale = Math.min(SMALLER, TALLEST / height);
    Object.assign(frame.style, {
      width: `${width}px`, height: `${height}px`, maxWidth: "none",
      transform: `scale(${scale})`, transformOrigin: "0 0",
    });
    Object.assign(box.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  }
}

function release() {
  for (const frame of document.querySelectorAll("iframe[data-held]")) {
    frame.style.cssText = frame.dataset.held;
    frame.parentElement.style.cssText = "";
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
