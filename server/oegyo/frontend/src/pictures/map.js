// Maps: dots at lat and lon, or states filled by a number or a series, joined by ISO 3166-1 alpha-3. Borders as the
// United Nations draws them.
import { dot, geo, graticule, plot, pointer, sphere, tip } from "@observablehq/plot";
import { feature } from "topojson-client";
import world from "world.json";
import { amount, colour, colours, key, keyOf, shade, shapes } from "./key.js";
import { distinct, number, title } from "./table.js";

const STEPS = 5;
const SEOUL = 127; // the meridian in the middle

let fetched;

async function atlas() {
  fetched ??= fetch(new URL(world, import.meta.url)).then(async (response) => {
    if (!response.ok) throw new Error(`The map of the world: status ${response.status}`);
    const { topology, points } = await response.json();
    return {
      land: feature(topology, topology.objects.land),
      states: feature(topology, topology.objects.countries).features,
      points,
    };
  });
  return fetched;
}

export async function prepare(table) {
  const { columns, rows } = table;
  if (!columns.area && !(columns.lat && columns.lon)) return null;
  const earth = await atlas();
  return columns.area ? filled(table, earth) : dotted(table, earth, distinct(rows, "series"));
}

function draw(width, marks, more = {}) {
  return plot({
    width,
    height: Math.round(width * 0.49) + 4,
    margin: 2,
    style: { fontSize: "12px" },
    projection: { type: "equal-earth", rotate: [-SEOUL, 0], domain: { type: "Sphere" }, inset: 1 },
    ...more,
    marks: [
      sphere({ fill: "var(--picture-sea)", stroke: "var(--line)" }),
      graticule({ stroke: "var(--line)", strokeOpacity: 0.5 }),
      ...marks,
    ],
  });
}

const coast = { fill: "var(--picture-land)", stroke: "var(--picture-border)", strokeWidth: 0.5 };

function dotted({ columns }, earth, names) {
  return (rows, width) => {
    const placed = rows.filter((row) => Number.isFinite(number(row.lat)) && Number.isFinite(number(row.lon)));
    const size = columns.y ? (row) => Math.max(0, number(row.y) || 0) : width < 500 ? 2.5 : 3.5;
    const said = { x: (row) => number(row.lon), y: (row) => number(row.lat) };
    const svg = draw(
      width,
      [
        geo(earth.states, coast),
        dot(placed, {
          ...said,
          r: size,
          fill: columns.series ? (row) => row.series.text : colour(0),
          stroke: "var(--paper)",
          strokeWidth: 0.7,
          symbol: columns.series && !columns.y ? (row) => row.series.text : "circle",
        }),
        tip(placed, pointer({ ...said, title: (row) => title(row, "label", "series", "y", "time") })),
      ],
      { color: colours(names), symbol: shapes(names), r: { range: [0, width < 500 ? 14 : 22] } },
    );
    return { svg, key: keyOf(names, { dots: !columns.y }) };
  };
}

function filled({ columns, rows: all }, earth) {
  const value = (row) => (columns.y ? number(row.y) : 1);
  const steps = bounds(all.map(value).filter(Number.isFinite));
  const shades = steps.map((_, step) => shade(steps.length < 2 ? 0.8 : step / (steps.length - 1)));
  const names = columns.y ? [] : distinct(all, "series");
  const fill = (row) => (names.length ? colour(names.indexOf(row.series.text)) : shades[place(steps, value(row))]);
  return (rows, width) => {
    const known = new Map(rows.filter((row) => Number.isFinite(value(row))).map((row) => [row.area.raw, row]));
    const drawn = earth.states.filter((state) => known.has(state.properties.a3));
    const small = Object.keys(earth.points).filter((code) => known.has(code));
    const named = (code) => title(known.get(code), columns.label ? "label" : "area", "series", "y", "time");
    const code = (state) => state.properties.a3;
    const x = (one) => earth.points[one][0];
    const y = (one) => earth.points[one][1];
    const svg = draw(
      width,
      [
        geo(earth.states, coast),
        geo(drawn, {
          fill: (state) => fill(known.get(code(state))),
          stroke: "var(--picture-border)",
          strokeWidth: 0.5,
        }),
        dot(small, {
          x,
          y,
          r: width < 500 ? 2.5 : 3.5,
          fill: (one) => fill(known.get(one)),
          stroke: "var(--ink)",
          strokeWidth: 0.7,
        }),
        tip(drawn, pointer({ geometry: (state) => state, title: (state) => named(code(state)) })),
        tip(small, pointer({ x, y, title: named })),
      ],
      { color: { type: "identity" } },
    );
    const ranges = steps.map((low, step) => [shades[step], range(low, steps[step + 1])]);
    return { svg, key: columns.y ? key(ranges) : keyOf(names) };
  };
}

// Where each of a few steps begins, so that each holds about as many values.
function bounds(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return [
    ...new Set(Array.from({ length: STEPS }, (_, step) => sorted[Math.floor((sorted.length * step) / STEPS)])),
  ].filter(Number.isFinite);
}

function place(steps, value) {
  return Math.max(
    0,
    steps.findLastIndex((low) => value >= low),
  );
}

// A number, and a year as years are written.
function year(value) {
  return Number.isInteger(value) && value > 1000 && value < 2100 ? String(value) : amount(value);
}

function range(low, next) {
  return next === undefined ? `${year(low)}+` : `${year(low)} – ${year(next)}`;
}
