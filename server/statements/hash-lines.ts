import "server-only";
import type { Hash } from "node:crypto";
import { PlainLine } from "@/core/statements/plain-line";
import { canonicalLine, type StatementLine } from "@/core/statements/statement";

/** Adds the canonical texts of lines to a hash, each with a line end: how they come in pieces changes nothing. */
export type LineHasher<L> = (hash: Hash, lines: readonly L[]) => void;

export function hashTextsBy<L>(toCanonical: (line: L) => string): LineHasher<L> {
  return (hash, lines) => void hash.update(lines.map((line) => `${toCanonical(line)}\n`).join(""));
}

/** Of payments and refunds: plain lines have their texts already, one behind the other. */
export const hashLines: LineHasher<StatementLine> = (hash, lines) => {
  let first: PlainLine | null = null;
  let last: PlainLine | null = null;
  const addPlain = () => {
    if (first && last) hash.update(first.texts.bytes.subarray(first.start, last.end));
    first = null;
    last = null;
  };
  for (const line of lines) {
    if (!(line instanceof PlainLine)) {
      addPlain();
      hash.update(`${canonicalLine(line)}\n`);
      continue;
    }
    if (last === null || last.texts !== line.texts || last.end !== line.start) {
      addPlain();
      first = line;
    }
    last = line;
  }
  addPlain();
};
