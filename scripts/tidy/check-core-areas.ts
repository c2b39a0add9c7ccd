import { listImportSites } from "./import-sites";
import type { Source } from "./source";
import type { Violation } from "./violation";

/** What every area of core may stand on. A file directly in core (`core/result.ts`) is ground as well. */
const GROUND = new Set(["money", "calendar", "permissions", ""]);

/** Inside core: ground ← ledger ← everything else, and siblings do not know each other. */
export function checkCoreAreas(source: Source): Violation[] {
  const from = areaOf(source.path);
  if (from === null) return [];
  const violations: Violation[] = [];
  for (const site of listImportSites(source)) {
    const to = site.target.kind === "file" ? areaOf(site.target.path) : null;
    if (to === null || mayStandOn(from, to)) continue;
    const advice = `core/${from} may not import ${site.specifier}: what touches two areas is composed in a command`;
    violations.push(source.violation(site.offset, "core-areas", advice));
  }
  return violations;
}

function mayStandOn(from: string, to: string): boolean {
  if (from === to || to === "") return true;
  if (GROUND.has(from)) return false;
  return GROUND.has(to) || (to === "ledger" && from !== "ledger");
}

function areaOf(path: string): string | null {
  if (!path.startsWith("core/")) return null;
  const [, area = "", ...rest] = path.split("/");
  return rest.length === 0 ? "" : area;
}
