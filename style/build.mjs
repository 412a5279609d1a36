// Makes the browser's files: one stylesheet, the font, the small files of app/assets, and the script with its wasm.
//
//   node style/build.mjs [--pkg target/pkg] --out target/site
//
// Names carry a hash of their content, so that they can be cached for ever; `manifest.json` tells which name is which.
// Every file gets a .br and a .gz beside it. Needs no network.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { transform } from "lightningcss";
import postcss from "postcss";
import valueParser from "postcss-value-parser";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "../app/assets");
const modules = join(here, "node_modules");

const { values: args } = parseArgs({ options: { pkg: { type: "string" }, out: { type: "string" } } });
if (!args.out) fail("say where the files go: --out target/site");
const out = resolve(args.out);

// The classes that the theme's tokens hang on: that of the base theme in its package, and ours.
const BASE_THEME = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css";
const THEME = ".wijkcall-theme";
const FONT = "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2";
const FONT_LICENCE = "@fontsource-variable/figtree/LICENSE";
// Letters of Dutch, English and the neighbouring languages, and the signs that our texts use.
const LETTERS =
  Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("") +
  "ÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØŒÙÚÛÜÝßàáâäåæçèéêëìíîïñòóôöøœùúûüýÿ" +
  "€£§©®°±×÷·–—‘’“”„…•‹›«»→←↗✓½¼¾²³\u00a0\u2011\u202f";
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

const manifest = { files: {} };
rmSync(out, { recursive: true, force: true });

const font = await subsetFont(readFileSync(join(modules, FONT)), LETTERS, {
  targetFormat: "woff2",
  variationAxes: { wght: { min: 400, max: 800 } },
});
manifest.font = put(`/fonts/wijkcall.${hash(font)}.woff2`, font);
put("/fonts/LICENSE.txt", readFileSync(join(modules, FONT_LICENCE)), { immutable: false });

const css = stylesheet(manifest.font);
manifest.css = put(`/wijkcall.${hash(css)}.css`, css);

for (const name of ["favicon.svg", "logo.svg"]) {
  const content = readFileSync(join(assets, name));
  const [stem, dot] = [basename(name, extname(name)), extname(name)];
  manifest[stem] = put(`/${stem}.${hash(content)}${dot}`, content);
}
manifest.robots = put("/robots.txt", readFileSync(join(assets, "robots.txt")), { immutable: false });

const map = mapFiles();
manifest.map_js = put(`/map.${hash(map.script)}.js`, map.script);
manifest.map_css = put(`/map.${hash(map.sheet)}.css`, map.sheet);
put("/map.LICENSE.txt", readFileSync(join(modules, "leaflet/LICENSE")), { immutable: false });

if (args.pkg && existsSync(args.pkg)) manifest.pkg = script(resolve(args.pkg));

writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
for (const [path, file] of Object.entries(manifest.files)) {
  console.log(`${path}  ${file.size} bytes, gzip ${file.gz}, brotli ${file.br}`);
}

// ---------------------------------------------------------------------------------------------------------------- stylesheet

