// The words of the page, put there when the site was built.
import { wording } from "../../page/words.js";

const found = document.getElementById("al-texts");
export const texts = found ? JSON.parse(found.textContent) : {};
export const { say, count } = wording(texts, document.documentElement.lang);
