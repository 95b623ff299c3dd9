// Timelines: a bar from one date to another, with a point at its end when it goes on; a dot for what has only a date.
import { barX, dot, gridX, stackY2 } from "@observablehq/plot";
import { EDGE, GRID, baseLine, chart, timeAxis, tipOn } from "./charts.js";
import { colour, fill, keyOfDots, keyOfFills, noteOf, seriesOf, shape } from "./key.js";
import { layRows } from "./rows.js";
import { LINE } from "./svg.js";
import { day, dayAfter, told } from "./table.js";

const MOST = 80; // rows that are shown; the table has them all
const MARGIN = 24; // for half of the last date
const DOTS = [9, 7, 5, 3]; // how wide a dot is: the first that keeps a picture below HIGHEST
const HIGHEST = 420;

export function prepare(table) {
  const { columns, rows } = table;
  const series = seriesOf(rows);
  const dated = rows.filter((row) => day(row.from));
  const end = columns.to ? (row) => dayAfter(row.to) ?? new Date() : (row) => dayAfter(row.from);
  const domain = [Math.min(...dated.map((row) => day(row.from))), Math.max(...dated.map(end))].map((at) => new Date(at));
  const draw = columns.to ? bars : dots;
  return {
    shows: (row) => day(row.from),
    make: (shown, width) =>
      draw([...shown].sort((one, other) => day(one.from) - day(other.from)), width, domain, series, table),
  };
}

function bars(rows, width, domain, series, { columns, words }) {
  const name = (row) => (row.label ?? row.from).text; // two spells of one name share a row
  const all = [...new Set(rows.map(name))];
  const names = all.slice(0, MOST);
  const shown = rows.filter((row) => names.includes(name(row)));
  const { marginLeft, height, scale, insets, axis } = layRows(names, width, MARGIN);
  const marginTop = 2 * LINE + 10;
  const look = { y: name, fill: (row) => fill(series.of(row)), ...EDGE };
  const svg = chart({
    width,
    height: height + marginTop,
    marginLeft,
    marginTop,
    marginRight: MARGIN,
    x: { type: "utc", domain },
    y: scale,
    marks: [
      gridX(GRID),
      timeAxis({ anchor: "top" }),
      axis,
      barX(shown, {
        ...look,
        x1: (row) => day(row.from),
        x2: (row) => dayAfter(row.to) ?? domain[1],
        ...insets,
        insetRight: -3, // the shortest is seen too
        ...tipOn(width, (row) => told(row, columns, "label", "series", "from", "to")),
      }),
      dot(
        shown.filter((row) => !dayAfter(row.to)),
        { ...look, x: domain[1], dx: 5, dy: (insets.insetTop - insets.insetBottom) / 2, symbol: "triangle", rotate: 90, r: 5.2 },
      ),
    ],
  });
  return { svg, key: keyOfFills(series), note: noteOf(names.length, all.length, words.drawn) };
}

// Dots in columns, each of as much time as a dot is wide.
function dots(rows, width, domain, series, { columns }) {
  const [first, last] = domain;
  const piles = DOTS.map((size) => {
    const stretch = (last - first) / Math.floor((width - 2 * MARGIN) / size);
    const x = (row) => new Date(+first + Math.floor((day(row.from) - first) / stretch) * stretch);
    const counts = new Map();
    for (const row of rows) counts.set(+x(row), (counts.get(+x(row)) ?? 0) + 1);
    return { size, x, most: Math.max(...counts.values()) };
  });
  const { size, x, most } = piles.find((pile) => pile.most * pile.size <= HIGHEST) ?? piles.at(-1);
  const marginBottom = 2 * LINE + 12;
  const svg = chart({
    width,
    height: most * size + marginBottom + 4,
    marginLeft: MARGIN,
    marginRight: MARGIN,
    marginTop: 4,
    marginBottom,
    x: { type: "utc", domain },
    y: { axis: null, domain: [0, most] },
    marks: [
      baseLine(),
      timeAxis(),
      dot(
        rows,
        stackY2({
          x,
          y: 1,
          dy: size / 2,
          r: size * 0.46,
          fill: (row) => colour(series.of(row)),
          symbol: (row) => shape(series.of(row)),
          ...EDGE,
          ...tipOn(width, (row) => told(row, columns, "label", "series", "from")),
        }),
      ),
    ],
  });
  return { svg, key: keyOfDots(series) };
}
