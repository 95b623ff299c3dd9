// Timelines: a bar from one date to another, paler and open to the right where there is no end; a dot for what has
// only a date.
import { axisX, axisY, barX, dodgeY, dot, gridX, plot, pointer, pointerY, tip } from "@observablehq/plot";
import { colour, colours, keyOf, noteOf, shapes } from "./key.js";
import { day, distinct, roomFor, title } from "./table.js";

const MOST = 80; // bars that are shown; the table has them all
const ROW = 20;
const DOT = 7;

export function prepare(table) {
  const { columns, rows } = table;
  const days = rows.flatMap((row) => [day(row.from), day(row.to)]).filter(Boolean);
  if (!days.length) return null;
  const names = distinct(rows, "series");
  const first = new Date(Math.min(...days));
  const last = new Date(Date.UTC(new Date(Math.max(...days)).getUTCFullYear() + 1, 0, 1));
  const shared = {
    color: colours(names),
    symbol: shapes(names),
    x: { type: "utc", domain: [first, last], label: null },
    style: { fontSize: "12px" },
  };
  const spells = Boolean(columns.to);
  return (shown, width) => {
    const dated = shown.filter((row) => day(row.from)).sort((one, other) => day(one.from) - day(other.from));
    return { ...(spells ? bars : dots)(dated, width, columns, shared), key: keyOf(names, { dots: !spells }) };
  };
}

function bars(rows, width, columns, shared) {
  const last = shared.x.domain[1];
  const y = (row) => (row.label ?? row.from).text; // two spells of one name share a line
  const all = [...new Set(rows.map(y))];
  const names = all.slice(0, MOST);
  const shown = rows.filter((row) => names.includes(y(row)));
  const spell = { y, x1: (row) => day(row.from), x2: (row) => day(row.to) ?? last };
  const { marginLeft, lineWidth } = roomFor(names, width);
  const svg = plot({
    ...shared,
    width,
    height: 44 + ROW * names.length,
    marginLeft,
    marginTop: 24,
    y: { domain: names, label: null },
    marks: [
      gridX(),
      axisX({ anchor: "top", ticks: Math.max(2, (width - marginLeft) / 70) }),
      axisY({ tickSize: 0, label: null, lineWidth, textOverflow: "ellipsis-middle" }),
      barX(shown, {
        ...spell,
        fill: columns.series ? (row) => row.series.text : colour(0),
        fillOpacity: (row) => (day(row.to) ? 1 : 0.7),
        insetTop: 3,
        insetBottom: 3,
      }),
      tip(shown, pointerY({ ...spell, title: (row) => title(row, "label", "series", "from", "to") })),
    ],
  });
  return { svg, note: noteOf(names.length, all.length) };
}

function dots(rows, width, columns, shared) {
  const place = { x: (row) => day(row.from), r: DOT / 2 };
  const series = columns.series ? (row) => row.series.text : undefined;
  const padding = 1;
  const crowd = Math.max(1, ...crowds(rows, shared.x.domain, width));
  const svg = plot({
    ...shared,
    width,
    height: Math.min(600, 50 + crowd * (DOT + padding)),
    y: { axis: null },
    marks: [
      axisX({ ticks: Math.max(2, width / 110) }),
      dot(rows, dodgeY({ ...place, padding, fill: series ?? colour(0), symbol: series })),
      tip(rows, pointer(dodgeY({ ...place, padding, title: (row) => title(row, "label", "series", "from") }))),
    ],
  });
  return { svg };
}

// How many dots fall into each stretch as wide as a few of them.
function crowds(rows, [first, last], width) {
  const counts = new Map();
  for (const row of rows) {
    const place = Math.floor(((day(row.from) - first) / (last - first)) * (width / DOT / 2));
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts.values();
}
