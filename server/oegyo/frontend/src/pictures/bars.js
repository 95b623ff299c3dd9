// Bars: one for each x, as long as y, its parts in the colour of each series. Dates stand below, names at the left.
import { barX, barY, text, textX } from "@observablehq/plot";
import { EDGE, amountAxis, baseLine, chart, timeAxis, tipOn } from "./charts.js";
import { colour, fill, keyOfColours, keyOfFills, noteOf, seriesOf } from "./key.js";
import { amountsUpTo, dateLines } from "./language.js";
import { layRows } from "./rows.js";
import { LINE, measure } from "./svg.js";
import { day, isDated, number, told } from "./table.js";

const SERIES = 8; // that are told apart
const MOST = 60; // names that are shown; the table has them all
const WIDEST = 48; // a bar
const TEXTURED = 8; // a narrower bar has no texture, which could not be seen
const MORE = 1; // of a part, so that the smallest is seen
const APART = 70; // the dates below bars
const END = 16; // for half of the last of them

export function prepare(table) {
  const series = seriesOf(table.rows, SERIES, table.words.others);
  const draw = isDated(table.rows, "x") ? upright : lying;
  return {
    shows: (row) => row.x?.text && number(row.y) > 0,
    make: (shown, width) => draw(shown, width, table, series),
  };
}

// The bars of rows: stacked, in the order of the series.
function parts(width, { columns }, series, paint) {
  return {
    z: series.of,
    order: "z",
    fill: (row) => paint(series.of(row)),
    ...EDGE,
    ...tipOn(width, (row) => told(row, columns, "x", "series", "y")),
  };
}

function totalsOf(rows, x) {
  const totals = new Map();
  for (const row of rows) totals.set(x(row), (totals.get(x(row)) ?? 0) + number(row.y));
  return totals;
}

function upright(rows, width, table, series) {
  const height = Math.round(Math.min(360, Math.max(230, width * 0.45)));
  const raw = (row) => row.x.raw.slice(0, 10);
  const most = Math.max(...totalsOf(rows, raw).values());
  const { scale: y, margins, marks } = amountAxis(rows, most, height, table.columns.y.title);
  const room = width - margins.marginLeft - END;
  const { x, scale, count, dates } = datesOf(rows, raw, room);
  const step = room / count;
  const textured = Math.min(WIDEST, step) >= TEXTURED;
  const svg = chart({
    width,
    height,
    ...margins,
    marginRight: END,
    marginBottom: 2 * LINE + 8,
    x: { type: "band", padding: Math.max(0.1, 1 - WIDEST / step), ...scale },
    y,
    marks: [
      ...marks,
      timeAxis({ tickSize: 0, ...dates }),
      barY(rows, {
        x,
        y: (row) => number(row.y),
        ...parts(width, table, series, textured ? fill : colour),
        insetTop: -MORE,
      }),
      baseLine(),
    ],
  });
  return { svg, key: (textured ? keyOfFills : keyOfColours)(series) };
}

// Where dates stand: years with those between them, so that as much lies between two bars as time between the years;
// other dates one after the other.
function datesOf(rows, raw, room) {
  const places = [...new Set(rows.map(raw))].sort();
  if (places.every((place) => /^\d{4}$/.test(place))) {
    const count = Number(places.at(-1)) - Number(places[0]) + 1;
    return { x: (row) => day(row.x), scale: { interval: "year" }, count, dates: { tickSpacing: APART } };
  }
  const every = Math.ceil((places.length * APART) / room);
  const ticks = places.filter((_, place) => place % every === 0);
  const tickFormat = (place) => dateLines(place).join("\n");
  return { x: raw, scale: { domain: places }, count: places.length, dates: { ticks, tickFormat } };
}

function lying(rows, width, table, series) {
  const { columns, data, words } = table;
  const name = (row) => row.x.text;
  const totals = totalsOf(rows, name);
  const all = [...totals.keys()];
  // Where a bar has parts, the order of the table is theirs, not that of the bars.
  if (data.top || columns.series) all.sort((one, other) => totals.get(other) - totals.get(one));
  const names = all.slice(0, Number(data.top) || MOST);
  const format = amountsUpTo(Math.max(...names.map((one) => totals.get(one))));
  const written = (one) => format(totals.get(one));
  const { marginLeft, height, scale, insets, axis } = layRows(names, width);
  const marginTop = LINE + 6;
  const svg = chart({
    width,
    height: height + marginTop,
    marginLeft,
    marginTop,
    marginRight: Math.ceil(Math.max(...names.map((one) => measure(written(one))))) + 8,
    y: scale,
    marks: [
      axis,
      text([columns.y.title], { frameAnchor: "top-left", dy: 3 - marginTop, fill: "var(--soft)" }),
      barX(rows.filter((row) => names.includes(name(row))), {
        x: (row) => number(row.y),
        y: name,
        ...parts(width, table, series, fill),
        ...insets,
        insetRight: -MORE,
      }),
      textX(names, {
        x: (one) => totals.get(one),
        y: (one) => one,
        text: written,
        textAnchor: "start",
        dx: 6,
        dy: (insets.insetTop - insets.insetBottom) / 2,
      }),
    ],
  });
  return { svg, key: keyOfFills(series), note: noteOf(names.length, all.length, words.drawn) };
}
