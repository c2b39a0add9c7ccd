import type { Node } from "oxc-parser";
import type { Source } from "./source";
import type { Violation } from "./violation";

const MONEY_NAME = /(minor|amount|fee|balance)s?$/i;
const FLOAT_FUNCTIONS = new Set([
  "Number",
  "parseFloat",
  "Number.parseFloat",
  "Math.round",
  "Math.floor",
  "Math.ceil",
  "Math.trunc",
]);
/** A chart draws at inexact coordinates, and no amount ever comes back from one. */
const COORDINATES = "components/charts/";
const ARITHMETIC = new Set<string>(["+", "-", "*", "/", "%", "**"]);
const CONVERSIONS = new Set(["String", "Number", "BigInt", "toDecimalString"]);
const ADVICE = "money stays a bigint of minor units: use core/money (divideHalfUp, formatAmount, toDecimalString)";

/** Floating-point functions on anything that is named like money. */
export function checkMoneyFloats(source: Source): Violation[] {
  if (source.path.startsWith(COORDINATES)) return [];
  const violations: Violation[] = [];
  const add = (node: Node) => violations.push(source.violation(node.start, "money-float", ADVICE));
  for (const { node } of source.of("CallExpression")) {
    const callee = source.text.slice(node.callee.start, node.callee.end);
    if (FLOAT_FUNCTIONS.has(callee) && node.arguments.some(isMoney)) add(node);
    if (node.callee.type !== "MemberExpression" || node.callee.property.type !== "Identifier") continue;
    if (node.callee.property.name === "toFixed" && isMoney(node.callee.object)) add(node);
  }
  for (const { node } of source.of("UnaryExpression")) {
    if (node.operator === "+" && isMoney(node.argument)) add(node);
  }
  return violations;
}

/** Whether the value of an expression is money by its name, also through arithmetic, casts and `toString()`. */
function isMoney(node: Node): boolean {
  switch (node.type) {
    case "Identifier":
      return MONEY_NAME.test(node.name);
    case "MemberExpression":
      return isMoney(node.property);
    case "BinaryExpression":
      return ARITHMETIC.has(node.operator) && (isMoney(node.left) || isMoney(node.right));
    case "LogicalExpression":
      return isMoney(node.left) || isMoney(node.right);
    case "ConditionalExpression":
      return isMoney(node.consequent) || isMoney(node.alternate);
    case "UnaryExpression":
      return isMoney(node.argument);
    case "ChainExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
      return isMoney(node.expression);
    case "CallExpression":
      return isMoneyCall(node);
    default:
      return false;
  }
}

/** `sumMinor(…)`, `String(amount)`, `amount.toString()`: calls whose value is still the money. */
function isMoneyCall({ callee, arguments: values }: Extract<Node, { type: "CallExpression" }>): boolean {
  if (callee.type === "MemberExpression") return isMoney(callee.object) || isMoney(callee.property);
  return isMoney(callee) || (callee.type === "Identifier" && CONVERSIONS.has(callee.name) && values.some(isMoney));
}
