// Run All Cells of JupyterLab ends on the last cell and takes the reader there. This brings the
// reader back to where they were. When the opening of a lesson is drawn anew while the last cell
// is the active one, all cells were run: nobody runs the opening from there.
const HOLD = 10_000; // ms; a lesson has drawn all its pictures by then
const places = new WeakMap(); // notebook -> where its reader was when they last did something
let doneAt = 0; // when the reader last did anything
let wheelAt = 0; // when they last scrolled

const cellsOf = (panel) => [...panel.querySelectorAll(".jp-Cell")];

function boxOf(panel) {
  const outer = panel.querySelector(".jp-WindowedPanel-outer");
  return outer ?? panel;
}

// The first cell in view, and how far its head is from the upper edge.
function placeOf(panel) {
  const edge = boxOf(panel).getBoundingClientRect().top;
  const cells = cellsOf(panel);
  const cell = cells.find((one) => one.getBoundingClientRect().bottom > edge + 1) ?? cells[0];
  const active = panel.querySelector(".jp-Cell.jp-mod-active") ?? cell;
  return { cell, active, offset: cell ? cell.getBoundingClientRect().top - edge : 0 };
}

function remember() {
  for (const panel of document.querySelectorAll(".jp-Notebook")) {
    if (panel.checkVisibility()) places.set(panel, placeOf(panel));
  }
}

function onDoing(event) {
  if (!event.isTrusted) return;
  doneAt = performance.now();
  if (event.type === "wheel" || event.type === "touchmove") wheelAt = doneAt;
  remember();
}

function onScrolled() {
  if (performance.now() - wheelAt < 400) remember();
}

// A lesson that was never run has no script to remember anything: its reader is at the top.
function topOf(panel) {
  const [first] = cellsOf(panel);
  return { cell: first, active: first, offset: 0, top: true };
}

function putBack(panel, place) {
  const box = boxOf(panel);
  if (place.top) {
    box.scrollTop = 0;
  } else if (place.cell.isConnected) {
    const edge = box.getBoundingClientRect().top;
    box.scrollTop += place.cell.getBoundingClientRect().top - edge - place.offset;
  }
}

// `mark` is an element in the fresh output of the opening.
export function afterRunAll(mark) {
  const panel = mark.closest(".jp-Notebook");
  const opening = mark.closest(".jp-Cell");
  const cells = panel ? cellsOf(panel) : [];
  const last = cells.at(-1);
  if (!opening || opening === last || !last.classList.contains("jp-mod-active")) return;
  const place = places.get(panel) ?? topOf(panel);
  if (place.active === last) return; // the reader was there before
  const since = performance.now();
  // The active cell is what the next Shift+Enter runs.
  if (place.active.isConnected && panel.contains(document.activeElement)) {
    place.active.focus({ preventScroll: true });
  }
  const hold = () => {
    const now = performance.now();
    if (doneAt > since || now - since > HOLD || !panel.isConnected) return;
    putBack(panel, place);
    setTimeout(hold, 100);
  };
  hold();
}

export function watchReader() {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    addEventListener(kind, onDoing, { capture: true, passive: true });
  }
  addEventListener("scroll", onScrolled, { capture: true, passive: true });
}
