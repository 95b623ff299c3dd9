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
  plugins: [world],
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
