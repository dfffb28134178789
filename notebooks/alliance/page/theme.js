// A page in a frame follows the theme of the notebook around it, also when that changes later.
// Where there is no notebook (a saved page opened by itself), the sheet's own values hold.
const names = ["--jp-content-font-color1", "--jp-layout-color0", "--jp-layout-color1",
  "--jp-layout-color2", "--jp-border-color1", "--jp-content-font-family", "--jp-content-font-size1"];
const follow = () => {
  try {
    const theme = parent.getComputedStyle(parent.document.body);
    for (const name of names) {
      const value = theme.getPropertyValue(name).trim();
      if (value) document.documentElement.style.setProperty(name, value);
    }
    const light = parent.document.body.dataset.jpThemeLight;
    if (light) document.documentElement.style.colorScheme = light === "true" ? "light" : "dark";
  } catch { /* another origin around the frame: keep the sheet's own values */ }
};
follow();
// The theme's sheet arrives a little after its name.
const soon = () => [0, 100, 500, 1500].forEach((ms) => setTimeout(follow, ms));
soon();
try {
  new MutationObserver(soon).observe(parent.document.body, { attributes: true });
} catch { /* as above */ }
