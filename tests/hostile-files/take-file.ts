import type { Result } from "@/core/result";
import type { CashLine, CashSummary } from "@/core/statements/cash-line";
import { createCashParser, isCashFormat } from "@/core/statements/create-cash-parser";
import { createStatementParser } from "@/core/statements/create-parser";
import { detectStatementFormat } from "@/core/statements/detect-format";
import type { StatementLine, StatementSummary } from "@/core/statements/statement";
import { detectUploadedFormat, readCashFile } from "@/server/statements/read-fund-bill";
import { readStatement } from "@/server/statements/read-statement";
import type { SaidLines } from "./naive-readers";

/** What the desk made of a file. */
export type Taken =
  | { isAccepted: false; code: string }
  | { isAccepted: true; format: string; said: SaidLines; totals: string };

/** Reads a file as an import and an inspection do. */
export async function takeFile(path: string, fileName: string): Promise<Taken> {
  const format = await detectUploadedFormat(path, fileName);
  if (!format.ok) return { isAccepted: false, code: format.refusal.code };
  if (isCashFormat(format.value)) {
    const lines: CashLine[] = [];
    const read = await readCashFile(path, fileName, async (found) => void lines.push(...found));
    return takenCash(lines, read);
  }
  const lines: StatementLine[] = [];
  const read = await readStatement(path, fileName, async (found) => void lines.push(...found));
  return takenPayments(lines, read);
}

/** The same for a file that is not packed, without writing it anywhere. */
export function takeBytes(bytes: Uint8Array, fileName: string): Taken {
  const format = detectStatementFormat(bytes.subarray(0, 64 * 1024), fileName);
  if (format === null) return { isAccepted: false, code: "statement_format_unknown" };
  if (isCashFormat(format)) {
    const parser = createCashParser(format);
    const fed = parser.feed(bytes);
    const { lines, outcome } = parser.finish();
    return takenCash([...fed, ...lines], outcome);
  }
  const parser = createStatementParser(format, { memberName: fileName });
  const fed = parser.feed(bytes);
  const { lines, outcome } = parser.finish();
  return takenPayments([...fed, ...lines], outcome);
}

type Read<S> = Result<S, { code: string; message: string }>;

function takenPayments(lines: readonly StatementLine[], read: Read<StatementSummary>): Taken {
  if (!read.ok) return { isAccepted: false, code: read.refusal.code };
  const { format, payments, refunds } = read.value;
  const said = lines.map((line) => {
    const { kind, amountMinor, asset, orderNo, refundNo, feeE5 } = line;
    return `${kind} ${amountMinor} ${asset} ${orderNo ?? ""} ${refundNo ?? ""} ${feeE5}`;
  });
  const totals = [payments, refunds].map(({ count, amountMinor }) => `${count}: ${amountMinor}`).join(", ");
  return { isAccepted: true, format, said, totals };
}

function takenCash(lines: readonly CashLine[], read: Read<CashSummary>): Taken {
  if (!read.ok) return { isAccepted: false, code: read.refusal.code };
  const { format, accounts } = read.value;
  const said = lines.map(({ direction, amountMinor, asset }) => `${direction} ${amountMinor} ${asset}`);
  const sides = [accounts.map((account) => account.income), accounts.map((account) => account.outgo)];
  const totals = sides.map((side) => {
    const count = side.reduce((sum, one) => sum + one.count, 0);
    return `${count}: ${side.reduce((sum, one) => sum + one.amountMinor, 0n)}`;
  });
  return { isAccepted: true, format, said, totals: totals.join(", ") };
}
