// Bars: one for each x, as long as y, its parts in the colour of each series. Dates stand below, names at the left.
import { amountAxis, fit, label } from "./axes.js";
import { colour, fill, keyOfColours, keyOfFills, noteOf, seriesOf } from "./key.js";
import { amount, amounts, dateLines } from "./language.js";
import { THICK, layRows } from "./rows.js";
import { LINE, draw, frame, measure, write } from "./svg.js";
import { isDated, number, told } from "./table.js";
import { say } from "./tips.js";

const SERIES = 8; // that are told apart
const MOST = 60; // names that are shown; the table has them all
const TOP = 24;
const LEAST = 2; // the length of a part, so that it is seen
const WIDEST = 48; // a bar
const TEXTURED = 8; // a narrower bar has no texture, which could not be seen
const YEARS = [1, 2, 5, 10, 20, 50, 100];

export function prepare(table) {
  const { rows, data } = table;
  const series = seriesOf(rows, SERIES, data.wordOthers);
  const dated = isDated(rows, "x");
  const x = dated ? (row) => row.x.raw.slice(0, 10) : (row) => row.x.text;
  return {
    shows: (row) => row.x?.text && number(row.y) > 0,
    make: (shown, width) => (dated ? upright : lying)(stack(shown, series, x), width, table, series),
  };
}

// The bar of each x: its parts in the order of the series, each from where to where, and how long it is in all.
function stack(rows, series, x) {
  const bars = new Map();
  for (const row of rows) {
    if (!bars.has(x(row))) bars.set(x(row), { parts: [], total: 0 });
    bars.get(x(row)).parts.push({ row, place: series.of(row) });
  }
  for (const bar of bars.values()) {
    bar.parts.sort((one, other) => one.place - other.place);
    for (const part of bar.parts) {
      part.from = bar.total;
      bar.total = part.to = bar.total + number(part.row.y);
    }
  }
  return bars;
}

function partOf(row, columns, paint, box) {
  return say(draw("rect", { ...box, fill: paint, class: "part" }), told(row, columns, "x", "series", "y"));
}

function upright(bars, width, { columns }, series) {
  const height = Math.round(Math.min(360, Math.max(230, width * 0.45)));
  const places = stretch([...bars.keys()].sort());
  const bottom = height - LINE * Math.max(...places.map((place) => dateLines(place).length)) - 4;
  const totals = [...bars.values()].map((bar) => bar.total);
  const axis = amountAxis(totals, bottom, TOP, width, columns.y.title);
  const step = (width - axis.left) / places.length;
  const thick = Math.min(WIDEST, step * 0.88);
  const textured = thick >= TEXTURED;
  const paint = textured ? fill : colour;
  const middle = (place) => axis.left + (place + 0.5) * step;
  const drawn = places.flatMap((place, one) =>
    (bars.get(place)?.parts ?? []).map((part) => {
      const high = Math.max(LEAST, axis.place(part.from) - axis.place(part.to));
      const box = { x: middle(one) - thick / 2, y: axis.place(part.from) - high, width: thick, height: high };
      return partOf(part.row, columns, paint(part.place), box);
    }),
  );
  return {
    svg: frame(width, height, ...axis.drawn, ...drawn, ...dates(places, middle, bottom + 4, width)),
    key: textured ? keyOfFills(series) : keyOfColours(series),
  };
}

// The dates in order; years with those between them, so that as much lies between two bars as time between the years.
function stretch(dates) {
  if (!dates.every((date) => /^\d{4}$/.test(date))) return dates;
  const [first, last] = [Number(dates[0]), Number(dates.at(-1))];
  return Array.from({ length: last - first + 1 }, (_, years) => String(first + years));
}

// As many dates below the bars as have room: every one, every second one … and of years, round ones.
function dates(places, middle, y, width) {
  const years = places.length > 1 && places.every((place) => place.length === 4);
  const steps = years ? YEARS : places.map((_, step) => step + 1);
  for (const step of steps) {
    const kept = places.map((_, one) => one).filter((one) => (years ? Number(places[one]) : one) % step === 0);
    const [at, labels] = [kept.map(middle), kept.map((one) => dateLines(places[one]))];
    if (fit(at, labels)) return at.map((x, one) => label(labels[one], x, y, width));
  }
  return [];
}

function lying(bars, width, { columns, data }, series) {
  const top = Number(data.top);
  const all = [...bars.keys()];
  // Where a bar has parts, the order of the table is theirs, not that of the bars.
  if (top || columns.series) all.sort((one, other) => bars.get(other).total - bars.get(one).total);
  const names = all.slice(0, top || MOST);
  const rows = layRows(names, width, LINE + 6);
  const totals = amounts(names.map((name) => bars.get(name).total));
  const room = width - rows.left - Math.max(...totals.map(measure)) - 6;
  const long = (value) => (value / Math.max(...names.map((name) => bars.get(name).total))) * room;
  const drawn = names.flatMap((name, one) => [
    ...bars.get(name).parts.map((part) =>
      partOf(part.row, columns, fill(part.place), {
        x: rows.left + long(part.from),
        y: rows.y(name),
        width: Math.max(LEAST, long(part.to - part.from)),
        height: THICK,
      }),
    ),
    write([totals[one]], rows.left + long(bars.get(name).total) + 6, rows.y(name) + THICK / 2),
  ]);
  const title = write([columns.y.title], rows.left, LINE / 2, "start", "soft");
  return {
    svg: frame(width, rows.bottom, title, ...rows.labels, ...drawn),
    key: keyOfFills(series),
    note: noteOf(names.length, all.length, data.wordDrawn),
  };
}
