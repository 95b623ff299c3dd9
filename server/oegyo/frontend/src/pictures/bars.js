// Bars: one for each x, as long as y, in a colour for each series. Names lie on the left, dates below.
import { axisX, axisY, barX, barY, gridX, gridY, plot, ruleX, ruleY, tip, pointerX, pointerY } from "@observablehq/plot";
import { colours, keyOf } from "./key.js";
import { distinct, isDated, number, title } from "./table.js";

const MOST = 60; // names that are shown; the table has them all
const ROW = 22;
const LETTER = 6.5;

export function prepare(table) {
  const { columns } = table;
  if (!columns.x || !columns.y) return null;
  const names = distinct(table.rows, "series");
  const dated = isDated(table.rows, "x");
  const longest = Math.max(...table.rows.map((row) => row.y.raw.length ? number(row.y) || 0 : 0));
  return (rows, width) => {
    const counted = rows.filter((row) => Number.isFinite(number(row.y)));
    const shared = {
      width,
      color: colours(names),
      style: { fontSize: "12px" },
    };
    return { svg: (dated ? upright : lying)(counted, width, columns, shared, longest), key: keyOf(names) };
  };
}

function marks(rows, columns) {
  return {
    fill: columns.series ? (row) => row.series.text : "var(--picture-1)",
    title: (row) => title(row, "x", "series", "y"),
  };
}

function upright(rows, width, columns, shared) {
  const place = (row) => row.x.raw.slice(0, 10);
  const places = [...new Set(rows.map(place))].sort();
  const every = Math.ceil(places.length / Math.max(2, width / 55));
  const said = { x: place, y: (row) => number(row.y), ...marks(rows, columns) };
  return plot({
    ...shared,
    height: Math.min(360, Math.max(220, width * 0.45)),
    marginLeft: 48,
    x: { domain: places, label: null },
    y: { label: columns.y.title, nice: true },
    marks: [
      gridY(),
      axisX({ ticks: places.filter((_, number) => number % every === 0), tickSize: 0 }),
      axisY({ label: columns.y.title, tickFormat: String }),
      barY(rows, { ...said, title: undefined, insetLeft: 0.5, insetRight: 0.5 }),
      ruleY([0]),
      tip(rows, pointerX({ ...said, fill: undefined })),
    ],
  });
}

function lying(rows, width, columns, shared) {
  const names = [...new Set(rows.map((row) => row.x.text))].slice(0, MOST);
  const shown = rows.filter((row) => names.includes(row.x.text));
  const room = Math.min(width * 0.42, 8 + LETTER * Math.max(...names.map(measure)));
  const said = { y: (row) => row.x.text, x: (row) => number(row.y), ...marks(rows, columns) };
  return plot({
    ...shared,
    height: 50 + ROW * names.length,
    marginLeft: room,
    marginTop: 28,
    marginRight: 16,
    y: { domain: names, label: null },
    x: { label: columns.y.title, axis: "top", nice: true },
    marks: [
      gridX(),
      axisX({ anchor: "top", label: columns.y.title, ticks: Math.max(2, width / 110), tickFormat: String }),
      axisY({ tickSize: 0, label: null, lineWidth: room / 12, textOverflow: "ellipsis" }),
      barX(shown, { ...said, title: undefined, insetTop: 1, insetBottom: 1 }),
      ruleX([0]),
      tip(shown, pointerY({ ...said, fill: undefined })),
    ],
  });
}

// Letters, those of Hangul counted as two.
export function measure(text) {
  return [...text].reduce((sum, letter) => sum + (letter > "\u10ff" ? 2 : 1), 0);
}
