// What Python sends, such as the table of results, links to notebooks: here they are pages.
const ENDING = ".ipynb";

export function watchLinks() {
  const pages = new Set([...document.querySelectorAll(".al-contents ul a, .al-lessons a")]
    .map((link) => link.getAttribute("href")));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const [file, mark] = link?.getAttribute("href").split("#") ?? [""];
    const page = `${file.slice(0, -ENDING.length)}.html`;
    if (!file.endsWith(ENDING) || !pages.has(page)) return;
    link.setAttribute("href", mark === undefined ? page : `${page}#${mark}`);
  }, true);
}
