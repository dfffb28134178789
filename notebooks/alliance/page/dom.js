// How panels make the elements of a page; put before the script of each.

// The notebook takes keys away from what is focused, unless it carries this attribute.
const KEEP = "data-lm-suppress-shortcuts";
const FOCUSABLE = "a,button,input,select,textarea,summary,[tabindex]";

// h("p", {class, text, html, on…, attribute}, ...children) -> element
function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "html") setHtml(element, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(Boolean));
  if (element.matches(FOCUSABLE)) element.setAttribute(KEEP, "");
  return element;
}

// The HTML comes from the kernel, which has escaped it.
function setHtml(element, html) {
  element.innerHTML = html;
  element.querySelectorAll(FOCUSABLE).forEach((inner) => inner.setAttribute(KEEP, ""));
}
