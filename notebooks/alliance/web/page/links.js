// What Python sends, such as the table of results, links to notebooks: here they are pages.
const NOTEBOOK = /^([^/#?:]+)\.ipynb(#.*)?$/;

export function watchLinks() {
  const pages = new Set([...document.querySelectorAll(".al-contents ul a, .al-lessons a")]
    .map((link) => link.getAttribute("href")));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const [, name, mark] = NOTEBOOK.exec(link?.getAttribute("href") ?? "") ?? [];
    if (name && pages.has(`${name}.html`)) link.setAttribute("href", `${name}.html${mark ?? ""}`);
  }, true);
}
