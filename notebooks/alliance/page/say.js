// The words of a page in a frame, put there by Python (`frames.words`).
import { wording } from "./words.js";

export const texts = JSON.parse(document.getElementById("al-texts").textContent);
const words = wording(texts, document.documentElement.lang);
export const say = words.say;
export const count = words.count;
