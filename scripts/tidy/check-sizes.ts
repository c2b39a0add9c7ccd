import { isTest } from "./file-kinds";
import { countLines, type Source, type Visited } from "./source";
import type { Violation } from "./violation";

const MAX_FUNCTION_LINES = 70;
const MAX_FILE_LINES = 300;
const MAX_TEST_FILE_LINES = 600;
const SUITE = /^(describe|suite|test\.describe)\b/;

export function checkFunctionSizes(source: Source): Violation[] {
  const violations: Violation[] = [];
  for (const type of ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"] as const) {
    for (const visited of source.of(type)) {
      const { node } = visited;
      const lines = source.lineAt(node.end) - source.lineAt(node.start) + 1;
      if (lines <= MAX_FUNCTION_LINES || (isTest(source.path) && isSuite(source, visited))) continue;
      const advice = `this function has ${lines} lines, at most ${MAX_FUNCTION_LINES}: split it by what its parts decide`;
      violations.push(source.violation(node.start, "function-size", advice));
    }
  }
  return violations;
}

/** The callback of `describe` only groups tests; each of them is measured by itself. */
function isSuite(source: Source, { node, parent }: Visited): boolean {
  const call = parent?.node;
  if (call?.type !== "CallExpression" || call.callee === node) return false;
  return SUITE.test(source.text.slice(call.callee.start, call.callee.end));
}

/** For any text file; messages and migrations are lists that grow by themselves. */
export function checkFileSize(path: string, text: string): Violation[] {
  if (path.startsWith("messages/") || path.startsWith("prisma/migrations/") || path.endsWith(".md")) return [];
  const limit = isTest(path) ? MAX_TEST_FILE_LINES : MAX_FILE_LINES;
  const lines = countLines(text);
  if (lines <= limit) return [];
  const advice = `${lines} lines, at most ${limit}: split the file by what its parts are about`;
  return [{ file: path, line: limit + 1, rule: "file-size", advice }];
}
