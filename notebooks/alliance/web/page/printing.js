// On paper: all pictures are drawn before, keep the width that they have on the screen (a map that
// is laid out anew shows other places), and are as high as their content. Then they are made
// smaller as a whole: by a quarter, so that they leave no large holes, and so far that each fits on
// a page with its title. What is too tall for that and made of words (a glossary, a ladder) runs
// over the pages like the text around it.
import { drawAll } from "./pictures.js";
import { say } from "./texts.js";

const SMALLER = 0.78;
const TALLEST = 640; // CSS pixels of a picture on paper
const READABLE = 0.55; // scale below which words in a picture are too small

const tall = (element) => element.getBoundingClientRect().height;

// The content of a frame as a part of the page, with the frame's own sheets and nothing else.
function spread(main) {
  const place = document.createElement("div");
  place.className = "al-spread";
  const shadow = place.attachShadow({ mode: "open" });
  const sheets = [...main.ownerDocument.querySelectorAll("style")].map((one) => one.cloneNode(true));
  const copy = main.cloneNode(true);
  copy.querySelectorAll("script, input[type=search], h1").forEach((one) => one.remove());
  shadow.append(...sheets, copy);
  return place;
}

function shrink(frame, width, height, scale) {
  Object.assign(frame.style, {
    width: `${width}px`, height: `${height}px`, maxWidth: "none",
    transform: `scale(${scale})`, transformOrigin: "0 0",
  });
  Object.assign(frame.parentElement.style,
    { width: `${width * scale}px`, height: `${height * scale}px` });
}

function hold() {
  for (const frame of document.querySelectorAll("iframe[data-picture]")) {
    const { width } = frame.getBoundingClientRect();
    if (!width) continue;
    frame.dataset.held = frame.style.cssText;
    const main = frame.contentDocument?.querySelector("main");
    const asked = main ? Math.ceil(main.getBoundingClientRect().bottom) + 6 : 0;
    const height = Math.max(asked, tall(frame));
    const scale = Math.min(SMALLER, TALLEST / height);
    const drawing = main && [...main.querySelectorAll("svg, .al-map")].some((one) => tall(one) > TALLEST);
    if (main && scale < READABLE && !drawing) {
      frame.parentElement.hidden = true;
      frame.parentElement.after(spread(main));
    } else {
      shrink(frame, width, height, scale);
    }
  }
}

function release() {
  document.querySelectorAll(".al-spread").forEach((one) => one.remove());
  for (const frame of document.querySelectorAll("iframe[data-held]")) {
    frame.style.cssText = frame.dataset.held;
    frame.parentElement.style.cssText = "";
    frame.parentElement.hidden = false;
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
