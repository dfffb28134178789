// A show of hands on a question with options: think, vote, talk, vote again, then what is right
// (peer instruction: Crouch and Mazur 2001). The teacher types hands or counts them up with keys.
import { h } from "../../page/dom.js";
import { count, say } from "../page/texts.js";

const MOST = 9999;
const VOTES = ["present.vote_1", "present.vote_2"];

// The question on the screen that hands can be raised for, as its parts.
function asked(screen) {
  for (const { el } of screen.pieces) {
    const rows = [...el.querySelectorAll(".q-option")]
      .filter((row) => row.querySelector("input[type=radio], input[type=checkbox]"));
    if (el.matches(".q-question") && rows.length > 1) return { el, rows };
  }
  return null;
}

export class Hands {
  constructor(screens, record) {
    Object.assign(this, { screens, record, put: new Map(), callbacks: [] });
    screens.on(() => this.look());
  }

  on(callback) { this.callbacks.push(callback); }

  // Puts the counters up beside the options of the question that is shown.
  look() {
    const found = asked(this.screens.now);
    this.current = found ? this.put.get(found.el) ?? this.putUp(found) : null;
    this.callbacks.forEach((callback) => callback(this));
  }

  putUp({ el, rows }) {
    // Options of one name belong together: “true or false” and its reasons are two groups.
    const names = [...new Set(rows.map((row) => row.querySelector("input").name))];
    const options = rows.map((row) => {
      const { name, value } = row.querySelector("input");
      return { key: `${names.indexOf(name)}:${value}`, group: names.indexOf(name), text: row.querySelector("label").textContent.trim() };
    });
    const stem = el.querySelector(".q-stem")?.textContent.trim() ?? "";
    const id = el.dataset.key ?? stem;
    const kept = this.record.of(id);
    const vote = { id, el, rows, options, stem, turn: kept?.votes?.[1] ? 1 : 0, votes: kept?.votes ?? [{}], right: kept?.right };
    vote.fields = rows.map((row, k) => this.counter(vote, row, k));
    el.append(vote.tools = this.tools(vote));
    el.classList.add("al-hands");
    this.put.set(el, vote);
    this.draw(vote);
    return vote;
  }

  counter(vote, row, k) {
    const name = say("present.hands_for", { option: vote.options[k].text });
    const field = h("input", { type: "number", min: "0", max: String(MOST), class: "al-count", "aria-label": name,
      oninput: () => this.set(vote, k, field.value) });
    const step = (by, sign) => h("button", { type: "button", class: "al-step", text: sign, tabindex: by < 0 ? "-1" : "0",
      "aria-label": `${name} ${sign}`, onclick: () => this.add(vote, k, by) });
    const bars = [0, 1].map((turn) => h("span", { class: `al-share al-share-${turn + 1}` }));
    row.append(h("span", { class: "al-counting" }, step(-1, "−"), field, step(1, "+")), h("span", { class: "al-shares" }, ...bars));
    return { field, bars };
  }

  tools(vote) {
    vote.again = h("button", { type: "button", text: say("present.second"), onclick: () => this.second(vote) });
    vote.tell = h("button", { type: "button", text: say("present.reveal"), onclick: () => this.reveal(vote) });
    vote.said = h("p", { class: "al-voted", role: "status" });
    return h("div", { class: "al-vote" }, vote.said, h("div", { class: "al-vote-tools" }, vote.again, vote.tell));
  }

  add(vote, k, by) {
    const { key } = vote.options[k];
    this.set(vote, k, (vote.votes[vote.turn][key] ?? 0) + by);
  }

  set(vote, k, value) {
    const n = Math.min(MOST, Math.max(0, Math.round(Number(value) || 0)));
    vote.votes[vote.turn] = { ...vote.votes[vote.turn], [vote.options[k].key]: n };
    this.keep(vote);
  }

  // A key of the keyboard: one hand more, or fewer, for the option of that number.
  raise(number, by) {
    const vote = this.current;
    if (vote && number <= vote.options.length) this.add(vote, number - 1, by);
  }

