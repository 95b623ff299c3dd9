// What charts by Plot share: their look, and the room that the labels of their axes take.
import { axisX, axisY, gridY, plot, ruleY } from "@observablehq/plot";
import { nice, ticks } from "d3-array";
import { amountsUpTo, dateLabel } from "./language.js";
import { LETTER, measure } from "./svg.js";
import { number } from "./table.js";

const MARK = 44; // the least that lies between two marks of an axis of amounts
export const GRID = { stroke: "var(--line)", strokeOpacity: 1 };
export const EDGE = { stroke: "var(--paper)", strokeWidth: 0.75 };

export function chart(options) {
  const svg = plot({ margin: 0, x: { axis: null }, y: { axis: null }, ...options });
  svg.querySelectorAll("style").forEach((one) => one.remove()); // pictures.css says it, and pages allow no other
  svg.querySelectorAll("[aria-label]").forEach((one) => one.removeAttribute("aria-label")); // one picture, one name
  return svg;
}

// What a chart of this width says of a mark while it is pointed at: `lines`, in at most half of the width.
export function tipOn(width, lines) {
  const lineWidth = Math.min(20, width / 2 / LETTER - 3);
  return { tip: { lineWidth, lineHeight: 1.25 }, title: (one) => lines(one).filter(Boolean).join("\n") };
}

// The axis at the left for the amounts of rows, of which there are together `most` in one place, with the lines that go
// from it; its scale; and the margins that it needs.
export function amountAxis(rows, most, height, title) {
  const count = Math.floor(height / MARK);
  const values = rows.map((row) => number(row.y));
  const domain = nice(Math.min(0, ...values), most || 1, count);
  const whole = values.every(Number.isInteger);
  const at = ticks(...domain, count).filter((mark) => !whole || Number.isInteger(mark));
  const tickFormat = amountsUpTo(most);
  return {
    scale: { domain },
    margins: { marginLeft: Math.ceil(Math.max(...at.map(tickFormat).map(measure))) + 8, marginTop: 26 },
    marks: [
      gridY({ ticks: at, ...GRID }),
      axisY({ ticks: at, tickFormat, tickSize: 0, tickPadding: 8, label: title, labelArrow: "none", labelAnchor: "top" }),
    ],
  };
}

export function timeAxis(options) {
  return axisX({ tickFormat: dateLabel, label: null, lineHeight: 1.25, ...options });
}

export function baseLine() {
  return ruleY([0], { stroke: "var(--ink)" });
}
