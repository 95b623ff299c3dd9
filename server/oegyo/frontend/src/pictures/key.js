// Colours and shapes that are told apart on light and on dark paper, and the key that says what they mean.
import { symbol, symbolsFill } from "d3-shape";

const COLOURS = 8;
const SVG = "http://www.w3.org/2000/svg";
const SQUARE = "M-5-5H5V5H-5Z";

// How series are coloured.
export function colours(names) {
  return { domain: names, range: names.map((_, place) => colour(place)) };
}

// How series are shaped, for those that cannot tell the colours apart.
export function shapes(names) {
  return { domain: names, range: names.map((_, place) => shape(place)) };
}

export function colour(place) {
  return `var(--picture-${(place % COLOURS) + 1})`;
}

// A shade between weak and strong, for a share between 0 and 1.
export function shade(share) {
  return `color-mix(in oklab, var(--picture-1) ${Math.round(18 + 82 * share)}%, var(--picture-land))`;
}

// The key of series, in squares or in the shapes of their dots; none for a single one, which the caption tells.
export function keyOf(names, { dots = false } = {}) {
  return key(names.map((name, place) => [colour(place), name, dots ? symbol(shape(place), 60)() : SQUARE]));
}

// The list of `entries`, each a colour, its meaning and its outline.
export function key(entries) {
  if (entries.length < 2) return null;
  const list = document.createElement("ul");
  list.className = "key";
  for (const [fill, text, outline = SQUARE] of entries) {
    const swatch = document.createElementNS(SVG, "svg");
    swatch.setAttribute("viewBox", "-6 -6 12 12");
    swatch.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", outline);
    path.setAttribute("fill", fill);
    swatch.append(path);
    const entry = document.createElement("li");
    entry.append(swatch, text);
    list.append(entry);
  }
  return list;
}

// A number as the language of the page writes it.
export function amount(number) {
  return number.toLocaleString(document.documentElement.lang || undefined);
}

// How many of how many a picture shows, when it has no room for all.
export function noteOf(shown, all) {
  if (shown >= all) return null;
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = `${amount(shown)} / ${amount(all)}`;
  return note;
}

function shape(place) {
  return symbolsFill[place % symbolsFill.length];
}
