// The articles inside their frame: a bar of squares for each group, from the strongest; under it the
// groups, each article a native disclosure; and two filters.
import { h } from "../../page/dom.js";
import { $, fit } from "../../page/frame.js";
import { count, say } from "../../page/say.js";
import { data, plain, worded, upper, links, choose, tell } from "../frame.js";

const kept = { strength: "", evidence: "" };

// One square an article; its pattern is that of the group. A click on it is a short way to the
// article for pointers; screen readers and keys have the list.
const bar = (group) => h("div", { class: "ar-bar" },
  data.articles.filter((article) => article.strength === group).map((article) =>
    h("span", { class: `ar-square ar-g${group % 5}`, "data-number": article.number,
      "data-evidence": article.evidence, title: article.topic, onclick: () => reach(article.number) },
    h("b", {}, article.number))));
const reach = (number) => {
  const found = document.querySelector(`details[data-number="${number}"]`);
  found.open = true;
  found.querySelector("summary").focus();
  found.scrollIntoView({ block: "nearest" });
};

const entry = (article) => h("details", { class: "ar-article", "data-number": article.number },
  h("summary", {}, h("span", { class: "ar-number" }, say("articles.number", article)), " ",
    h("span", { class: "ar-topic" }, article.topic), " ",
    h("span", { class: "ar-evidence" }, worded("evidence", article.evidence))),
  h("p", {}, article.summary),
  article.note ? h("p", { class: "ex-small" }, article.note) : "",
  h("p", { class: "ex-small" }, `${say("explore.sources")}: `, links(article.sources)));

const groups = data.groups.map(([name, meaning], k) => {
  const list = h("div", { class: "ar-list" },
    data.articles.filter((a) => a.strength === k).map(entry));
  const [told, number] = [h("span", { class: "ar-count" }), h("span", {})];
  const section = h("section", { "aria-labelledby": `ar-h${k}` },
    h("h4", { id: `ar-h${k}` }, upper(plain(name)), " ", told),
    meaning ? h("p", { class: "ex-small" }, upper(meaning), ".") : "", list);
  const row = h("div", { class: "ar-row" },
    h("span", { class: "ar-label" }, upper(plain(name)), " ", number), bar(k));
  return { section, row, told, number };
});

const draw = () => {
  let shown = 0;
  groups.forEach((group, k) => {
    let here = 0;
    for (const article of data.articles.filter((each) => each.strength === k)) {
      const fits = (kept.strength === "" || Number(kept.strength) === k)
        && (kept.evidence === "" || article.evidence === kept.evidence);
      for (const part of [group.section, group.row]) {
        part.querySelector(`[data-number="${article.number}"]`).hidden = !fits;
      }
      here += fits;
    }
    group.section.hidden = !here;
    group.number.textContent = here;
    group.told.textContent = count("articles.count", here);
    shown += here;
  });
  const words = say("articles.shown", { shown, all: data.articles.length });
  $("ar-shown").textContent = shown ? words : `${words} ${say("articles.nothing")}`;
  fit();
};
const filter = (name) => (change) => { kept[name] = change.target.value; draw(); };
const open = (all) => () => {
  document.querySelectorAll(".ar-article").forEach((each) => { each.open = all; });
  tell(say(all ? "articles.opened" : "articles.closed"));
  fit();
};

$("ex-root").append(h("div", { class: "ex-controls" },
  choose({ id: "ar-strength", label: say("articles.strength"), onchange: filter("strength"),
    options: [["", say("articles.all")], ...data.groups.map(([name], k) => [k, upper(plain(name))])] }),
  choose({ id: "ar-evidence", label: say("explore.evidence"), onchange: filter("evidence"),
    options: [["", say("articles.all")],
      ...data.evidence.map((name) => [name, worded("evidence", name)])] }),
  h("div", { class: "ar-buttons" },
    h("button", { type: "button", onclick: open(true), id: "ar-open" }, say("articles.open")), " ",
    h("button", { type: "button", onclick: open(false), id: "ar-close" }, say("articles.close")))),
h("p", { id: "ar-shown", class: "ex-count", role: "status" }),
h("div", { class: "ar-chart", "aria-hidden": "true" }, groups.map((group) => group.row)),
h("p", { class: "ar-key ex-small", "aria-hidden": "true" }, say("articles.key")),
...groups.map((group) => group.section));
draw();
