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

// What may be in the way of an answer: the kernel works on something else, is not ready yet, could
// not be started, or is gone.
export const STATES = ["busy", "starting", "failed", "lost"];

// Whether a kernel in this state will answer by and by.
export const willAnswer = (status) => status === "busy" || status === "starting";

// Messages to the kernel of a model. `words` has what is said without an answer, by state.
export class Calls {
  constructor(model, id, words) {
    Object.assign(this, { model, id, words, sent: 0, waiting: new Map() });
  }

  // done({ text, taken }) is called with the answer. Until there is one it is called every few
  // seconds with what is in the way, and `unanswered`: a kernel that is "busy" or "starting" will
  // answer, one that "failed" or is "lost" hardly, so the message may be sent again.
  send(message, done) {
    const request = `${this.id}-${++this.sent}`;
    const call = { done };
    const late = () => {
      const status = this.status();
      const unanswered = STATES.includes(status) ? status : "lost";
      if (willAnswer(unanswered)) call.timer = setTimeout(late, PATIENCE);
      done({ text: this.words[unanswered], taken: false, unanswered });
    };
    this.waiting.set(request, call);
    // A page whose marking is not ready yet says so at once.
    call.timer = setTimeout(late, this.status() === "starting" ? 0 : PATIENCE);
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
