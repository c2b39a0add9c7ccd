import { type Comment, type Node, parseSync, visitorKeys } from "oxc-parser";
import type { Violation } from "./violation";

/** A node with the chain of nodes around it. */
export type Visited<N extends Node = Node> = { readonly node: N; readonly parent: Visited | null };

type NodeOf<T extends Node["type"]> = Extract<Node, { type: T }>;

/** A parsed script, indexed by node type, so that a rule reads only the nodes it is about. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly lineCount: number;
  readonly statements: Extract<Node, { type: "Program" }>["body"];
  readonly comments: readonly Comment[];
  of<T extends Node["type"]>(type: T): readonly Visited<NodeOf<T>>[];
  lineAt(offset: number): number;
  violation(offset: number, rule: string, advice: string): Violation;
};

/** Reads a script into a `Source`; one that does not parse is a violation by itself. */
export function parseSource(path: string, text: string): Source | Violation {
  const parsed = parseSync(path, text, { preserveParens: false });
  const lineAt = buildLineIndex(text);
  const [error] = parsed.errors;
  if (error) {
    const offset = error.labels[0]?.start ?? 0;
    return { file: path, line: lineAt(offset), rule: "parses", advice: error.message };
  }
  const byType = indexByType(parsed.program);
  return {
    path,
    text,
    lineCount: countLines(text),
    statements: parsed.program.body,
    comments: parsed.comments,
    of: <T extends Node["type"]>(type: T) => (byType.get(type) ?? []) as unknown as readonly Visited<NodeOf<T>>[],
    lineAt,
    violation: (offset, rule, advice) => ({ file: path, line: lineAt(offset), rule, advice }),
  };
}

export function countLines(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}

function indexByType(program: Node): Map<string, Visited[]> {
  const byType = new Map<string, Visited[]>();
  const stack: Visited[] = [{ node: program, parent: null }];
  for (let visited = stack.pop(); visited !== undefined; visited = stack.pop()) {
    const group = byType.get(visited.node.type);
    if (group) group.push(visited);
    else byType.set(visited.node.type, [visited]);
    for (const child of childrenOf(visited.node)) stack.push({ node: child, parent: visited });
  }
  for (const group of byType.values()) group.sort((left, right) => left.node.start - right.node.start);
  return byType;
}

function childrenOf(node: Node): Node[] {
  const fields = node as unknown as Record<string, Node | readonly (Node | null)[] | null | undefined>;
  const children: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const field = fields[key];
    if (!field) continue;
    if ("type" in field) children.push(field);
    else for (const item of field) if (item) children.push(item);
  }
  return children;
}

function buildLineIndex(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
