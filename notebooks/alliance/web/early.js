// Runs in the head, before anything is painted: that there are scripts, and which colours the
// reader has chosen.
const root = document.documentElement;
root.className = "js";
try {
  const theme = localStorage.getItem("alliance:theme");
  if (theme) root.dataset.theme = theme;
} catch { /* storage is refused: the colours of the system */ }
