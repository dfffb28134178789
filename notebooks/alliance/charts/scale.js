// Scales of charts in the page, from round number to round number: the twin of charts/scale.py.
import { h, svg } from "../page/dom.js";
import { say } from "../page/say.js";

const digits = (n) => n.toLocaleString("en", { maximumSignificantDigits: 12 });

// A number as a reader reads it: “28,000”, “6.5 million”; only where nothing is lost.
export const figure = (value) => {
  const [sign, size] = [value < 0 ? "−" : "", Math.abs(value)];
  for (const [power, key] of [[1e9, "chart.billion"], [1e6, "chart.million"]]) {
    const part = Math.round(size / power * 1000) / 1000;
    const whole = Math.abs(part * power - size) <= 1e-9 * size;
    if (part >= 1 && whole) return sign + say(key, { n: digits(part) });
  }
  return sign + digits(size);
};

// From values to per cent of the width: { at, ticks, words }, null where there is nothing to place.
export const scaleOf = (all, dated) => {
  const ends = all.flatMap((row) => [row.low, row.high]).filter((end) => end !== null);
  if (!ends.length) return null;
  let low = dated ? Math.min(...ends) : 0;
  let high = Math.max(...ends);
  if (high === low) high = low + 1;
  const least = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(least));
  const round = [1, 2, 2.5, 5, 10].map((k) => k * power).find((step) => step >= least * 0.999);
  const step = dated ? Math.max(1, Math.ceil(round)) : round;
  low = Math.floor(low / step + 1e-9) * step;
  high = Math.ceil(high / step - 1e-9) * step;
  const count = Math.round((high - low) / step);
  const ticks = Array.from({ length: count + 1 }, (_, k) => Number((low + k * step).toFixed(6)));
  const open = all.some((row) => row.low === null || row.high === null);
  const at = (value) => 1 + (value - low) / (high - low) * ((open ? 90 : 98) - 1);
  return { at, ticks, words: (value) => dated ? String(value) : figure(value) };
};

// The lines of the ticks and their words, behind the rows.
export const grid = (scale) => {
  const group = svg("g", { class: "ch-grid" });
  const long = Math.max(...scale.ticks.map((tick) => scale.words(tick).length)) > 6;
  const [kind, most] = long ? ["ch-middle", 3] : ["ch-wide", 4];
  scale.ticks.forEach((tick, k) => {
    const x = scale.at(tick);
    const attributes = { x1: `${x}%`, x2: `${x}%`, y1: 0, y2: "100%" };
    group.append(svg("line", tick === 0 ? { ...attributes, class: "ch-zero" } : attributes));
    const anchor = x < 6 ? "start" : x > 94 ? "end" : "middle";
    const hide = scale.ticks.length > most && k % 2 ? { class: kind } : {};
    group.append(svg("text", { x: `${x}%`, y: "100%", dy: 19, "text-anchor": anchor, ...hide },
      scale.words(tick)));
  });
  return h("div", { class: "ch-back", "aria-hidden": "true" }, svg("svg", {}, group));
};
