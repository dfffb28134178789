// Export, import and reset. The kernel does the work; the page only saves and reads files.
import { h } from "../page/dom.js";
import { download } from "../page/download.js";
import { forgetDrafts } from "../page/forget.js";
import { wording } from "../page/words.js";

const PART = 2 ** 20; // characters in one message: a server may refuse a longer one

// Sends whole lines, for a character that is cut in two would not arrive.
function sendInParts(model, text) {
  let start = 0;
  while (start < text.length) {
    const cut = text.lastIndexOf("\n", start + PART) + 1;
    const end = start + PART >= text.length || cut <= start ? text.length : cut;
    model.send({ do: "import", text: text.slice(start, end), more: end < text.length });
    start = end;
  }
}

function render({ model, el }) {
  const { say } = wording(model.get("texts"), model.get("language"));
  const button = (key, onclick) => h("button", { type: "button", text: say(key), onclick });
  el.classList.add("al", "al-card");
  el.lang = model.get("language");

  const status = h("p", { role: "status" });
  const show = () => { status.textContent = model.get("status"); };
  model.on("change:status", show);
  show();

  const file = h("input", { type: "file", accept: ".txt,text/plain", hidden: true,
    onchange: async () => {
      if (file.files.length) sendInParts(model, await file.files[0].text());
      file.value = "";
    } });

  const reset = button("journal.reset", () => { sure.hidden = false; no.focus(); });
  const yes = button("journal.yes", () => {
    model.send({ do: "reset" });
    sure.hidden = true;
    reset.focus();
  });
  const no = button("journal.no", () => { sure.hidden = true; reset.focus(); });
  const sure = h("p", { hidden: true }, say("journal.sure"), " ", yes, " ", no);

  model.on("msg:custom", (message) => {
    if (message.do === "save") download(message.name, message.text, "text/plain");
    if (message.do === "forget") forgetDrafts(message.mark);
  });
  el.append(h("p", { text: model.get("where") }), h("p", {},
    button("journal.export", () => model.send({ do: "export" })), " ",
    button("journal.import", () => file.click()), " ", reset), sure, status, file);
}

export default { render };
