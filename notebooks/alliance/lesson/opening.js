// Started by the opening of a lesson, once for all lessons on a page; the others find it at work.
// `sheet` holds the rules of opening.css. Outputs speak to it through templates: `data-cited`
// brings sources, `data-opening` tells that the opening was drawn, `data-later` that the part after the
// forecast is open or shut.
function take(kind, use) {
  for (const mark of document.querySelectorAll(`template[data-${kind}]:not([data-taken])`)) {
    mark.dataset.taken = "";
    use(mark);
  }
}

function look() {
  take("cited", collect);
  take("opening", afterRunAll);
  take("later", (mark) => { panelOf(mark).dataset.alLater = mark.dataset.later; });
  nameLinks();
}

function install() {
  document.alLesson = true;
  document.head.append(h("style", { text: sheet }));
  watchCitations();
  watchReader();
  let waits = 0;
  new MutationObserver(() => {
    waits ||= setTimeout(() => { waits = 0; look(); }, 100);
  }).observe(document.body, { childList: true, subtree: true });
  look();
}

if (!document.alLesson) install();
