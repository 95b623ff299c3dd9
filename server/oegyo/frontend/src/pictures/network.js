// Networks: who is tied to whom, in two columns: ties go from those at the left to those at the right. Every name has
// room of its own, however narrow the picture is.
import { dot, link, text } from "@observablehq/plot";
import { EDGE, chart, tipOn } from "./charts.js";
import { colour, noteOf, shape } from "./key.js";
import { LINE, measure, wrap } from "./svg.js";

const MOST = 100; // ties that are shown; the table has them all
const SHARE = 0.4; // of the width, for the names of a side
const REACH = 300; // how far ties go at most
const LEAST = 70; // and at least
const LINES = 4; // that a name may have
const SPACE = 6; // between two names
const GAP = 12; // from a dot to its name
const SPOKEN = 8; // ties that are said of one

export function prepare(table) {
  return {
    shows: (row) => row.from?.text && row.to?.text,
    make: (rows, width) => columnsOf(rows, width, table),
  };
}

function columnsOf(rows, width, { columns, words }) {
  const titles = [columns.from.title, columns.to.title];
  const { sides, ties, all } = graph(rows);
  arrange(sides);
  breakNames(sides, width);
  const high = sides.map((side) => side.length * (LINE * Math.max(...side.map(({ lines }) => lines.length)) + SPACE));
  const [left, right] = sides.map((side, one) =>
    Math.ceil(GAP + Math.max(measure(titles[one]), ...side.flatMap(({ lines }) => lines.map(measure)))),
  );
  const marginTop = LINE + 10;
  const svg = chart({
    width,
    height: Math.max(...high) + marginTop,
    marginTop,
    marginLeft: left,
    marginRight: Math.max(right, width - left - REACH),
    x: { type: "point", domain: titles, padding: 0, axis: null },
    y: { domain: [1, 0], axis: null },
    marks: [
      link(ties, {
        x1: () => titles[0],
        x2: () => titles[1],
        y1: ([from]) => from.place,
        y2: ([, to]) => to.place,
        curve: "bump-x",
        stroke: "var(--edge)",
        strokeWidth: 0.8,
      }),
      ...sides.map((side, one) => names(side, one, titles, width)),
    ],
  });
  return { svg, note: noteOf(ties.length, all, words.drawn) };
}

// Break names into lines: each side may have a share of the width, and what the other side leaves of it.
function breakNames(sides, width) {
  const wide = sides.map((side) => GAP + Math.max(...side.map(({ name }) => measure(name))));
  sides.forEach((side, one) => {
    const room = Math.max(width * SHARE, width - wide[1 - one] - LEAST) - GAP;
    for (const node of side) node.lines = wrap(node.name, room, LINES);
  });
}

// The dots and the names of a side, below its title.
function names(side, one, titles, width) {
  const x = () => titles[one];
  const beside = { x, dx: one ? GAP : -GAP, textAnchor: one ? "start" : "end", lineHeight: 1.25 };
  const nameOf = ({ name }) => name;
  return [
    text([titles[one]], { ...beside, frameAnchor: "top", dy: -LINE - 10, fill: "var(--soft)" }),
    text(side, { ...beside, y: "place", text: ({ lines }) => lines.join("\n") }),
    dot(side, {
      x,
      y: "place",
      r: 4.5,
      fill: colour(one),
      symbol: () => shape(one),
      ...EDGE,
      ...tipOn(width, ({ name, tied }) => [name, ...tied.slice(0, SPOKEN).map(nameOf), tied.length > SPOKEN ? "…" : ""]),
    }),
  ];
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

// Give each name its share of the height, beside what it is tied to as far as that goes.
function arrange(sides) {
  const mean = ({ tied }) => tied.reduce((sum, { place }) => sum + place, 0) / tied.length;
  const spread = (side) => side.forEach((node, one) => (node.place = (one + 0.5) / side.length));
  const [short, long] = [...sides].sort((one, other) => one.length - other.length);
  spread(short);
  spread(long.sort((one, other) => mean(one) - mean(other)));
  spread(short.sort((one, other) => mean(one) - mean(other)));
}
