// The name on the record: it stays on this page, unless the learner wants the browser to keep it.
const KEY = "record-name";
const field = document.getElementById("rc-name");
const keep = document.getElementById("rc-keep");
const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
const store = (name) => {
  try {
    if (name === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
    return true;
  } catch { return false; } // a page without a store of its own
};
const show = () => keep.setAttribute("aria-pressed", String(stored() !== null));
keep.addEventListener("click", () => { store(stored() === null ? field.value : null); show(); });
// A name is one line, however long; the box around the field grows with it.
const fit = () => { field.parentNode.dataset.name = field.value; };
field.addEventListener("input", () => {
  if (/[\r\n]/.test(field.value)) field.value = field.value.replace(/[\r\n]+/g, " ");
  if (stored() !== null) store(field.value);
  fit();
});
field.value = stored() ?? "";
fit();
show();