function stylesheet(fontPath) {
  const sheet = postcss.root();
  sheet.append(...upstream());
  const own = [
    "bridge.css", "base.css", "layout.css",
    ...list("ui"), ...list("slices"), "print.css",
  ];
  for (const file of own) sheet.append(...parse(join(here, file)).nodes);

  // Our theme wins over the base theme, token by token.
  const theme = parse(join(here, "theme.css"));
  const tokens = new Map();
  const collect = (root) => root.walkRules((rule) => {
    if (rule.parent.type !== "root" || rule.selector === ":root") return;
    rule.walkDecls(/^--/, (decl) => tokens.set(decl.prop, decl.value));
  });
  collect(parse(join(modules, BASE_THEME)));
  sheet.walkAtRules("bridge", (rule) => {
    rule.walkDecls(/^--/, (decl) => tokens.set(decl.prop, decl.value));
    rule.remove();
  });
  collect(theme);

  const local = new Set();
  sheet.walkDecls(/^--/, (decl) => local.add(decl.prop));
  const defined = (name) => tokens.has(name) || local.has(name);
  const settle = (value) => resolved(value, tokens, local);
  sheet.walkDecls((decl) => {
    const value = settle(decl.value);
    if (value === null) decl.remove();
    else decl.value = value;
  });
  sheet.walkRules((rule) => { if (rule.nodes.length === 0) rule.remove(); });

  // Only the tokens that something refers to, directly or through another token.
  const used = new Set();
  const use = (value) => {
    for (const [, name] of value.matchAll(/var\(\s*(--[\w-]+)/g)) {
      if (used.has(name)) continue;
      used.add(name);
      if (tokens.has(name)) use(tokens.get(name));
    }
  };
  sheet.walkDecls((decl) => use(decl.value));
  const dark = theme.nodes.filter((node) => node.type === "atrule");
  for (const rule of dark) rule.walkDecls(/^--/, (decl) => use(decl.value));
  for (const rule of dark) rule.walkDecls(/^--/, (decl) => { if (!used.has(decl.prop)) decl.remove(); });

  const light = postcss.rule({ selector: THEME });
  for (const [prop, value] of tokens) {
    const settled = used.has(prop) && settle(value);
    if (settled) light.append({ prop, value: settled });
  }
  theme.walkDecls((decl) => { if (!decl.prop.startsWith("--") && decl.parent.selector === THEME) light.append(decl.clone()); });

  const missing = [...used].filter((name) => !defined(name));
  if (missing.length) fail(`tokens without a value: ${missing.join(", ")}`);

  // Optional: on a slow first visit the page keeps its fallback rather than moving under the reader; the font is preloaded.
  const face = `@font-face{font-family:Wijkcall;src:url("${fontPath}") format("woff2");font-weight:400 800;font-display:optional}`;
  const text = [face, light.toString(), ...dark.map(String), sheet.toString()].join("\n");
  return Buffer.from(transform({ filename: "wijkcall.css", code: Buffer.from(text), minify: true, targets: targets() }).code);
}

// The rules of the NL Design System packages, with our class names. What `upstream.json` does not name is left out.
function upstream() {
  const nodes = [];
  for (const [path, names] of Object.entries(JSON.parse(readFileSync(join(here, "upstream.json"))))) {
    const drop = names.drop && new RegExp(names.drop);
    const root = parse(join(modules, path));
    root.walkComments((comment) => comment.remove());
    root.walkRules((rule) => {
      const kept = rule.selectors
        .filter((one) => !drop?.test(one) && [...one.matchAll(/\.([\w-]+)/g)].every(([, name]) => inNot(one, name) || names[name]))
        .map((one) => one.replace(/:not\(\.[\w-]+\)/g, "").replace(/\.([\w-]+)/g, (_, name) => names[name]))
        .map((one) => one.replace(/(\.[\w-]+)\1(?![\w-])/g, "$1"));
      if (kept.length) rule.selectors = [...new Set(kept)];
      else rule.remove();
    });
    root.walkAtRules((rule) => { if (rule.nodes?.length === 0) rule.remove(); });
    nodes.push(...root.nodes);
  }
  return nodes;
}

// A class that is only excluded (`:not(.nl-button--disabled)`) need not be known: without it the condition always holds.
function inNot(selector, name) {
  return selector.includes(`:not(.${name})`);
}

// Resolves fallbacks: `var(--a, x)` is `var(--a)` when the theme gives --a a value, and `x` when nothing ever does; a name that
// some rule sets keeps its fallback for where that rule does not hold. Null: the declaration has no value at all.
function resolved(value, tokens, local) {
  if (!value.includes("var(")) return value;
  const tree = valueParser(value);
  let empty = false;
  const visit = (nodes) => nodes.flatMap((node) => {
    if (node.type !== "function") return [node];
    if (node.value !== "var") {
      node.nodes = visit(node.nodes);
      return [node];
    }
    const [name, comma, ...fallback] = node.nodes.filter((part, at) => at > 1 || part.type !== "space");
    while (fallback[0]?.type === "space") fallback.shift();
    if (tokens.has(name.value)) {
      node.nodes = [name];
      return [node];
    }
    if (local.has(name.value)) {
      node.nodes = comma ? [name, comma, ...visit(fallback)] : [name];
      return [node];
    }
    if (!comma) empty = true;
    return visit(fallback);
  });
  tree.nodes = visit(tree.nodes);
  return empty ? null : tree.toString().trim();
}

function parse(path) {
  return postcss.parse(readFileSync(path, "utf8"), { from: path });
}

function list(folder) {
  return readdirSync(join(here, folder)).filter((name) => name.endsWith(".css")).sort().map((name) => join(folder, name));
}

// The oldest browsers whose gaps the build fills, in lightningcss's notation.
function targets() {
  const version = (major, minor = 0) => (major << 16) | (minor << 8);
  return { chrome: version(123), firefox: version(120), safari: version(17, 5) };
}

// ----------------------------------------------------------------------------------------------------------------------- map

// Leaflet with our few lines after it, and its style without the pictures that we do not use.
function mapFiles() {
  const leaflet = readFileSync(join(modules, "leaflet/dist/leaflet.js"), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  const script = Buffer.from(`${leaflet}\n${readFileSync(join(here, "map.js"), "utf8")}`);
  const sheet = parse(join(modules, "leaflet/dist/leaflet.css"));
  sheet.walkDecls((decl) => { if (/url\(|expression|^behavior$/.test(`${decl.prop} ${decl.value}`)) decl.remove(); });
  sheet.walkRules((rule) => { if (rule.nodes.length === 0) rule.remove(); });
  return { script, sheet: Buffer.from(transform({ filename: "map.css", code: Buffer.from(sheet.toString()), minify: true, targets: targets() }).code) };
}

// -------------------------------------------------------------------------------------------------------------------- script

// One name for both files: the script asks for NAME_bg.wasm beside itself.
function script(folder) {
  const js = readdirSync(folder).find((name) => name.endsWith(".js"));
  const wasm = readdirSync(folder).find((name) => name.endsWith("_bg.wasm"));
  if (!js || !wasm) fail(`no script and wasm in ${folder}`);
  const code = readFileSync(join(folder, js), "utf8");
  const binary = readFileSync(join(folder, wasm));
  const name = `app-${hash(Buffer.concat([Buffer.from(code), binary]))}`;
  put(`/pkg/${name}.js`, Buffer.from(code.replaceAll(wasm, `${name}_bg.wasm`)));
  put(`/pkg/${name}_bg.wasm`, binary);
  const snippets = join(folder, "snippets");
  if (existsSync(snippets)) {
    for (const entry of readdirSync(snippets, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      put(`/pkg/${path.slice(folder.length + 1)}`, readFileSync(path));
    }
  }
  return name;
}

// --------------------------------------------------------------------------------------------------------------------- files

function put(path, content, { immutable = true } = {}) {
  const file = join(out, path);
  const br = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const gz = gzipSync(content, { level: 9 });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
  manifest.files[path] = {
    type: TYPES[extname(path)] ?? "application/octet-stream",
    immutable, size: content.length, br: br.length, gz: gz.length,
  };
  return path;
}

function hash(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 10);
}

function fail(message) {
  console.error(`style: ${message}`);
  process.exit(1);
}
