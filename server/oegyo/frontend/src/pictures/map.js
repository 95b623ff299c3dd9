// Maps: dots at lat and lon, or states filled by a number or a series, joined by ISO 3166-1 alpha-3. Borders as the
// United Nations draws them.
import { geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import world from "world.json";
import { colour, key, keyOfColours, keyOfDots, outline, seriesOf, shade } from "./key.js";
import { amount } from "./language.js";
import { draw, frame } from "./svg.js";
import { number, told } from "./table.js";
import { say } from "./tips.js";

const STEPS = 5;
const SEOUL = 127; // the meridian in the middle
const NARROW = 500;
const CLOSEST = 4; // how many times nearer than the whole world a map comes
const EDGE = 0.15; // of a map that comes nearer, around the dots

let fetched;

async function atlas() {
  fetched ??= fetch(new URL(world, import.meta.url)).then(async (response) => {
    if (!response.ok) throw new Error(`The map of the world: status ${response.status}`);
    const { topology, points } = await response.json();
    return { states: feature(topology, topology.objects.countries).features, points };
  });
  return fetched;
}

export async function prepare(table) {
  const earth = await atlas();
  return table.columns.area ? filled(table, earth) : dotted(table, earth);
}

// The world as wide as a picture, and `marks` on it, which are told where places are; nearer when `points` lie close.
function drawn(width, { states }, marks, points = []) {
  const height = Math.round(width * 0.49) + 4;
  const projection = geoEqualEarth().rotate([-SEOUL, 0]);
  projection.fitExtent([[2, 2], [width - 2, height - 2]], { type: "Sphere" });
  approach(projection, points, width, height);
  const path = geoPath(projection.clipExtent([[0, 0], [width, height]]));
  const one = (what, look) => draw("path", { d: path(what) ?? "", class: look });
  return frame(
    width,
    height,
    one({ type: "Sphere" }, "sea"),
    one(geoGraticule10(), "graticule"),
    one({ type: "FeatureCollection", features: states }, "land"),
    ...marks(projection, path),
  );
}

function approach(projection, points, width, height) {
  if (!points.length) return;
  const places = points.map(projection);
  const [low, high] = [Math.min, Math.max].map((end) => [0, 1].map((axis) => end(...places.map((one) => one[axis]))));
  const room = [width, height].map((size) => size * (1 - 2 * EDGE));
  const nearer = Math.min(CLOSEST, ...[0, 1].map((axis) => room[axis] / Math.max(1, high[axis] - low[axis])));
  if (nearer <= 1) return;
  const middle = [0, 1].map((axis) => (low[axis] + high[axis]) / 2);
  const [x, y] = projection.translate();
  projection.scale(projection.scale() * nearer);
  projection.translate([width / 2 + (x - middle[0]) * nearer, height / 2 + (y - middle[1]) * nearer]);
}

function dotted({ columns, rows: all }, earth) {
  const series = seriesOf(all);
  const size = (row) => Math.max(0, number(row.y) || 0);
  const point = (row) => [number(row.lon), number(row.lat)];
  const shows = (row) => point(row).every(Number.isFinite);
  const points = all.filter(shows).map(point);
  const largest = Math.max(...all.map(size));
  const make = (rows, width) => {
    const most = width < NARROW ? 14 : 22;
    const area = columns.y ? (row) => Math.PI * most ** 2 * (size(row) / largest) : () => (width < NARROW ? 30 : 50);
    const marks = (projection) =>
      rows.map((row) => {
        const place = series.of(row);
        const d = outline(columns.y ? 0 : place, area(row));
        const mark = draw("path", { d, fill: colour(place), transform: `translate(${projection(point(row))})`, class: "dot" });
        return say(mark, told(row, columns, "label", "series", "y", "time"));
      });
    return { svg: drawn(width, earth, marks, points), key: (columns.y ? keyOfColours : keyOfDots)(series) };
  };
  return { shows, make };
}

function filled({ columns, rows: all }, earth) {
  const value = (row) => (columns.y ? number(row.y) : 1);
  const steps = bounds(all.map(value).filter(Number.isFinite));
  const shades = steps.map((_, step) => shade(steps.length < 2 ? 0.8 : step / (steps.length - 1)));
  const series = seriesOf(columns.y ? [] : all);
  const paint = (row) => (columns.y ? shades[stepOf(steps, value(row))] : colour(series.of(row)));
  const ranges = steps.map((low, step) => [shades[step], range(low, steps[step + 1])]);
  const make = (rows, width) => {
    const known = new Map(rows.map((row) => [row.area.raw, row]));
    const mark = (code, attributes) => {
      const row = known.get(code);
      const element = draw("path", { ...attributes, fill: paint(row) });
      return say(element, told(row, columns, columns.label ? "label" : "area", "series", "y", "time"));
    };
    const marks = (projection, path) => [
      ...earth.states
        .filter((state) => known.has(state.properties.a3))
        .map((state) => mark(state.properties.a3, { d: path(state), class: "state" })),
      ...Object.keys(earth.points)
        .filter((code) => known.has(code))
        .map((code) => {
          const transform = `translate(${projection(earth.points[code])})`;
          return mark(code, { d: outline(0, width < NARROW ? 20 : 38), transform, class: "small" });
        }),
    ];
    return { svg: drawn(width, earth, marks), key: columns.y ? key(ranges) : keyOfColours(series) };
  };
  return { shows: (row) => Number.isFinite(value(row)), make };
}

// Where each of a few steps begins, so that each holds about as many values.
function bounds(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return [
    ...new Set(Array.from({ length: STEPS }, (_, step) => sorted[Math.floor((sorted.length * step) / STEPS)])),
  ].filter(Number.isFinite);
}

function stepOf(steps, value) {
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
  if (next === undefined) return `${year(low)}+`;
  const last = Number.isInteger(low) && Number.isInteger(next) ? next - 1 : next;
  return last > low ? `${year(low)} – ${year(last)}` : year(low);
}
