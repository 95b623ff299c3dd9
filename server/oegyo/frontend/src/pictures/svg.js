// SVG elements, and the room that their text takes.
const SVG = "http://www.w3.org/2000/svg";
export const LETTER = 12; // pixels high, as in pictures.css
export const LINE = 15; // from one line of text to the next

const brush = document.createElement("canvas").getContext("2d");

export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function frame(width, height, ...children) {
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height }, ...children);
}

// How wide the text is in a picture.
export function measure(text) {
  brush.font = `${LETTER}px ${getComputedStyle(document.body).fontFamily}`;
  return brush.measureText(text).width;
}

// The text in lines no wider than `room`, `most` of them; what has no room is left out, and "…" says so.
export function wrap(text, room, most = Infinity) {
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && measure(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, most);
  if (kept.length < lines.length) kept[most - 1] = lines.slice(most - 1).join(" ");
  return kept.map((line) => cut(line, room));
}

function cut(line, room) {
  const letters = [...line];
  const shortened = () => `${letters.join("").trimEnd()}…`;
  if (measure(line) <= room) return line;
  do letters.pop();
  while (letters.length > 1 && measure(shortened()) > room);
  return shortened();
}
