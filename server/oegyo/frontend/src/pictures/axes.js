// Axes of amounts and of time. They have as many marks as there is room for, so that no label meets another or is cut.
import { nice, ticks } from "d3-array";
import { utcTicks } from "d3-time";
import { amounts, dateLabels } from "./language.js";
import { LINE, draw, measure, write } from "./svg.js";

const APART = 14; // between two labels
const MARK = 44; // the least that lies between two marks of an axis
const GAP = 8; // between a label and what it is of

// Where on the stretch from `from` to `to` a value between `low` and `high` lies.
export function linear([low, high], [from, to]) {
  return (value) => (high > low ? from + ((value - low) / (high - low)) * (to - from) : (from + to) / 2);
}

// The axis of `values` at the left of a picture, from `bottom` up to `top`, with 0 and the lines that go from it.
export function amountAxis(values, bottom, top, width, title) {
  const count = Math.max(2, Math.floor((bottom - top) / MARK));
  const domain = nice(Math.min(0, ...values), Math.max(0, ...values) || 1, count);
  const whole = values.every(Number.isInteger);
  const marks = ticks(...domain, count).filter((mark) => !whole || Number.isInteger(mark));
  const labels = amounts(marks);
  const left = Math.ceil(Math.max(...labels.map(measure))) + GAP;
  const place = linear(domain, [bottom, top]);
  const drawn = marks.flatMap((mark, one) => [
    draw("line", { x1: left, x2: width, y1: place(mark), y2: place(mark), class: mark === 0 ? "base" : "grid" }),
    write([labels[one]], left - GAP, place(mark), "end"),
  ]);
  return { left, place, drawn: [...drawn, write([title], 0, LINE / 2, "start", "soft")] };
}

// The axis of time between two days, over the stretch from `left` to `right`, its labels beginning at `y`.
export function timeAxis(days, [left, right], y, width) {
  const place = linear(days, [left, right]);
  const { at, labels } = marksOf(days, place, (right - left) / MARK);
  const drawn = at.map((x, one) => label(labels[one], x, y, width));
  return { place, at, drawn, height: LINE * Math.max(0, ...labels.map((lines) => lines.length)) };
}

// The label of a mark at x, inside a picture of this width.
export function label(lines, x, y, width) {
  const half = widest(lines) / 2;
  return write(lines, Math.min(Math.max(x, half), width - half), y + LINE / 2, "middle");
}

// Whether no label at these places meets the next one.
export function fit(at, labels) {
  return at.every((x, one) => !one || x - at[one - 1] >= (widest(labels[one - 1]) + widest(labels[one])) / 2 + APART);
}

function marksOf(days, place, most) {
  for (let count = Math.ceil(most); count > 1; count -= 1) {
    const marks = utcTicks(...days, count);
    const [at, labels] = [marks.map(place), dateLabels(marks)];
    if (fit(at, labels)) return { at, labels };
  }
  return { at: [place(days[0])], labels: dateLabels([days[0]]) };
}

function widest(lines) {
  return Math.max(...lines.map(measure));
}
