import type { Node } from "oxc-parser";
import { isTest } from "./file-kinds";
import type { Source, Visited } from "./source";

/** A text that a script asks for. `prefix` is set where only the beginning of the key is written in the script. */
export type MessageUse = {
  readonly file: string;
  readonly line: number;
  readonly key: string;
  readonly kind: "text" | "prefix" | "namespace";
};

/** `t` of `const t = useTranslations("orders")`, within the function (or file) that declares it. */
type Translator = { readonly name: string; readonly namespace: string; readonly scope: Node | null };

const MAKERS = new Set(["useTranslations", "getTranslations"]);
const READERS = new Set(["rich", "markup", "raw"]);

/** The keys that can be known without running: literal namespaces with literal (or literally beginning) keys. */
export function listMessageUses(source: Source): MessageUse[] {
  if (isTest(source.path)) return [];
  const translators: Translator[] = [];
  const uses: MessageUse[] = [];
  const add = (node: Node, key: string, kind: MessageUse["kind"]) =>
    uses.push({ file: source.path, line: source.lineAt(node.start), key, kind });
  for (const { node, parent } of source.of("VariableDeclarator")) {
    const namespace = node.init ? namespaceOf(node.init) : null;
    if (namespace === null || node.id.type !== "Identifier") continue;
    translators.push({ name: node.id.name, namespace, scope: findScope(parent) });
    if (namespace !== "") add(node, namespace, "namespace");
  }
  if (translators.length === 0) return uses;
  for (const { node, parent } of source.of("CallExpression")) {
    const name = translatorName(node.callee);
    const translator = name === null ? null : findTranslator(translators, name, parent);
    const [argument] = node.arguments;
    if (!translator || !argument) continue;
    const prefix = translator.namespace === "" ? "" : `${translator.namespace}.`;
    const literal = literalStart(argument);
    if (literal?.whole) add(node, prefix + literal.text, "text");
    else if (literal?.text.includes(".")) {
      add(node, prefix + literal.text.slice(0, literal.text.lastIndexOf(".")), "prefix");
    }
  }
  return uses;
}

/** The namespace of a `useTranslations(…)` or `await getTranslations(…)`; "" for all, null for anything else. */
function namespaceOf(init: Node): string | null {
  const call = init.type === "AwaitExpression" ? init.argument : init;
  if (call.type !== "CallExpression" || call.callee.type !== "Identifier" || !MAKERS.has(call.callee.name)) return null;
  const [argument] = call.arguments;
  if (!argument) return "";
  if (argument.type !== "ObjectExpression") return stringOf(argument);
  for (const property of argument.properties) {
    if (property.type !== "Property" || property.key.type !== "Identifier") continue;
    if (property.key.name === "namespace") return stringOf(property.value);
  }
  return "";
}

function translatorName(callee: Node): string | null {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return null;
  if (callee.property.type !== "Identifier" || !READERS.has(callee.property.name)) return null;
  return callee.object.name;
}

/** The declaration of `name` that is nearest around the call. */
function findTranslator(translators: readonly Translator[], name: string, parent: Visited | null): Translator | null {
  for (let scope = findScope(parent), around = parent; ; scope = findScope(around)) {
    const found = translators.find((translator) => translator.name === name && translator.scope === scope);
    if (found || scope === null) return found ?? null;
    while (around && around.node !== scope) around = around.parent;
    around = around?.parent ?? null;
  }
}

function findScope(visited: Visited | null): Node | null {
  for (let around = visited; around; around = around.parent) {
    const { type } = around.node;
    if (type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression") {
      return around.node;
    }
  }
  return null;
}

function literalStart(node: Node): { text: string; whole: boolean } | null {
  const text = stringOf(node);
  if (text !== null) return { text, whole: true };
  if (node.type !== "TemplateLiteral") return null;
  return { text: node.quasis[0]?.value.cooked ?? "", whole: node.expressions.length === 0 };
}

function stringOf(node: Node): string | null {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : null;
}