  second(vote) {
    vote.turn = 1;
    vote.votes[1] ??= {};
    this.keep(vote);
  }

  keep(vote) {
    const { stem, options, votes, right } = vote;
    this.record.keep(vote.id, { stem, options, votes, right });
    this.draw(vote);
    this.callbacks.forEach((callback) => callback(this));
  }

  // Hands that were raised in all, or in one group of options.
  total(vote, turn, group = 0) {
    return vote.options.filter((one) => one.group === group).reduce((sum, { key }) => sum + (vote.votes[turn]?.[key] ?? 0), 0);
  }

  draw(vote) {
    vote.fields.forEach(({ field, bars }, k) => {
      const { key, group } = vote.options[k];
      const n = vote.votes[vote.turn][key];
      if (Number(field.value || 0) !== (n ?? 0) || field.value === "") field.value = n ?? "";
      bars.forEach((bar, turn) => {
        const of = this.total(vote, turn, group), mine = vote.votes[turn]?.[key] ?? 0;
        bar.hidden = !of;
        bar.style.setProperty("--share", of ? mine / of : 0);
        bar.textContent = of ? say("present.share", { n: mine, percent: Math.round((100 * mine) / of) }) : "";
      });
    });
    const said = [0, 1].filter((turn) => this.total(vote, turn))
      .map((turn) => count(VOTES[turn], this.total(vote, turn)));
    vote.said.textContent = said.join(" ");
    vote.again.hidden = vote.turn === 1 || Boolean(vote.right) || !this.total(vote, 0);
    vote.tell.hidden = Boolean(vote.right) || this.isTold(vote);
  }

  isTold({ rows }) { return rows.every((row) => row.querySelector("input").disabled); }

  // What is answered for the class at a try: of each group of options the one with most hands, at
  // the next try the one with next most; of boxes, those with at least half as many as the most,
  // then one less. A question tells what is right only when its tries are used up.
  chosen(vote, tries) {
    const votes = vote.votes[vote.turn];
    const several = vote.rows[0].querySelector("input").type === "checkbox";
    const groups = [...new Set(vote.options.map(({ group }) => group))];
    return groups.flatMap((group) => {
      const keys = vote.options.filter((one) => one.group === group).map(({ key }) => key)
        .sort((a, b) => (votes[b] ?? 0) - (votes[a] ?? 0));
      if (!several) return [keys[tries % keys.length]];
      const most = votes[keys[0]] ?? 0;
      const liked = keys.filter((key) => most && (votes[key] ?? 0) >= most / 2);
      return keys.slice(0, Math.max(1, (liked.length || keys.length) - tries));
    });
  }

  // Answers for the class with what it voted for, until the question tells what is right.
  async reveal(vote) {
    vote.tell.disabled = true;
    const most = vote.options.length + 1;
    for (let tries = 0; tries < most && !this.isTold(vote); tries += 1) {
      const chosen = this.chosen(vote, tries);
      vote.rows.forEach((row, k) => {
        const input = row.querySelector("input");
        const wanted = chosen.includes(vote.options[k].key);
        if (input.type === "checkbox" ? input.checked !== wanted : wanted) input.click();
      });
      const before = this.seen(vote);
      vote.el.querySelector(".q-check").click();
      await this.changed(vote, before);
    }
    vote.tell.disabled = false;
    if (!this.isTold(vote)) return;
    vote.right = vote.options.filter((_, k) => ["right", "missed"].includes(vote.rows[k].dataset.verdict)).map(({ key }) => key);
    this.keep(vote);
  }

  // What a question says of the last try.
  seen({ el }) { return [".q-result", ".q-message", ".q-check"].map((one) => el.querySelector(one)?.textContent).join("|"); }

  changed(vote, before) {
    return new Promise((done) => {
      const until = performance.now() + 15_000; // marking may still be getting ready
      const look = () => {
        if (this.seen(vote) !== before || this.isTold(vote) || performance.now() > until) done();
        else setTimeout(look, 50);
      };
      look();
    });
  }
}
