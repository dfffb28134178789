// The script of every page of the site: contents, colours, line of progress, pictures, printing,
// the part that opens later, and on the landing page where the reader stands. Nothing here marks
// answers: that is the host's work (host.js).
import { watchContents } from "./page/contents.js";
import { showStanding } from "./page/landing.js";
import { watchLater } from "./page/later.js";
import { watchLinks } from "./page/links.js";
import { watchPictures } from "./page/pictures.js";
import { watchPrinting } from "./page/printing.js";
import { watchTheme } from "./page/theme.js";

watchTheme();
watchPictures();
watchContents();
watchLater();
watchLinks();
watchPrinting();
showStanding();
