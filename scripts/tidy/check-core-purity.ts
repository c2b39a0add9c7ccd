import type { Node } from "oxc-parser";
import { isTest } from "./file-kinds";
import type { Source, Visited } from "./source";
import type { Violation } from "./violation";

const RULE = "core-purity";
/** Names that reach outside a pure function: the clock, chance, the process, the network, time to come. */
const IMPURE_NAMES = new Set([
  "Promise",
  "process",
  "crypto",
  "performance",
  "globalThis",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
]);
const IMPURE_MEMBERS = new Set(["Date.now", "Math.random", "Temporal.Now"]);

/** core decides from its arguments alone: nothing asynchronous, no clock, no randomness, no environment. */
export function checkCorePurity(source: Source): Violation[] {
  if (!source.path.startsWith("core/") || isTest(source.path)) return [];
  const violations: Violation[] = [];
  const add = (node: Node, what: string) => {
    violations.push(source.violation(node.start, RULE, `core may not use ${what}: take it as an argument`));
  };
  for (const type of ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"] as const) {
    for (const { node } of source.of(type)) if (node.async) add(node, "async functions");
  }
  for (const { node } of source.of("AwaitExpression")) add(node, "await");
  for (const { node } of source.of("ForOfStatement")) if (node.await) add(node, "for await");
  for (const visited of source.of("Identifier")) {
    if (IMPURE_NAMES.has(visited.node.name) && !isOwnName(visited)) add(visited.node, visited.node.name);
  }
  for (const { node } of source.of("MemberExpression")) {
    if (node.object.type !== "Identifier" || node.property.type !== "Identifier") continue;
    const name = `${node.object.name}.${node.property.name}`;
    if (IMPURE_MEMBERS.has(name)) add(node, name);
  }
  for (const { node } of source.of("NewExpression")) {
    if (isDate(node.callee) && node.arguments.length === 0) add(node, "new Date() without an instant");
  }
  for (const { node } of source.of("CallExpression")) if (isDate(node.callee)) add(node, "Date()");
  return violations;
}

function isDate(node: Node): boolean {
  return node.type === "Identifier" && node.name === "Date";
}

/** Whether the identifier only names a property or key (`batch.process`), not the global of that name. */
function isOwnName({ node, parent }: Visited): boolean {
  const around = parent?.node;
  if (around?.type === "MemberExpression") return around.property === node && !around.computed;
  if (around?.type === "Property") return around.key === node && !around.computed && !around.shorthand;
  return around?.type === "TSPropertySignature" || around?.type === "TSMethodSignature";
}
