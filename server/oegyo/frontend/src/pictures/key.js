// Colours that are told apart on light and on dark paper, and the key that says what they mean.

const COLOURS = 8;

export function colours(names) {
  return { domain: names, range: names.map((_, place) => colour(place)) };
}

export function colour(place) {
  return `var(--picture-${(place % COLOURS) + 1})`;
}

// A shade between weak and strong, for a share between 0 and 1.
export function shade(share) {
  return `color-mix(in oklab, var(--picture-1) ${Math.round(18 + 82 * share)}%, var(--picture-land))`;
}

// The list of `entries`, each a colour and its meaning; none for a single one, which the caption tells.
export function key(entries) {
  if (entries.length < 2) return null;
  const list = document.createElement("ul");
  list.className = "key";
  for (const [fill, text] of entries) {
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    swatch.setAttribute("viewBox", "0 0 10 10");
    swatch.setAttribute("aria-hidden", "true");
    const square = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    square.setAttribute("width", "10");
    square.setAttribute("height", "10");
    square.setAttribute("fill", fill);
    swatch.append(square);
    const entry = document.createElement("li");
    entry.append(swatch, text);
    list.append(entry);
  }
  return list;
}

export function keyOf(names) {
  return key(names.map((name, place) => [colour(place), name]));
}
