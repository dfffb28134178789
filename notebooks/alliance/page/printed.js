// The two buttons of a page to print.
document.getElementById("pr-print").addEventListener("click", () => window.print());

// Saves the page as it is now: what was typed into fields goes along, scripts and buttons do not.
function asFile() {
  const copy = document.documentElement.cloneNode(true);
  const typed = [...document.querySelectorAll("input, textarea")];
  copy.querySelectorAll("input, textarea").forEach((field, k) => {
    const text = document.createElement("span");
    text.textContent = typed[k].value;
    field.replaceWith(text);
  });
  copy.querySelectorAll("script, button").forEach((element) => element.remove());
  copy.removeAttribute("style"); // the colours of the notebook's theme
  return `<!DOCTYPE html>\n${copy.outerHTML}`;
}

document.getElementById("pr-save").addEventListener("click", ({ target }) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([asFile()], { type: "text/html" }));
  link.download = target.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
});
