import type { SandboxLine } from "./statement-line";

/** What can be wrong with a statement: its lines while its totals fit them, or its bytes. */
export type StatementFlaw =
  | "none"
  | "line-missing"
  | "line-twice"
  | "amount-wrong"
  | "lines-reordered"
  | "line-lost"
  | "cut-short"
  | "bad-byte";

/** A channel that lists other things than happened; its totals agree with what it lists. */
export function bendLines(lines: readonly SandboxLine[], flaw: StatementFlaw): SandboxLine[] {
  const middle = Math.floor(lines.length / 2);
  const found = lines[middle];
  if (found === undefined) return [];
  if (flaw === "line-missing") return lines.filter((_, index) => index !== middle);
  if (flaw === "line-twice") return lines.toSpliced(middle, 0, found);
  if (flaw === "amount-wrong") return lines.with(middle, { ...found, amountMinor: found.amountMinor + 1n });
  if (flaw === "lines-reordered") return lines.toReversed();
  return [...lines];
}

const NEW_LINE = 0x0a;

/** A file that was damaged on its way: it no longer says what its totals say, or can no longer be read. */
export function spoilText(bytes: Uint8Array, flaw: StatementFlaw): Uint8Array {
  if (flaw === "cut-short") return bytes.slice(0, Math.floor(bytes.length * 0.8));
  if (flaw === "bad-byte") return bytes.with(Math.floor(bytes.length / 2), 0xff);
  if (flaw !== "line-lost") return bytes;
  const from = bytes.indexOf(NEW_LINE, Math.floor(bytes.length / 2));
  const to = bytes.indexOf(NEW_LINE, from + 1);
  return from < 0 || to < 0 ? bytes : Uint8Array.from([...bytes.slice(0, from), ...bytes.slice(to)]);
}
