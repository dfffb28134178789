// How every page of the package makes its elements and ids. It imports nothing.

// The notebook takes keys away from what is focused, unless it carries this attribute.
export const KEEP = "data-lm-suppress-shortcuts";
const FOCUSABLE = "a,button,input,select,textarea,summary,[tabindex]";

// h("p", {class, text, html, on…, attribute}, ...children) -> element; lists of children are
// flattened, and what is not there (false, null, undefined, "", a length of 0) is left out; a
// number to be read is given as text.
export const h = (tag, given, ...children) => fill(document.createElement(tag), given, children);

// The same for elements of a drawing.
export const svg = (tag, given, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), given, children);

function fill(element, given = {}, children = []) {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "html") setHtml(element, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(Boolean));
  if (element.matches(FOCUSABLE)) element.setAttribute(KEEP, "");
  return element;
}

// The HTML comes from the kernel, which has escaped it.
export function setHtml(element, html) {
  element.innerHTML = html;
  element.querySelectorAll(FOCUSABLE).forEach((inner) => inner.setAttribute(KEEP, ""));
}

// An id, or a name of a group, that nothing else in the document has. Several notebooks may stand
// in one page, each with this script anew, so the document itself keeps the count.
export function uid(name) {
  document.allianceIds = (document.allianceIds ?? 0) + 1;
  return `${name}-${document.allianceIds}`;
}
