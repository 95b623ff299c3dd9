// Rows that lie below each other, one for each name. Names stand beside their rows or, where that would take too much of
// the width, above them.
import { max } from "d3-array";
import { LINE, measure, wrap, write } from "./svg.js";

const SHARE = 0.4; // of the width, for names beside
const NARROW = 500; // in a picture so wide, names beside have one line
const LINES = 2; // that a name has at most
const GAP = 8;
export const THICK = 14; // a row

export function layRows(names, width, top) {
  const broken = names.map((name) => wrap(name, width * SHARE));
  const beside = broken.every((lines) => lines.length <= (width < NARROW ? 1 : LINES));
  const left = beside ? Math.ceil(max(broken.flat(), measure)) + GAP : 0;
  const places = new Map();
  const labels = [];
  let bottom = top;
  names.forEach((name, one) => {
    const lines = beside ? broken[one] : wrap(name, width, LINES);
    const high = lines.length * LINE;
    labels.push(write(lines, beside ? left - GAP : 0, bottom + LINE / 2, beside ? "end" : "start", "halo"));
    const y = beside ? bottom + (high - THICK) / 2 : bottom + high;
    places.set(name, y);
    bottom = (beside ? bottom + high : y + THICK) + GAP;
  });
  return { left, bottom, y: (name) => places.get(name), labels };
}
