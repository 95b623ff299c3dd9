// Networks: who is tied to whom, in two columns: ties go from those at the left to those at the right. Every name has
// room of its own, however narrow the picture is.
import { max, mean, sort, sum } from "d3-array";
import { colour, noteOf, outline } from "./key.js";
import { LINE, draw, frame, measure, wrap, write } from "./svg.js";
import { say } from "./tips.js";

const MOST = 100; // ties that are shown; the table has them all
const SHARE = 0.4; // of the width, for the names of a side
const REACH = 300; // how far ties go at most
const LEAST = 70; // and at least
const LINES = 4; // that a name may have
const SPACE = 6; // between two names
const GAP = 12; // from a dot to its name
const TOP = LINE + 10;
const SPOKEN = 8; // ties that are said of one

export function prepare(table) {
  return {
    shows: (row) => row.from?.text && row.to?.text,
    make: (rows, width) => columnsOf(rows, width, table),
  };
}

function columnsOf(rows, width, { columns, data }) {
  const titles = [columns.from.title, columns.to.title];
  const { sides, ties, all } = graph(rows);
  breakNames(sides, width);
  const height = arrange(sides);
  const [left, right] = sides.map((side, one) => Math.max(measure(titles[one]), max(side, ({ wide }) => wide)) + GAP);
  const ends = [left, Math.min(left + REACH, width - right)];
  const heads = titles.map((title, side) => beside([title], side, ends[side], LINE / 2, "soft"));
  const curves = ties.map((tie) => curve(tie, ends));
  const names = sides.flatMap((nodes, side) => nodes.flatMap((node) => named(node, side, ends[side])));
  return {
    svg: frame(width, height, ...heads, ...curves, ...names),
    note: noteOf(ties.length, all, data.wordDrawn),
  };
}

// The names on each side of the table, each with those it is tied to, and the ties, each once.
function graph(rows) {
  const sides = [new Map(), new Map()];
  const node = (side, name) => {
    if (!sides[side].has(name)) sides[side].set(name, { name, tied: [] });
    return sides[side].get(name);
  };
  const pairs = [...new Map(rows.map(({ from, to }) => [`${from.text}\n${to.text}`, [from.text, to.text]])).values()];
  const ties = pairs.slice(0, MOST).map(([from, to]) => [node(0, from), node(1, to)]);
  for (const [from, to] of ties) {
    from.tied.push(to);
    to.tied.push(from);
  }
  return { sides: sides.map((side) => [...side.values()]), ties, all: pairs.length };
}

// Break names into lines: each side may have a share of the width, and what the other side leaves of it.
function breakNames(sides, width) {
  const wide = sides.map((side) => max(side, ({ name }) => measure(name)) + GAP);
  sides.forEach((side, one) => {
    const room = Math.max(width * SHARE, width - wide[1 - one] - LEAST) - GAP;
    for (const node of side) {
      node.lines = wrap(node.name, room, LINES);
      node.wide = Math.max(...node.lines.map(measure));
      node.high = node.lines.length * LINE + SPACE;
    }
  });
}

// Give each name its height: the longer side fills its column, and each of the shorter side is beside what it is tied to.
// Answers how high the picture is.
function arrange(sides) {
  const [short, long] = sort(sides, (side) => sum(side, ({ high }) => high));
  const tied = (key) => (node) => mean(node.tied, (one) => one[key]);
  short.forEach((node, place) => (node.place = place));
  const bottom = stack(sort(long, tied("place")), () => TOP);
  const ordered = sort(short, tied("y"));
  stack(ordered, tied("y"));
  let limit = bottom;
  for (const node of ordered.reverse()) {
    node.y = Math.min(node.y, limit - node.high / 2);
    limit = node.y - node.high / 2;
  }
  return bottom;
}

// Put names below each other, each as near as it can be to where it is wanted.
function stack(side, wanted) {
  let top = TOP;
  for (const node of side) {
    node.y = Math.max(wanted(node), top + node.high / 2);
    top = node.y + node.high / 2;
  }
  return top;
}

function curve([from, to], [left, right]) {
  const middle = (left + right) / 2;
  return draw("path", { d: `M${left} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${right} ${to.y}`, class: "tie" });
}

function named({ name, lines, y, tied }, side, x) {
  const transform = `translate(${x} ${y})`;
  const dot = draw("path", { d: outline(side), fill: colour(side), transform, class: "dot" });
  const spoken = tied.slice(0, SPOKEN).map((one) => one.name);
  say(dot, [name, ...spoken, ...(tied.length > SPOKEN ? ["…"] : [])]);
  return [dot, beside(lines, side, x, y - ((lines.length - 1) * LINE) / 2)];
}

function beside(lines, side, x, y, look) {
  return write(lines, side ? x + GAP : x - GAP, y, side ? "start" : "end", look);
}
