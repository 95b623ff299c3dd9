// Timelines: a bar from one date to another, with a point at its end when it goes on; a dot for what has only a date.
import { max, min, sort } from "d3-array";
import { linear, timeAxis } from "./axes.js";
import { colour, fill, keyOfDots, keyOfFills, noteOf, outline, seriesOf } from "./key.js";
import { THICK, layRows } from "./rows.js";
import { LINE, draw, frame } from "./svg.js";
import { day, dayAfter, told } from "./table.js";
import { say } from "./tips.js";

const MOST = 80; // rows that are shown; the table has them all
const TICK = 6;
const POINT = 6;
const LEAST = 3; // how long a bar is at least
const DOTS = [9, 7, 5, 3]; // how wide a dot is: the first that keeps a picture below HIGHEST
const HIGHEST = 420;

export function prepare(table) {
  const { columns, rows } = table;
  const series = seriesOf(rows);
  const dated = rows.filter((row) => day(row.from));
  const end = columns.to ? (row) => dayAfter(row.to) ?? new Date() : (row) => dayAfter(row.from);
  const days = [min(dated, (row) => day(row.from)), max(dated, end)];
  const drawn = columns.to ? bars : dots;
  return {
    shows: (row) => day(row.from),
    make: (shown, width) => drawn(sort(shown, (row) => day(row.from)), width, days, series, table),
  };
}

function bars(shown, width, days, series, { columns, data }) {
  const name = (row) => (row.label ?? row.from).text; // two spells of one name share a row
  const all = [...new Set(shown.map(name))];
  const names = all.slice(0, MOST);
  const top = LINE + TICK + 6;
  const rows = layRows(names, width, top);
  const time = timeAxis(days, [rows.left, width - POINT], 0, width);
  const lines = time.at.map((x) => draw("line", { x1: x, x2: x, y1: top - TICK, y2: rows.bottom, class: "grid" }));
  const drawn = shown
    .filter((row) => names.includes(name(row)))
    .map((row) => {
      const from = time.place(day(row.from));
      const to = dayAfter(row.to);
      const d = spell(from, to ? time.place(to) : width, rows.y(name(row)), !to);
      return say(
        draw("path", { d, fill: fill(series.of(row)), class: "part" }),
        told(row, columns, "label", "series", "from", "to"),
      );
    });
  return {
    svg: frame(width, rows.bottom, ...lines, ...time.drawn, ...rows.labels, ...drawn),
    key: keyOfFills(series),
    note: noteOf(names.length, all.length, data.wordDrawn),
  };
}

function spell(from, to, y, open) {
  const end = Math.max(to, from + LEAST);
  if (!open) return `M${from} ${y}H${end}v${THICK}H${from}Z`;
  const point = Math.min(POINT, end - from);
  return `M${from} ${y}H${end - point}l${point} ${THICK / 2}l${-point} ${THICK / 2}H${from}Z`;
}

function dots(rows, width, days, series, { columns }) {
  const edge = DOTS[0];
  const piles = DOTS.map((size) => pile(rows, linear(days, [edge, width - edge]), size));
  const { size, at, levels } = piles.find((one) => one.levels * one.size <= HIGHEST) ?? piles.at(-1);
  const bottom = levels * size + 4;
  const time = timeAxis(days, [edge, width - edge], bottom + TICK, width);
  const base = draw("line", { x1: 0, x2: width, y1: bottom, y2: bottom, class: "base" });
  const ticks = time.at.map((x) => draw("line", { x1: x, x2: x, y1: bottom, y2: bottom + TICK, class: "base" }));
  const drawn = rows.map((row, one) => {
    const place = series.of(row);
    const [x, level] = at[one];
    const transform = `translate(${x} ${bottom - (level + 0.5) * size})`;
    const mark = draw("path", { d: outline(place, size * size * 0.62), fill: colour(place), transform });
    return say(mark, told(row, columns, "label", "series", "from"));
  });
  const svg = frame(width, bottom + TICK + time.height, base, ...ticks, ...time.drawn, ...drawn);
  return { svg, key: keyOfDots(series) };
}

// Dots of a size as piles: each where its day is, as low as it meets no other.
function pile(rows, place, size) {
  const ends = []; // of each level, where its last dot ends
  const at = rows.map((row) => {
    const x = place(day(row.from));
    const free = ends.findIndex((end) => end <= x - size / 2);
    const level = free < 0 ? ends.length : free;
    ends[level] = x + size / 2;
    return [x, level];
  });
  return { size, at, levels: ends.length };
}
