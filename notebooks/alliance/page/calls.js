// How a panel speaks: to those who listen (a live region), and to the kernel (messages that wait for
// an answer).
import { h } from "./dom.js";

const PATIENCE = 4000; // ms until something is said about a kernel that does not answer

// A live region, and say(words). It is emptied first, or a screen reader would not repeat the same
// sentence.
export function voice() {
  const element = h("div", { class: "al-hidden", role: "status", "aria-live": "polite" });
  const say = (words) => {
    element.textContent = "";
    setTimeout(() => { element.textContent = words; }, 60);
  };
  return { element, say };
}

// Messages to the kernel of a model. `words` has what is said without an answer: busy, lost.
export class Calls {
  constructor(model, id, words) {
    Object.assign(this, { model, id, words, sent: 0, waiting: new Map() });
  }

  // done({ text, taken }) is called with the answer. Until there is one it is called every few
  // seconds with what is in the way, and `unanswered`: a kernel that is "busy" will answer, one
  // that is "lost" hardly, so the message may be sent again.
  send(message, done) {
    const request = `${this.id}-${++this.sent}`;
    const call = { done };
    const late = () => {
      const unanswered = this.status() === "busy" ? "busy" : "lost";
      if (unanswered === "busy") call.timer = setTimeout(late, PATIENCE);
      done({ text: this.words[unanswered], taken: false, unanswered });
    };
    this.waiting.set(request, call);
    call.timer = setTimeout(late, PATIENCE);
    try {
      this.model.send({ ...message, request });
    } catch {
      clearTimeout(call.timer);
      late();
    }
  }

  status() {
    try { return this.model.widget_manager.kernel.status; } catch { return ""; }
  }

  heard(message) {
    const call = this.waiting.get(message.request);
    if (!call) return;
    clearTimeout(call.timer);
    this.waiting.delete(message.request);
    call.done(message);
  }

  close() { this.waiting.forEach(({ timer }) => clearTimeout(timer)); }
}
