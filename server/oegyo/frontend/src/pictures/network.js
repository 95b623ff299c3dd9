// Networks: who is tied to whom, laid out by forces that repel and ties that hold; the same every time.
import { dot, link, plot, pointer, text, tip } from "@observablehq/plot";
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { colours, keyOf, shapes } from "./key.js";
import { measure } from "./table.js";

const ROUNDS = 260;
const LETTER = 6.2;
const LINE = 13;

const ENDS = {
  x1: (tie) => tie.source.x,
  y1: (tie) => tie.source.y,
  x2: (tie) => tie.target.x,
  y2: (tie) => tie.target.y,
};

export function prepare(table) {
  const { columns, rows } = table;
  if (!columns.from || !columns.to) return null;
  const sides = [columns.from.title, columns.to.title];
  return (shown, width) => {
    const height = Math.round(Math.min(640, Math.max(320, width * 0.7)));
    const inset = Math.min(90, width * 0.12);
    const { nodes, links } = graph(shown);
    layOut(nodes, links, { left: inset, right: width - inset, top: 28, bottom: height - 14 });
    const side = (node) => sides[node.side];
    const svg = plot({
      width,
      height,
      margin: 0,
      axis: null,
      style: { fontSize: "12px" },
      x: { type: "identity" },
      y: { type: "identity" },
      r: { type: "identity" },
      color: colours(sides),
      symbol: shapes(sides),
      marks: [
        link(links, { ...ENDS, stroke: "var(--soft)", strokeOpacity: 0.5, strokeWidth: 0.8 }),
        dot(nodes, { x: "x", y: "y", r: radius, fill: side, symbol: side, stroke: "var(--paper)" }),
        text(named(nodes), {
          x: "x",
          y: "y",
          text: "name",
          dy: -13,
          fill: "var(--ink)",
          stroke: "var(--paper)",
          strokeWidth: 3,
          fontSize: 11,
        }),
        tip(nodes, pointer({ x: "x", y: "y", title: (node) => `${node.name}\n${node.ties}` })),
      ],
    });
    return { svg, key: keyOf(sides, { dots: true }) };
  };
}

function radius(node) {
  return 3 + Math.sqrt(node.ties) * 1.2;
}

// The nodes, by the side of the table they stand on and their name, and the ties between them.
function graph(rows) {
  const found = new Map();
  const node = (side, name) => {
    const id = side + name;
    if (!found.has(id)) found.set(id, { side, name, ties: 0 });
    const one = found.get(id);
    one.ties += 1;
    return one;
  };
  const tied = rows.filter((row) => row.from.text && row.to.text);
  const links = tied.map((row) => ({ source: node(0, row.from.text), target: node(1, row.to.text) }));
  return { nodes: [...found.values()], links };
}

// Give each node its place in the frame.
function layOut(nodes, links, { left, right, top, bottom }) {
  const rest = (right - left) / (bottom - top);
  forceSimulation(nodes)
    .force("ties", forceLink(links).distance(38))
    .force("apart", forceManyBody().strength(-70))
    .force("width", forceX().strength(0.06 / rest))
    .force("height", forceY().strength(0.06 * rest))
    .force(
      "size",
      forceCollide((node) => radius(node) + 2),
    )
    .stop()
    .tick(ROUNDS);
  fit(nodes, "x", left, right);
  fit(nodes, "y", top, bottom);
}

function fit(nodes, axis, low, high) {
  const values = nodes.map((node) => node[axis]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  for (const node of nodes)
    node[axis] = most > least ? low + ((node[axis] - least) / (most - least)) * (high - low) : (low + high) / 2;
}

// The nodes whose names have room, those with the most ties first; the others are named when they are pointed at.
function named(nodes) {
  const taken = [];
  return [...nodes]
    .sort((one, other) => other.ties - one.ties)
    .filter((node) => {
      const half = (measure(node.name) * LETTER) / 2;
      const box = {
        left: node.x - half,
        right: node.x + half,
        top: node.y - LINE - LINE / 2,
        bottom: node.y - LINE / 2,
      };
      const free = taken.every(
        (one) => one.right < box.left || box.right < one.left || one.bottom < box.top || box.bottom < one.top,
      );
      if (free) taken.push(box);
      return free;
    });
}
