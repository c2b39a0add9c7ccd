import { posix } from "node:path";
import type { Node } from "oxc-parser";
import type { Source } from "./source";

/** One place that names another module. `names` are the imported values; null means all of it (namespace, dynamic). */
export type ImportSite = {
  readonly specifier: string;
  readonly target: ImportTarget;
  readonly typeOnly: boolean;
  readonly names: readonly string[] | null;
  readonly offset: number;
};

/** A file of this project (path relative to the root, extension as written), a package by its name, or Node itself. */
export type ImportTarget =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "node"; readonly name: string };

export function listImportSites(source: Source): ImportSite[] {
  const sites: ImportSite[] = [];
  const add = (node: Node | null, typeOnly: boolean, names: readonly string[] | null) => {
    if (node?.type !== "Literal" || typeof node.value !== "string") return;
    const target = resolveSpecifier(source.path, node.value);
    sites.push({ specifier: node.value, target, typeOnly, names, offset: node.start });
  };
  for (const { node } of source.of("ImportDeclaration")) {
    const values = node.specifiers.filter((item) => !(item.type === "ImportSpecifier" && item.importKind === "type"));
    const allTypes = node.specifiers.length > 0 && values.length === 0;
    add(node.source, node.importKind === "type" || allTypes, namesOf(values));
  }
  for (const { node } of source.of("ExportNamedDeclaration")) {
    const values = node.specifiers.filter((item) => item.exportKind !== "type");
    const typeOnly = node.exportKind === "type" || (node.specifiers.length > 0 && values.length === 0);
    add(node.source, typeOnly, namesOf(values));
  }
  for (const { node } of source.of("ExportAllDeclaration")) add(node.source, node.exportKind === "type", null);
  for (const { node } of source.of("ImportExpression")) add(node.source, false, null);
  for (const { node } of source.of("TSImportType")) add(node.source, true, null);
  for (const { node } of source.of("CallExpression")) {
    if (node.callee.type === "Identifier" && node.callee.name === "require")
      add(node.arguments[0] ?? null, false, null);
  }
  return sites;
}

/** Where a specifier leads, seen from the file that holds it: `@/…` starts at the root. */
export function resolveSpecifier(from: string, specifier: string): ImportTarget {
  if (specifier.startsWith("@/")) return { kind: "file", path: posix.normalize(specifier.slice(2)) };
  if (specifier.startsWith(".")) return { kind: "file", path: posix.join(posix.dirname(from), specifier) };
  if (specifier.startsWith("node:")) return { kind: "node", name: specifier };
  const segments = specifier.split("/");
  return { kind: "package", name: segments.slice(0, specifier.startsWith("@") ? 2 : 1).join("/") };
}

function namesOf(specifiers: readonly Node[]): string[] | null {
  const names: string[] = [];
  for (const item of specifiers) {
    const name = item.type === "ImportSpecifier" ? item.imported : item.type === "ExportSpecifier" ? item.local : null;
    if (name === null) return null;
    names.push(name.type === "Literal" ? name.value : name.name);
  }
  return names;
}
