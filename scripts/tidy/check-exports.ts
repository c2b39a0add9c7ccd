import type { Node } from "oxc-parser";
import { needsDefaultExport } from "./file-kinds";
import type { Source } from "./source";
import type { Violation } from "./violation";

/** Files whose whole task is to hand a handler to the framework under the names that it looks for. */
const FRAMEWORK_FILE = /(^|\/)route\.ts$|^(proxy|instrumentation)\.ts$/;

export function checkBarrels(source: Source): Violation[] {
  const { statements } = source;
  if (statements.length === 0 || FRAMEWORK_FILE.test(source.path) || !statements.every(isPassedOn)) return [];
  if (!statements.some(handsSomethingOn)) return [];
  return [source.violation(0, "no-barrel", "import from the file that defines it; delete this one")];
}

/** A statement that only hands on what another module defines. */
function isPassedOn(statement: Node): boolean {
  if (statement.type === "ImportDeclaration" || statement.type === "ExportAllDeclaration") return true;
  return statement.type === "ExportNamedDeclaration" && statement.declaration === null;
}

/** Imports alone hand on nothing, and `export {}` only says that the file is a module. */
function handsSomethingOn(statement: Node): boolean {
  if (statement.type === "ExportAllDeclaration") return true;
  return statement.type === "ExportNamedDeclaration" && statement.specifiers.length > 0;
}

export function checkDefaultExports(source: Source): Violation[] {
  if (needsDefaultExport(source.path)) return [];
  const advice = "export it by name: only Next's own files and configurations have a default export";
  const offsets = source.of("ExportDefaultDeclaration").map(({ node }) => node.start);
  for (const { node } of source.of("ExportSpecifier")) {
    const name = node.exported.type === "Literal" ? node.exported.value : node.exported.name;
    if (name === "default") offsets.push(node.start);
  }
  return offsets.map((offset) => source.violation(offset, "no-default-export", advice));
}
