// Pictures are documents of their own, in files that all pages share. The one whose frame comes
// near the window is loaded and put into its frame as text: this works from a disk too, and the
// frame keeps the page's origin, so that it follows its colours and its width.
import { say } from "./texts.js";

const NEAR = "900px"; // below and above the window
const loading = new Map(); // file -> promise

function load(file) {
  if (!loading.has(file)) {
    loading.set(file, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = file;
      script.onload = done;
      script.onerror = () => failed(new Error(file));
      document.head.append(script);
    }));
  }
  return loading.get(file);
}

// What the page itself has brought along need not be loaded.
const have = (shelf, key) => window.alliance?.[shelf]?.[key] !== undefined;

// A document is a list of texts and of parts [number, file] that several documents share.
async function documentOf(number) {
  if (!have("pictures", number)) await load(`pictures/${number}.js`);
  const pieces = window.alliance.pictures[number];
  const parts = pieces.filter((one) => Array.isArray(one) && !have("parts", one[0]));
  await Promise.all(parts.map(([, file]) => load(file)));
  return pieces.map((one) => (Array.isArray(one) ? window.alliance.parts[one[0]] : one)).join("");
}

const drawing = new WeakMap(); // frame -> promise

// Each frame is drawn once; who asks again waits for the same.
function draw(frame) {
  if (!drawing.has(frame)) drawing.set(frame, put(frame));
  return drawing.get(frame);
}

async function put(frame) {
  try {
    const text = await documentOf(frame.dataset.picture);
    await new Promise((done) => {
      frame.addEventListener("load", done, { once: true });
      frame.loading = "eager"; // it waited for its text alone; what is printed may be far away
      frame.srcdoc = text;
    });
    frame.dataset.drawn = "yes";
  } catch (error) {
    const told = document.createElement("p");
    told.className = "al-missing";
    told.textContent = say("web.no_picture", { file: error.message });
    frame.replaceWith(told);
  }
}

const frames = () => [...document.querySelectorAll("iframe[data-picture]")];
export const drawAll = () => Promise.all(frames().map(draw));

// The first one at once, for its file came with the page; the others when they are near.
export function watchPictures() {
  const [first] = frames();
  if (first) draw(first);
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      draw(target);
    }
  }, { rootMargin: NEAR });
  frames().forEach((frame) => watcher.observe(frame));
}
