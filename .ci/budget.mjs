// What the browser gets stays small: node .ci/budget.mjs SITE (after `make assets`).
// Reads the sizes that the style build wrote and the crates that reach the wasm file.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const site = process.argv[2] ?? "target/site";
const manifest = JSON.parse(readFileSync(join(site, "manifest.json"), "utf8"));
const sent = (path) => manifest.files[path]?.br ?? manifest.files[path]?.size ?? 0;
const KIB = 1024;
let broken = 0;

function check(what, bytes, limit) {
  const fine = bytes > 0 && bytes <= limit;
  if (!fine) broken += 1;
  console.log(`${fine ? "ok   " : "WRONG"} ${what.padEnd(28)} ${(bytes / KIB).toFixed(1).padStart(7)} KiB of ${(limit / KIB).toFixed(0)}`);
}

const script = `/pkg/${manifest.pkg}.js`;
const wasm = `/pkg/${manifest.pkg}_bg.wasm`;
check("islands (brotli)", sent(script) + sent(wasm), 150 * KIB);
check("style (brotli)", sent(manifest.css), 24 * KIB);
check("map (brotli)", sent(manifest.map_js) + sent(manifest.map_css), 50 * KIB);
check("font", sent(manifest.font), 24 * KIB);

// Each of these alone would break the budget, or has no business in a browser. (regex comes with leptos; the linker drops it.)
const banned = ["chrono", "chrono-tz", "comrak", "fluent-bundle", "reqwest", "sea-orm", "sqlx", "tantivy", "time", "tokio", "uuid"];
const tree = execFileSync("cargo", ["tree", "-p", "app-hydrate", "--target", "wasm32-unknown-unknown", "-e", "normal,no-proc-macro", "--prefix", "none", "-f", "{p}"], { encoding: "utf8" });
const crates = new Set(tree.split("\n").map((line) => line.split(" ")[0]));
const found = banned.filter((name) => crates.has(name));
console.log(found.length ? `WRONG in the wasm: ${found.join(", ")}` : `ok    none of the ${banned.length} crates that must stay on the server`);
broken += found.length;

// Without `use app as _;` in app/hydrate the build succeeds and no island is in it.
const exported = readFileSync(join(site, script), "utf8");
const sources = readdirSync("app/src", { recursive: true }).filter((name) => name.endsWith(".rs")).map((name) => readFileSync(join("app/src", name), "utf8"));
const islands = sources.flatMap((source) => [...source.matchAll(/^#\[island[^\]]*\]\s+pub fn (\w+)/gm)].map((match) => match[1]));
const lost = islands.filter((name) => !new RegExp(`export function ${name}_\\d+\\(`).test(exported));
console.log(lost.length || !islands.length ? `WRONG islands that are not in the script: ${lost.join(", ") || "there are none at all"}` : `ok    all ${islands.length} islands are in the script`);
broken += lost.length || !islands.length ? 1 : 0;

process.exit(broken === 0 ? 0 : 1);
