// Texts of the catalogue in the page, for panels and frames alike. It imports nothing.
//   say(key, values)       the text with its {braces} filled in
//   count(key, n, values)  the form for a number: `key_few` where the language has such a form and
//                          the catalogue a text for it, else `key` (CLDR: zero one two few many other)
export const wording = (texts, language) => {
  const forms = new Intl.PluralRules(language.replace("_", "-"));
  const say = (key, values = {}) =>
    texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const count = (key, n, values = {}) => {
    const own = `${key}_${forms.select(n)}`;
    return say(own in texts ? own : key, { n, ...values });
  };
  return { say, count };
};
