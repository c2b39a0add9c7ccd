import type { Node } from "oxc-parser";
import { listImportSites } from "./import-sites";
import type { Source } from "./source";
import type { Violation } from "./violation";

const RULE = "server-actions";
const ACTION_FILE = /^app\/(.*\/)?actions\.ts$/;
const MAKER = "defineAction";
const MAKER_FILE = "server/action";

/**
 * A server action is a public POST endpoint, so it exists only as `export const …Action = defineAction(…)` in an
 * `app/…/actions.ts` that begins with "use server".
 */
export function checkActions(source: Source): Violation[] {
  const isActionFile = ACTION_FILE.test(source.path);
  const violations: Violation[] = [];
  const [first] = source.statements;
  const opensWithDirective = first !== undefined && isUseServer(first);
  if (isActionFile && !opensWithDirective) {
    violations.push(source.violation(0, RULE, 'begin the file with "use server"'));
  }
  for (const { node } of source.of("ExpressionStatement")) {
    if (!isUseServer(node) || (isActionFile && node === first)) continue;
    const advice = `move the action to an app/…/actions.ts, where ${MAKER} makes it`;
    violations.push(source.violation(node.start, RULE, advice));
  }
  if (!isActionFile) return violations;
  for (const statement of source.statements) {
    if (!isExport(statement) || isMadeAction(statement)) continue;
    const advice = `export nothing here but "export const …Action = ${MAKER}(…)"`;
    violations.push(source.violation(statement.start, RULE, advice));
  }
  if (violations.length === 0 && !importsMaker(source)) {
    violations.push(source.violation(0, RULE, `import ${MAKER} from @/${MAKER_FILE}`));
  }
  return violations;
}

function isUseServer(node: Node): boolean {
  return node.type === "ExpressionStatement" && "directive" in node && node.directive === "use server";
}

function isExport(node: Node): boolean {
  return (
    node.type === "ExportNamedDeclaration" ||
    node.type === "ExportDefaultDeclaration" ||
    node.type === "ExportAllDeclaration"
  );
}

function isMadeAction(node: Node): boolean {
  if (node.type !== "ExportNamedDeclaration" || node.declaration?.type !== "VariableDeclaration") return false;
  return node.declaration.declarations.every(
    ({ id, init }) => id.type === "Identifier" && id.name.endsWith("Action") && init !== null && isMakerCall(init),
  );
}

function isMakerCall(node: Node): boolean {
  if (node.type !== "CallExpression") return false;
  return node.callee.type === "Identifier" ? node.callee.name === MAKER : isMakerCall(node.callee);
}

function importsMaker(source: Source): boolean {
  return listImportSites(source).some(
    ({ target, names }) => target.kind === "file" && target.path === MAKER_FILE && names?.includes(MAKER),
  );
}
