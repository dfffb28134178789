// The words of a page in a frame, put there by Python (`style.words`); {braces} are filled in.
const texts = JSON.parse(document.getElementById("al-texts").textContent);
const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
// For a number of things: one has a text of its own.
const count = (key, n, values = {}) => say(n === 1 ? `${key}_one` : key, { n, ...values });
