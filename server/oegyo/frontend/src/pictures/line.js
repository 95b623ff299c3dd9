// Lines: y over time, one for each series, with a dot where there is a value.
import { group } from "d3-array";
import { amountAxis, timeAxis } from "./axes.js";
import { colour, keyOfDots, outline, seriesOf } from "./key.js";
import { draw, frame } from "./svg.js";
import { day, number, told } from "./table.js";
import { say } from "./tips.js";

const TOP = 24;
const GAP = 6;
const EDGE = 8; // so that no dot is cut
const DOT = 40;

export function prepare({ columns, rows }) {
  const series = seriesOf(rows);
  return {
    shows: (row) => day(row.x) && Number.isFinite(number(row.y)),
    make: (shown, width) => lines(shown, width, columns, series),
  };
}

function lines(shown, width, columns, series) {
  const rows = [...shown].sort((one, other) => day(one.x) - day(other.x));
  const bottom = Math.round(Math.min(340, Math.max(190, width * 0.42)));
  const values = rows.map((row) => number(row.y));
  const amounts = amountAxis(values, bottom, TOP, width, columns.y.title);
  const days = [day(rows[0].x), day(rows.at(-1).x)];
  const time = timeAxis(days, [amounts.left + EDGE, width - EDGE], bottom + GAP, width);
  const at = (row) => `${time.place(day(row.x))} ${amounts.place(number(row.y))}`;
  const drawn = [...group(rows, series.of)].flatMap(([place, own]) => [
    draw("path", { d: `M${own.map(at).join("L")}`, stroke: colour(place), class: "line" }),
    ...own.map((row) => {
      const look = { d: outline(place, DOT), fill: colour(place), class: "dot" };
      return say(draw("path", { ...look, transform: `translate(${at(row)})` }), told(row, columns, "x", "series", "y"));
    }),
  ]);
  const svg = frame(width, bottom + GAP + time.height, ...amounts.drawn, ...time.drawn, ...drawn);
  return { svg, key: keyOfDots(series) };
}
