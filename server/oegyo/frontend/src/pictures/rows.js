// Rows that lie below each other, one for each name. Names stand beside their rows or, where that would take too much of
// the width, above them.
import { axisY } from "@observablehq/plot";
import { LINE, measure, wrap } from "./svg.js";

const SHARE = 0.4; // of the width, for names beside
const NARROW = 500; // in a picture so wide, names beside have one line
const LINES = 2; // that a name has at most
const GAP = 8;
const THICK = 14; // a row

// The axis of `names` with the margin it needs, how high the rows are together, and the insets of the bars in them.
// Beside them, at least a `margin` stays free.
export function layRows(names, width, margin = 0) {
  const broken = names.map((name) => wrap(name, width * SHARE));
  const beside = broken.every((lines) => lines.length <= (width < NARROW ? 1 : LINES));
  const labels = new Map(names.map((name, one) => [name, beside ? broken[one] : wrap(name, width, LINES)]));
  const text = LINE * Math.max(...[...labels.values()].map((lines) => lines.length));
  const row = GAP + (beside ? Math.max(text, THICK) : text + THICK);
  const above = { textAnchor: "start", lineAnchor: "bottom", dx: -margin, dy: text - row / 2 - 3 };
  return {
    marginLeft: beside ? Math.max(margin, Math.ceil(Math.max(...broken.flat().map(measure))) + GAP) : margin,
    height: row * names.length,
    scale: { type: "band", domain: names, padding: 0 },
    insets: { insetTop: beside ? (row - THICK) / 2 : text, insetBottom: beside ? (row - THICK) / 2 : GAP },
    axis: axisY({
      tickFormat: (name) => labels.get(name).join("\n"),
      tickSize: 0,
      tickPadding: beside ? GAP : 0,
      lineHeight: 1.25,
      label: null,
      textStroke: "var(--paper)",
      textStrokeWidth: 3,
      ...(beside ? {} : above),
    }),
  };
}
