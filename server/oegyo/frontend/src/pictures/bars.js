// Bars: one for each x, as long as y, in a colour for each series. Names lie on the left, dates below.
import {
  axisX,
  axisY,
  barX,
  barY,
  gridX,
  gridY,
  plot,
  pointerX,
  pointerY,
  ruleX,
  ruleY,
  tip,
} from "@observablehq/plot";
import { amount, colours, keyOf, noteOf } from "./key.js";
import { distinct, isDated, number, roomFor, title } from "./table.js";

const MOST = 60; // names that are shown; the table has them all
const ROW = 22;

export function prepare(table) {
  const { columns } = table;
  if (!columns.x || !columns.y) return null;
  const names = distinct(table.rows, "series");
  const draw = isDated(table.rows, "x") ? upright : lying;
  const shared = { color: colours(names), style: { fontSize: "12px" } };
  return (rows, width) => {
    const counted = rows.filter((row) => Number.isFinite(number(row.y)));
    return { ...draw(counted, width, columns, shared), key: keyOf(names) };
  };
}

// How the bars of a series are filled, and what is said of one.
function marks(columns) {
  const fill = columns.series ? (row) => row.series.text : "var(--picture-1)";
  return { fill, said: (row) => title(row, "x", "series", "y") };
}

function upright(rows, width, columns, shared) {
  const x = (row) => row.x.raw.slice(0, 10);
  const y = (row) => number(row.y);
  const { fill, said } = marks(columns);
  const places = [...new Set(rows.map(x))].sort();
  const every = Math.ceil(places.length / Math.max(2, width / 55));
  const svg = plot({
    ...shared,
    width,
    height: Math.min(360, Math.max(230, width * 0.45)),
    marginLeft: 52,
    marginTop: 26,
    x: { domain: places, label: null },
    y: { nice: true },
    marks: [
      gridY(),
      axisX({ ticks: places.filter((_, place) => place % every === 0), tickSize: 0 }),
      axisY({ label: columns.y.title, tickFormat: amount }),
      barY(rows, { x, y, fill, insetLeft: 0.5, insetRight: 0.5 }),
      ruleY([0]),
      tip(rows, pointerX({ x, y, title: said })),
    ],
  });
  return { svg };
}

function lying(rows, width, columns, shared) {
  const all = [...new Set(rows.map((row) => row.x.text))];
  const names = all.slice(0, MOST);
  const shown = rows.filter((row) => names.includes(row.x.text));
  const y = (row) => row.x.text;
  const x = (row) => number(row.y);
  const { fill, said } = marks(columns);
  const { marginLeft, lineWidth } = roomFor(names, width);
  const svg = plot({
    ...shared,
    width,
    height: 52 + ROW * names.length,
    marginLeft,
    marginTop: 42,
    marginRight: 20,
    y: { domain: names, label: null },
    x: { nice: true },
    marks: [
      gridX(),
      axisX({ anchor: "top", label: columns.y.title, ticks: Math.max(2, width / 110), tickFormat: amount }),
      axisY({ tickSize: 0, label: null, lineWidth, textOverflow: "ellipsis-middle" }),
      barX(shown, { x, y, fill, insetTop: 1, insetBottom: 1 }),
      ruleX([0]),
      tip(shown, pointerY({ x, y, title: said })),
    ],
  });
  return { svg, note: noteOf(names.length, all.length) };
}
