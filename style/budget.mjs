// What a first visit costs stays within what we promise. Reads the manifest of a build:  node style/budget.mjs [target/site]
// Sizes are brotli, as the browser gets them; a kilobyte is 1024 bytes.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const site = process.argv[2] ?? join(root, "target/site");
const path = join(site, "manifest.json");
if (!existsSync(path)) {
  console.error(`style: ${path} is not there; make it with: make assets`);
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(path, "utf8"));
const size = (name) => manifest.files[name]?.br ?? 0;

const KB = 1024;
const page = 10 * KB; // what a page's own HTML may take of the sum
const plain = size(manifest.css) + size(manifest.font) + size(manifest.favicon);
const wasm = manifest.pkg ? size(`/pkg/${manifest.pkg}_bg.wasm`) : 0;
const script = manifest.pkg ? size(`/pkg/${manifest.pkg}.js`) : 0;

const budgets = [
  ["stylesheet", size(manifest.css), 18 * KB],
  ["font", size(manifest.font), 20 * KB],
  ["first visit without an island, page included", plain + page, 45 * KB],
  ["wasm", wasm, 150 * KB],
  ["script", script, 15 * KB],
];

// Aims, printed but not held: the sum with islands is a promise of the speed tests, measured on real pages.
const withIslands = plain + page + wasm + script;

let over = 0;
for (const [name, bytes, limit] of budgets) {
  const bad = bytes > limit;
  over += bad ? 1 : 0;
  console.log(`${bad ? "OVER" : "ok  "}  ${name}: ${(bytes / KB).toFixed(1)} of ${limit / KB} KB`);
}
console.log(`      first visit with islands, page included: ${(withIslands / KB).toFixed(1)} KB (aim: 100 KB)`);
process.exit(over ? 1 : 0);
