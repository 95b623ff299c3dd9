// Bundles src/ into ../web/static/built/: each file named by its content, and manifest.json, which says what each is
// called.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { atlas } from "./atlas.mjs";
import { licences } from "./licences.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "../web/static/built");

// The map of the world is a file of its own, which only maps fetch.
const world = {
  name: "world",
  setup(builder) {
    builder.onResolve({ filter: /^world\.json$/ }, (wanted) => ({ path: wanted.path, namespace: "world" }));
    builder.onLoad({ filter: /./, namespace: "world" }, () => ({ contents: JSON.stringify(atlas()), loader: "file" }));
  },
};

// Plot draws charts of every kind, and takes more from d3 than ours call: these packages would be a third of its weight.
// What is named here other packages get, and a function that does nothing for the rest; our own sources get them whole.
const CALLED = {
  "d3-axis": [],
  "d3-color": [], // colours are custom properties of pictures.css, and on no scale
  "d3-format": [], // numbers and dates are written by language.js
  "d3-geo": [],
  "d3-interpolate": ["interpolateNumber", "interpolateRound", "piecewise"],
  "d3-scale": ["scaleBand", "scaleIdentity", "scaleImplicit", "scaleLinear", "scaleOrdinal", "scalePoint", "scaleUtc"],
  "d3-scale-chromatic": [],
  "d3-time-format": [],
};
const light = {
  name: "light",
  setup(builder) {
    builder.onResolve({ filter: /^d3-/ }, ({ path, importer }) =>
      importer.includes("node_modules") && path in CALLED ? { path, namespace: "light" } : undefined,
    );
    builder.onLoad({ filter: /./, namespace: "light" }, async ({ path }) => {
      const called = CALLED[path];
      const rest = Object.keys(await import(path)).filter((name) => !called.includes(name));
      const contents = [`const none = () => {}; export { ${rest.map((name) => `none as ${name}`)} };`];
      // An import of nothing would still put into every chart what map.js has of the package.
      if (called.length) contents.push(`export { ${called} } from "${path}";`);
      return { contents: contents.join("\n"), resolveDir: here };
    });
  },
};

const entries = ["src/editor.js", "src/pictures.js"];
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: entries,
  outdir: folder,
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".css": "css" },
  plugins: [world, light],
  legalComments: "none", // they are in LICENSES.txt, whole
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [path, { entryPoint, cssBundle }] of Object.entries(metafile.outputs)) {
  if (!entries.includes(entryPoint)) continue;
  const name = basename(entryPoint, ".js");
  manifest[`${name}.js`] = basename(path);
  if (cssBundle) manifest[`${name}.css`] = basename(cssBundle);
}
await writeFile(join(folder, "LICENSES.txt"), licences(here, Object.keys(metafile.inputs)));
// Last: with it the build is whole.
await writeFile(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
