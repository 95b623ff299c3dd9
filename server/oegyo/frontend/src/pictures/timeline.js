// Timelines: a bar from one date to another, open to the right where there is no end; a dot for what has only a date.
import { axisX, axisY, barX, dodgeY, dot, gridX, plot, pointer, pointerY, ruleY, tip } from "@observablehq/plot";
import { measure } from "./bars.js";
import { colour, colours, keyOf } from "./key.js";
import { day, distinct, title } from "./table.js";

const MOST = 80; // bars that are shown; the table has them all
const ROW = 20;
const LETTER = 6.5;
const DOTS = 7;

export function prepare(table) {
  const { columns, rows } = table;
  if (!columns.from) return null;
  const names = distinct(rows, "series");
  const days = rows.flatMap((row) => [day(row.from), day(row.to)]).filter(Boolean);
  if (!days.length) return null;
  const first = new Date(Math.min(...days));
  const last = new Date(Date.UTC(new Date(Math.max(...days)).getUTCFullYear() + 1, 0, 1));
  const shared = { color: colours(names), x: { type: "utc", domain: [first, last], label: null }, style: { fontSize: "12px" } };
  return (shown, width) => {
    const dated = shown.filter((row) => day(row.from)).sort((one, other) => day(one.from) - day(other.from));
    return { svg: (columns.to ? bars : dots)(dated, width, columns, shared, last), key: keyOf(names) };
  };
}

function bars(rows, width, columns, shared, last) {
  // Two spells of one name share a row.
  const name = (row) => (row.label ?? row.from).text;
  const names = [...new Set(rows.map(name))].slice(0, MOST);
  const shown = rows.filter((row) => names.includes(name(row)));
  const room = Math.min(width * 0.4, 8 + LETTER * Math.max(0, ...names.map(measure)));
  const said = { y: name, x1: (row) => day(row.from), x2: (row) => day(row.to) ?? last };
  return plot({
    ...shared,
    width,
    height: 40 + ROW * names.length,
    marginLeft: room,
    marginTop: 24,
    y: { domain: names, label: null },
    marks: [
      gridX(),
      axisX({ anchor: "top", ticks: Math.max(2, width / 110) }),
      axisY({ tickSize: 0, label: null, lineWidth: room / 12, textOverflow: "ellipsis" }),
      barX(shown, { ...said, fill: columns.series ? (row) => row.series.text : colour(0), insetTop: 3, insetBottom: 3,
        fillOpacity: (row) => (day(row.to) ? 1 : 0.72) }),
      tip(shown, pointerY({ ...said, title: (row) => title(row, "label", "series", "from", "to") })),
    ],
  });
}

function dots(rows, width, columns, shared) {
  const said = { x: (row) => day(row.from), r: DOTS / 2 };
  const stack = Math.max(1, ...crowds(rows, shared.x.domain, width));
  return plot({
    ...shared,
    width,
    height: Math.min(600, 60 + stack * (DOTS + 1)),
    marks: [
      axisX({ ticks: Math.max(2, width / 110) }),
      ruleY([0]),
      dot(rows, dodgeY({ ...said, padding: 0.5, fill: columns.series ? (row) => row.series.text : colour(0) })),
      tip(rows, pointer(dodgeY({ ...said, padding: 0.5, title: (row) => title(row, "label", "series", "from") }))),
    ],
  });
}

// How many dots fall into each stretch as wide as a dot.
function crowds(rows, [first, last], width) {
  const counts = new Map();
  for (const row of rows) {
    const place = Math.floor(((day(row.from) - first) / (last - first)) * (width / (DOTS + 1)) / 1.5);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts.values();
}
