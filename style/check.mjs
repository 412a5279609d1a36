// Two checks without a browser: the views use no class that the stylesheet lacks, and the theme's colours can be read.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postcss from "postcss";

const here = dirname(fileURLToPath(import.meta.url));
const problems = [];

// ---------------------------------------------------------------------------------------------------------------------- classes

// Names that are a hook for meaning or for a later rule: their look is that of their parent or of the plain element.
const PLAIN = new Set(["wk-form", "wk-call-card", "wk-listing-card", "wk-grid--3", "wk-badge--neutral", "wk-doors"]);

const known = new Set(PLAIN);
const learn = (text) => { for (const [name] of text.matchAll(/wk-[a-z][\w-]*/g)) known.add(name); };
for (const file of files(here, ".css")) postcss.parse(readFileSync(file, "utf8")).walkRules((rule) => learn(rule.selector));
learn(readFileSync(join(here, "upstream.json"), "utf8"));

for (const file of files(join(here, "../app/src"), ".rs")) {
  readFileSync(file, "utf8").split("\n").forEach((line, at) => {
    if (line.trimStart().startsWith("//")) return;
    for (const [name] of line.matchAll(/(?<![\w-])wk-[a-z][\w-]*/g)) {
      // A name that ends in a dash is put together at run time: its beginning must be known.
      const found = name.endsWith("-") ? [...known].some((one) => one.startsWith(name)) : known.has(name);
      if (!found) problems.push(`${file}:${at + 1}: no rule for ${name}`);
    }
  });
}

// --------------------------------------------------------------------------------------------------------------------- contrast

const theme = postcss.parse(readFileSync(join(here, "theme.css"), "utf8"));
const light = new Map();
const dark = new Map();
theme.walkDecls(/^--/, (decl) => {
  const inDark = decl.parent.parent.type === "atrule";
  if (!inDark) light.set(decl.prop, decl.value);
  dark.set(decl.prop, decl.value);
});

const FAMILIES = ["default", "action-1", "action-2", "accent-1", "accent-2", "accent-3", "positive", "negative", "warning", "info", "highlight"];
for (const [mode, tokens] of [["light", light], ["dark", dark]]) {
  const color = (name) => {
    let value = tokens.get(name);
    while (value?.startsWith("var(")) value = tokens.get(value.slice(4, -1));
    if (!value) problems.push(`${mode}: ${name} has no value`);
    return value ?? "#000000";
  };
  const need = (ratio, front, back) => {
    const got = contrast(color(front), color(back));
    if (got < ratio) problems.push(`${mode}: ${front} on ${back} is ${got.toFixed(2)}, must be ${ratio}`);
  };
  for (const family of FAMILIES) {
    const token = (part) => `--basis-color-${family}-${part}`;
    for (const back of ["--wk-paper", "--wk-surface", token("bg-subtle"), token("bg-default")]) {
      for (const text of ["color-subtle", "color-default", "color-hover", "color-document"]) need(4.5, token(text), back);
    }
    for (const back of ["--wk-paper", "--wk-surface"]) need(3, token("border-default"), back);
    if (family === "default") {
      for (const back of ["inverse-bg-document", "inverse-bg-default", "inverse-bg-hover"]) {
        for (const text of ["inverse-color-subtle", "inverse-color-document"]) need(4.5, token(text), token(back));
      }
    } else {
      for (const state of ["default", "hover"]) need(4.5, token(`inverse-color-${state}`), token(`inverse-bg-${state}`));
    }
  }
}

for (const problem of problems) console.error(problem);
console.log(problems.length ? `style: ${problems.length} problems` : "style: classes and contrast are in order");
process.exit(problems.length ? 1 : 0);

// WCAG 2.2: the ratio of the relative luminances.
function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function files(folder, ending) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : files(path, ending);
    return entry.name.endsWith(ending) ? [path] : [];
  });
}
