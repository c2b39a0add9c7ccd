import { randomUUID } from "node:crypto";
import type { ImportDto } from "@/contracts/imports";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { findImport } from "@/server/queries/list-imports";
import { reader } from "@/server/transact";
import { sendUpload, type UploadRequest } from "@/server/uploads/send-upload";

export const SENDER: Actor = { ...SYSTEM_ACTOR, login: "sender", roles: ["OPERATOR"] };

/** A WeChat bill of `count` payments of one day. */
export function writeBill(day: string, count: number, amountMinor = 1_000n): string {
  const lines = Array.from({ length: count }, (_, index): WechatFixtureLine => {
    const orderNo = `${day}-${index}`;
    return { status: "SUCCESS", at: `${day} 12:00:00`, orderNo, tradeNo: `T${orderNo}`, amountMinor, feeE5: 6_000n };
  });
  return writeWechatBill("ALL", lines);
}

/** Sends content as an upload of the page; answers its job. */
export async function send(content: string | Uint8Array, change: Partial<UploadRequest> = {}): Promise<ImportDto> {
  const request = {
    source: "PAGE",
    sourceKey: randomUUID(),
    fileName: "bill.csv",
    channel: null,
    settlesOn: null,
  } as const;
  const sent = await sendUpload(SENDER, { ...request, isDryRun: false, ...change }, inPieces(Buffer.from(content)));
  invariant(sent.ok, sent.ok ? "" : `${sent.refusal.code}: ${sent.refusal.message}`);
  return importOf(sent.value.importNo);
}

export async function importOf(importNo: string): Promise<ImportDto> {
  const found = await findImport(SENDER, importNo);
  invariant(found, `${importNo} is there`);
  return found;
}

/** As a network delivers them. */
async function* inPieces(whole: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < whole.length; at += 64 * 1024) yield whole.subarray(at, at + 64 * 1024);
}

/** What stands in the books of statements for a day: versions, and how many lines each has against what it says. */
export async function storedOf(day: string): Promise<{ statements: number; lines: number; said: number }> {
  const [row] = await reader.query<{ statements: number; lines: number; said: number }>(
    `SELECT count(*)::int AS statements, coalesce(sum(line_count), 0)::int AS said,
            (SELECT count(*)::int FROM statement_lines WHERE settles_on = $1) AS lines
     FROM statements WHERE settles_on = $1`,
    [day],
  );
  invariant(row, "a count has a row");
  return row;
}
