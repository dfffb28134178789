// Export, import and reset. The kernel does the work; the page only saves and reads files.
const KEEP = "data-lm-suppress-shortcuts"; // else JupyterLab takes Enter and the arrows

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute(KEEP, "");
  made.addEventListener("click", action);
  return made;
}

function render({ model, el }) {
  const say = (name) => model.get("texts")[`journal.${name}`];
  el.classList.add("al", "al-card");
  el.lang = model.get("language");
  const where = document.createElement("p");
  where.textContent = model.get("where");

  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const show = () => { status.textContent = model.get("status"); };
  model.on("change:status", show);
  show();

  const file = document.createElement("input");
  file.type = "file";
  file.accept = ".txt,text/plain";
  file.hidden = true;
  file.addEventListener("change", async () => {
    if (file.files.length) model.send({ do: "import", text: await file.files[0].text() });
    file.value = "";
  });

  const sure = document.createElement("p");
  sure.hidden = true;
  const reset = button(say("reset"), () => { sure.hidden = false; no.focus(); });
  const yes = button(say("yes"), () => {
    model.send({ do: "reset" });
    sure.hidden = true;
    reset.focus();
  });
  const no = button(say("no"), () => { sure.hidden = true; reset.focus(); });
  sure.append(say("sure"), " ", yes, " ", no);

  const row = document.createElement("p");
  row.append(
    button(say("export"), () => model.send({ do: "export" })), " ",
    button(say("import"), () => file.click()), " ", reset,
  );
  model.on("msg:custom", (message) => {
    if (message.do !== "save") return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([message.text], { type: "text/plain" }));
    link.download = message.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  el.append(where, row, sure, status, file);
}

export default { render };
