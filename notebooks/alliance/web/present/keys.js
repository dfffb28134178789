// Keys of a clicker and of a keyboard, swipes, and nothing that an explorer needs for itself: in a
// field, a list, a slider or a drawing only Page Up and Page Down lead on.
const OWN = "input, textarea, select, [role=slider], [role=listbox], [role=group] [tabindex], .leaflet-container, svg [tabindex], [contenteditable]";
const SWIPE = 60; // CSS pixels

export function watchKeys({ screens, bar, hands, clock }) {
  const actions = {
    PageDown: () => screens.next(), ArrowRight: () => screens.next(), ArrowDown: () => screens.next(),
    " ": () => screens.next(), PageUp: () => screens.back(), ArrowLeft: () => screens.back(),
    ArrowUp: () => screens.back(), Home: () => screens.show(0), End: () => screens.show(screens.list.length - 1),
    b: () => bar.blank(), ".": () => bar.blank(), o: () => bar.overview(), t: () => clock.toggle(),
    Escape: () => bar.escape(),
  };
  const pressed = (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const clicker = key === "PageDown" || key === "PageUp" || key === "Escape";
    const inside = target.closest?.(OWN) || target.ownerDocument !== document;
    if (inside && !clicker) return;
    if (target.closest?.("dialog") && key !== "PageDown" && key !== "PageUp") return;
    // A button or a link keeps the keys that press it.
    if ((key === " " || key === "Enter") && target.closest?.("button, a, summary, label")) return;
    if (bar.isBlank && key !== "Escape" && key !== "PageUp" && key !== "PageDown" && key !== "b" && key !== ".") return;
    const act = actions[key.length === 1 ? key.toLowerCase() : key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      if (bar.isBlank && clicker) bar.blank();
      else act();
    } else if (event.code.startsWith("Digit") && event.code !== "Digit0") hands.raise(Number(event.code.slice(-1)), event.shiftKey ? -1 : 1);
  };
  addEventListener("keydown", pressed, true);
  // A frame that has the focus gets the keys; it hands on those of a clicker.
  const inFrame = (frame) => {
    try { frame.contentWindow.addEventListener("keydown", pressed, true); } catch { /* of another origin */ }
  };
  document.querySelectorAll("iframe").forEach((frame) => {
    inFrame(frame);
    frame.addEventListener("load", () => inFrame(frame));
  });
  swipes(screens);
}

function swipes(screens) {
  let from = null;
  screens.main.addEventListener("pointerdown", (event) => {
    from = event.pointerType === "touch" && !event.target.closest(`${OWN}, .al-scroll-x, button, label`)
      ? { x: event.clientX, y: event.clientY } : null;
  });
  screens.main.addEventListener("pointerup", (event) => {
    if (!from) return;
    const across = event.clientX - from.x, down = event.clientY - from.y;
    from = null;
    if (Math.abs(across) < SWIPE || Math.abs(down) > Math.abs(across) / 2) return;
    if (across < 0) screens.next();
    else screens.back();
  });
}
