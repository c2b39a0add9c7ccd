import { posix } from "node:path";
import { type ImportSite, listImportSites } from "./import-sites";
import type { Source } from "./source";
import type { Violation } from "./violation";

/** Packages that one folder wraps for all the others, so that changing them means changing one place. */
const OWNERS: readonly (readonly [packages: RegExp, owner: string])[] = [
  [/^(ag-grid|@ag-grid)/, "components/grid/"],
  [/^@tanstack\/react-virtual$/, "components/worklist/"],
  [/^recharts$/, "components/charts/"],
];

/** Things that belong to one place: the wrapped packages, and each route's `_components`. */
export function checkOwnedImports(source: Source): Violation[] {
  const violations: Violation[] = [];
  for (const site of listImportSites(source)) {
    const owner = findOwner(site);
    if (owner && !source.path.startsWith(owner)) {
      const advice = `only ${owner} imports ${site.specifier}; use what it offers`;
      violations.push(source.violation(site.offset, "wrapped-packages", advice));
    }
    const route = findRouteOfPrivate(site);
    if (route !== null && !source.path.startsWith(`${route}/`)) {
      const advice = `${site.specifier} belongs to ${route}; move what both need to components/`;
      violations.push(source.violation(site.offset, "route-components", advice));
    }
  }
  return violations;
}

function findOwner({ target }: ImportSite): string | null {
  if (target.kind !== "package") return null;
  return OWNERS.find(([packages]) => packages.test(target.name))?.[1] ?? null;
}

/** The route folder that holds the `_components` a site reaches into, or null when it reaches into none. */
function findRouteOfPrivate({ target }: ImportSite): string | null {
  if (target.kind !== "file" || !target.path.startsWith("app/")) return null;
  const at = target.path.indexOf("/_components/");
  return at === -1 ? null : posix.normalize(target.path.slice(0, at));
}
