// The words of the page, put there when the site was built.
import { wording } from "../../page/words.js";

const found = document.getElementById("al-texts");
export const texts = found ? JSON.parse(found.textContent) : {};
const words = wording(texts, document.documentElement.lang);
export const say = words.say;
export const count = words.count;
