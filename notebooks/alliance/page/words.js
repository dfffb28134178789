// Texts of the catalogue in the page, for panels and frames alike. It imports nothing.
//   filled(text, values)   a text with its {braces} filled in
//   say(key, values)       the same of the text for a key
//   count(key, n, values)  the form for a number: `key_few` where the language has such a form and
//                          the catalogue a text for it, else `key` (CLDR: zero one two few many other)
export const filled = (text, values = {}) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export const wording = (texts, language) => {
  const forms = new Intl.PluralRules(language.replace("_", "-"));
  const say = (key, values) => filled(texts[key], values);
  const count = (key, n, values = {}) => {
    const own = `${key}_${forms.select(n)}`;
    return say(own in texts ? own : key, { n, ...values });
  };
  return { say, count };
};
