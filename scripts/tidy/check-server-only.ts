import { isDeclaration, isTest } from "./file-kinds";
import type { Source } from "./source";
import type { Violation } from "./violation";

/** Every module of the server refuses to be bundled for the browser, by its first line. */
export function checkServerOnly(source: Source): Violation[] {
  if (!source.path.startsWith("server/") || isTest(source.path) || isDeclaration(source.path)) return [];
  const [first] = source.statements;
  if (first?.type === "ImportDeclaration" && first.source.value === "server-only") return [];
  return [source.violation(0, "server-only", 'begin the file with: import "server-only";')];
}
