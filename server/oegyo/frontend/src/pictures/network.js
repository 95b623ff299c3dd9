// Networks: who is tied to whom, laid out by forces that repel and ties that hold; the same every time.
import { dot, link, plot, pointer, text, tip } from "@observablehq/plot";
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { colours, keyOf } from "./key.js";

const ROUNDS = 260;
const NAMED = 45; // names that fit; the others are told when pointed at

export function prepare(table) {
  const { columns, rows } = table;
  if (!columns.from || !columns.to) return null;
  const sides = [columns.from.title, columns.to.title];
  const { nodes, links } = graph(rows, sides);
  return (shown, width) => {
    const height = Math.round(Math.min(640, Math.max(320, width * 0.7)));
    const rest = width / height;
    forceSimulation(nodes)
      .force("link", forceLink(links).distance(38))
      .force("apart", forceManyBody().strength(-70))
      .force("width", forceX().strength(0.06 / rest))
      .force("height", forceY().strength(0.06 * rest))
      .force("size", forceCollide((node) => radius(node) + 2))
      .stop()
      .tick(ROUNDS);
    const busiest = new Set([...nodes].sort((one, other) => other.ties - one.ties).slice(0, width < 500 ? NAMED / 3 : NAMED));
    const seen = new Set(shown.flatMap((row) => [`0${row.from.text}`, `1${row.to.text}`]));
    const there = nodes.filter((node) => seen.has(node.side + node.name));
    const place = { x: "x", y: "y" };
    const svg = plot({
      width,
      height,
      margin: 24,
      style: { fontSize: "12px" },
      axis: null,
      inset: 10,
      r: { type: "identity" },
      color: colours(sides),
      marks: [
        link(links.filter((one) => there.includes(one.source) && there.includes(one.target)), {
          x1: (one) => one.source.x, y1: (one) => one.source.y, x2: (one) => one.target.x, y2: (one) => one.target.y,
          stroke: "var(--soft)", strokeOpacity: 0.45, strokeWidth: 0.8,
        }),
        dot(there, { ...place, r: radius, fill: (node) => sides[node.side], stroke: "var(--paper)",
          symbol: (node) => sides[node.side] }),
        text(there.filter((node) => busiest.has(node)), { ...place, text: "name", dy: (node) => -radius(node) - 6,
          fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 3, fontSize: 11 }),
        tip(there, pointer({ ...place, title: (node) => `${node.name}\n${node.ties}` })),
      ],
    });
    return { svg, key: keyOf(sides) };
  };
}

function radius(node) {
  return 3 + Math.sqrt(node.ties) * 1.2;
}

// The nodes, by the side of the table they stand on and their name, and the ties between them.
function graph(rows) {
  const found = new Map();
  const node = (side, cell) => {
    const id = side + cell.text;
    if (!found.has(id)) found.set(id, { side, name: cell.text, ties: 0 });
    return found.get(id);
  };
  const links = rows.filter((row) => row.from.text && row.to.text).map((row) => {
    const one = { source: node(0, row.from), target: node(1, row.to) };
    one.source.ties += 1;
    one.target.ties += 1;
    return one;
  });
  return { nodes: [...found.values()], links };
}
