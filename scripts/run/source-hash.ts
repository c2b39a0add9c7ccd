import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Folders that no page can import, and what builds write. */
const LEFT_OUT = new Set([
  "node_modules",
  "scripts",
  "tests",
  "e2e",
  "bench",
  "docs",
  "sandbox",
  "migrations",
  "seed",
  "generated",
  "test-results",
  "playwright-report",
]);
const BUILD_INPUT = /\.(ts|tsx|js|jsx|mjs|cjs|json|css|prisma|svg|png|ico|jpg|webp|woff2|txt|xml|webmanifest)$/;
const NOT_BUILT =
  /(\.test\.tsx?|\.tsbuildinfo|^vitest\.config\.ts|^playwright\.config\.ts|^next-env\.d\.ts|^biome\.json)$/;

/** Changes with everything that the production build is made of: sources, configuration, packages, public settings. */
export function hashSources(root: string): string {
  const hash = createHash("sha256").update(process.versions.node);
  for (const path of listFiles(root).sort()) {
    hash.update(relative(root, path)).update("\0").update(readFileSync(path)).update("\0");
  }
  for (const [name, value] of Object.entries(process.env).sort()) {
    if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${value}\0`);
  }
  return hash.digest("hex");
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || LEFT_OUT.has(entry.name)) return [];
    if (entry.isDirectory()) return listFiles(path);
    return BUILD_INPUT.test(entry.name) && !NOT_BUILT.test(entry.name) ? [path] : [];
  });
}
