// The time that a section or a prompt has. It can be stopped and hidden; when it is over, nothing
// happens: the class goes on until its teacher does.
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export class Clock {
  constructor() {
    this.left = 0;
    this.running = false;
    this.callbacks = [];
    setInterval(() => {
      if (!this.running) return;
      this.left = Math.max(0, Math.round((this.until - Date.now()) / 1000));
      this.tell();
    }, 250);
  }

  on(callback) { this.callbacks.push(callback); }

  tell() { this.callbacks.forEach((callback) => callback(this)); }

  // Takes the minutes of what is shown, unless a time is running.
  take(minutes) {
    if (this.running) return;
    this.minutes = minutes;
    this.left = minutes * 60;
    this.tell();
  }

  toggle() {
    if (!this.minutes) return;
    if (!this.running && !this.left) this.left = this.minutes * 60;
    this.running = !this.running;
    this.until = Date.now() + this.left * 1000;
    this.tell();
  }

  stop() {
    this.running = false;
    this.left = (this.minutes ?? 0) * 60;
    this.tell();
  }

  get text() { return clock(this.left); }
}
