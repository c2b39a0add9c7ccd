import "server-only";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { StatementLine } from "@/core/statements/statement";
import type { DbTransaction } from "@/server/transact";

/** Takes lines in by COPY, as fast as the database reads them; `close` ends it. Memory stays flat. */
export type LineStage = {
  add(lines: readonly StatementLine[]): Promise<void>;
  close(): Promise<void>;
  /** Gives the COPY up, so that the connection takes the next statement, which is the rollback. */
  abort(): Promise<void>;
};

/** Opens `staged_lines`, a temporary table that ends with the transaction: nothing is visible before promotion. */
export async function openLineStage(tx: DbTransaction): Promise<LineStage> {
  await tx.query(`CREATE TEMPORARY TABLE staged_lines (
    match_key text, line_no bigint, item_kind text, status text, order_no text, refund_no text, channel_trade_no text,
    channel_refund_no text, amount_minor bigint, fee_minor bigint, fee_e5 bigint, asset text, occurred_at timestamptz,
    counterparty_merchant_no text, byte_offset bigint, raw text) ON COMMIT DROP`);
  const stream = tx.client.query(copyFrom("COPY staged_lines FROM STDIN"));
  const done = finished(stream);
  // A failure shows at the next write or at close; until then nobody else is listening.
  done.catch(() => undefined);
  return {
    async add(lines) {
      if (lines.length > 0 && !stream.write(lines.map(toCopyRow).join(""))) {
        await Promise.race([once(stream, "drain"), done]);
      }
    },
    async close() {
      stream.end();
      await done;
    },
    async abort() {
      stream.destroy(new Error("the import was given up"));
      await done.catch(() => undefined);
    },
  };
}

/** What a line is matched by: our number, or the channel's where the line has none of ours. */
export function matchKeyOf(line: StatementLine): string {
  const ours = line.kind === "REFUND" ? (line.refundNo ?? line.orderNo) : line.orderNo;
  const theirs = line.kind === "REFUND" ? (line.channelRefundNo ?? line.channelTradeNo) : line.channelTradeNo;
  return ours ?? `#${theirs ?? line.lineNo}`;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escapeText(text: string | null): string {
  return text === null ? "\\N" : text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? "");
}

function toCopyRow(line: StatementLine): string {
  const cells = [
    escapeText(matchKeyOf(line)),
    line.lineNo,
    line.kind,
    line.status,
    escapeText(line.orderNo),
    escapeText(line.refundNo),
    escapeText(line.channelTradeNo),
    escapeText(line.channelRefundNo),
    line.amountMinor,
    line.feeMinor,
    line.feeE5,
    line.asset,
    line.occurredAt,
    escapeText(line.counterpartyMerchantNo),
    line.byteOffset,
    escapeText(line.raw),
  ];
  return `${cells.join("\t")}\n`;
}
