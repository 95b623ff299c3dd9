// Series: how they are told apart on light and on dark paper, and the key that says what is what.
import { symbol, symbolsFill } from "d3-shape";
import { amount } from "./language.js";
import { draw } from "./svg.js";
import { distinct } from "./table.js";

const COLOURS = 8;
const DOT = 60;
const SQUARE = "M-6-6H6V6H-6Z";
const ROUNDS = 3; // in which the colours come again, each with another texture
const UNKNOWN = -1; // the place of a row that names no series
// What is drawn over colours, for those who cannot tell them apart.
const TEXTURES = [
  "",
  "M-2 2L2-2M-2 10L10-2M6 10L10 6",
  "M2 2h.01M6 6h.01",
  "M-2 6L2 10M-2-2L10 10M6-2L10 2",
  "M2 4L4 2L6 4L4 6Z",
  "M-2 6L2 10M-2-2L10 10M6-2L10 2M-2 2L2-2M-2 10L10-2M6 10L10 6",
  "M1 1h.01M5 1h.01M1 5h.01M5 5h.01",
  "M0 2L2 0L6 4L8 2M0 6L2 4L6 8L8 6",
];

// The series of a table. When it has more than `most`, those with the largest numbers, and `others` for the rest.
export function seriesOf(rows, most = Infinity, others = "") {
  let names = distinct(rows, "series");
  if (names.length > most) {
    const sums = new Map();
    for (const { series, y } of rows) sums.set(series.text, (sums.get(series.text) ?? 0) + (Number(y.raw) || 0));
    const largest = [...names].sort((one, other) => sums.get(other) - sums.get(one)).slice(0, most - 1);
    names = [...names.filter((name) => largest.includes(name)), others];
  }
  const places = new Map(names.map((name, place) => [name, place]));
  const other = names.includes(others) ? names.length - 1 : UNKNOWN;
  const of = (row) => (row.series?.text ? (places.get(row.series.text) ?? other) : UNKNOWN);
  return { names, of: names.length ? of : () => 0 };
}

export function colour(place) {
  return place === UNKNOWN ? "var(--soft)" : `var(--picture-${(place % COLOURS) + 1})`;
}

// The colour and texture of a series.
export function fill(place) {
  return textureOf(place) ? `url(#picture-fill-${place % (COLOURS * ROUNDS)})` : colour(place);
}

function textureOf(place) {
  return place === UNKNOWN ? "" : TEXTURES[(place + Math.floor(place / COLOURS)) % TEXTURES.length];
}

// The fills of series, for a page to have once.
export function fills() {
  const patterns = Array.from({ length: COLOURS * ROUNDS }, (_, place) =>
    draw(
      "pattern",
      { id: `picture-fill-${place}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      draw("rect", { width: 8, height: 8, fill: colour(place) }),
      draw("path", { d: textureOf(place) }),
    ),
  );
  return draw("svg", { class: "picture-fills", width: 0, height: 0, "aria-hidden": "true" }, ...patterns);
}

// A shade between weak and strong, for a share between 0 and 1.
export function shade(share) {
  return `color-mix(in oklab, var(--picture-most) ${Math.round(100 * share)}%, var(--picture-least))`;
}

// The shape of the dots of a series, and its outline.
export function shape(place) {
  return symbolsFill[Math.max(0, place) % symbolsFill.length];
}

export function outline(place, size = DOT) {
  return symbol(shape(place), size)();
}

// The keys of series by their fills, their colours, or their dots.
export function keyOfFills({ names }) {
  return key(names.map((name, place) => [fill(place), name]));
}

export function keyOfColours({ names }) {
  return key(names.map((name, place) => [colour(place), name]));
}

export function keyOfDots({ names }) {
  return key(names.map((name, place) => [colour(place), name, outline(place)]));
}

// The list of `entries`, each a fill, its meaning and its outline; none for a single one, which the caption tells.
export function key(entries) {
  if (entries.length < 2) return null;
  const list = document.createElement("ul");
  list.className = "key";
  for (const [paint, text, path = SQUARE] of entries) {
    const entry = document.createElement("li");
    const swatch = draw("svg", { viewBox: "-6 -6 12 12", "aria-hidden": "true" }, draw("path", { d: path, fill: paint }));
    entry.append(swatch, text);
    list.append(entry);
  }
  return list;
}

// How many of how many a picture shows, when it has no room for all; `words` says it in a sentence.
export function noteOf(shown, all, words) {
  if (shown >= all) return null;
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = words.replace("{shown}", amount(shown)).replace("{total}", amount(all));
  return note;
}
