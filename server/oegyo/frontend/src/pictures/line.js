// Lines: y over time, one for each series, with a dot where there is a value.
import { dot, line } from "@observablehq/plot";
import { EDGE, amountAxis, baseLine, chart, timeAxis, tipOn } from "./charts.js";
import { colour, keyOfDots, seriesOf, shape } from "./key.js";
import { LINE } from "./svg.js";
import { day, number, told } from "./table.js";

export function prepare({ columns, rows }) {
  const series = seriesOf(rows);
  return {
    shows: (row) => day(row.x) && Number.isFinite(number(row.y)),
    make: (shown, width) => lines(shown, width, columns, series),
  };
}

function lines(rows, width, columns, series) {
  const height = Math.round(Math.min(380, Math.max(230, width * 0.45)));
  const place = { x: (row) => day(row.x), y: (row) => number(row.y) };
  const strong = (row) => colour(series.of(row));
  const most = Math.max(...rows.map(place.y));
  const { scale, margins, marks } = amountAxis(rows, most, height, columns.y.title);
  const svg = chart({
    width,
    height,
    ...margins,
    marginRight: 24,
    marginBottom: 2 * LINE + 8,
    x: { type: "utc", inset: 8 },
    y: scale,
    marks: [
      ...marks,
      timeAxis(),
      baseLine(),
      line(rows, { ...place, z: series.of, stroke: strong, strokeWidth: 1.75, sort: place.x }),
      dot(rows, {
        ...place,
        fill: strong,
        symbol: (row) => shape(series.of(row)),
        r: 3.5,
        ...EDGE,
        ...tipOn(width, (row) => told(row, columns, "x", "series", "y")),
      }),
    ],
  });
  return { svg, key: keyOfDots(series) };
}
