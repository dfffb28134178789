// Show the terms whose name or explanation holds what is typed; say how many there are.
import { count } from "../page/say.js";

const field = document.getElementById("find");
const status = document.getElementById("count");
const entries = [...document.querySelectorAll("dl > div")];
field.addEventListener("input", () => {
  const wanted = field.value.trim().toLowerCase();
  let shown = 0;
  for (const entry of entries) {
    entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
    if (!entry.hidden) shown += 1;
  }
  status.textContent = count("glossary.count", shown);
});
