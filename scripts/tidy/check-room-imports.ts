import { isDatabaseTest, isTest } from "./file-kinds";
import { type ImportSite, listImportSites } from "./import-sites";
import { findRoom, isRouteComponent, ROUTE_COMPONENT_FORMATTING, type Room } from "./rooms";
import type { Source } from "./source";
import type { Violation } from "./violation";

const RULE = "room-imports";
const TEST_PACKAGES = new Set(["vitest", "fast-check"]);
const CONSTANT = /^[A-Z][A-Z0-9_]*$/;

/** Every import against the table of `rooms.ts`. */
export function checkRoomImports(source: Source): Violation[] {
  const found = findRoom(source.path);
  if (!found) {
    const advice =
      "this folder is not a room of docs/architecture.md; put the file where its row of the import table is";
    return [source.violation(0, RULE, advice)];
  }
  const violations: Violation[] = [];
  for (const site of listImportSites(source)) {
    const objection = findObjection(source.path, found.room, site);
    if (objection) violations.push(source.violation(site.offset, RULE, `${nameOf(found.prefix)} ${objection}`));
  }
  return violations;
}

function findObjection(path: string, room: Room, site: ImportSite): string | null {
  const { target } = site;
  if (target.kind === "file") return findFileObjection(path, room, site, target.path);
  if (target.kind === "node") {
    return room.node || isTest(path)
      ? null
      : `may not import ${target.name}: only rooms that run on the server know Node`;
  }
  if (isTest(path) && TEST_PACKAGES.has(target.name)) return null;
  const allowed =
    "only" in room.packages ? room.packages.only.includes(target.name) : !room.packages.never.includes(target.name);
  return allowed ? null : `may not import the package ${target.name}`;
}

function findFileObjection(path: string, room: Room, site: ImportSite, target: string): string | null {
  if (target.startsWith("../")) return `imports ${site.specifier}, which lies outside the project`;
  if (startsWithOneOf(target, room.files)) return null;
  if (isRouteComponent(path) && startsWithOneOf(target, ROUTE_COMPONENT_FORMATTING)) return null;
  if (isDatabaseTest(path) && target.startsWith("tests/")) return null;
  if (startsWithOneOf(target, room.vocabularyOf ?? [])) {
    if (site.typeOnly || site.names?.every((name) => CONSTANT.test(name))) return null;
    return `may take types and constants from ${site.specifier}, nothing that runs: let the server compute it`;
  }
  return `may not import ${site.specifier}; see the import table in docs/architecture.md`;
}

function startsWithOneOf(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => path.startsWith(prefix));
}

function nameOf(prefix: string): string {
  return prefix === "" ? "the root" : prefix.slice(0, -1);
}
