import type pg from "pg";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { type BankFixtureEntry, writeMt940 } from "@/core/statements/fixtures/write-mt940";
import type { SandboxChannel } from "../channel";
import type { Sandbox } from "../sandbox";
import { type IntentionRow, toIntention } from "../store/rows";
import { boundsOfDay } from "./statement-line";
import type { StatementFile } from "./write-statement";

const ENTRIES_MAX = 100_000;

/**
 * The day of the bank account that the channel pays transfers from: what went out, and what came back from the payees'
 * banks (退票). `account`, `opening` (fen) and `format` (`camt053` or `mt940`) come with the query. Null on a day without any.
 */
export async function writeBankStatement(
  { db, clock }: Sandbox,
  channel: SandboxChannel,
  day: string,
  query: URLSearchParams,
): Promise<StatementFile | null> {
  const entries = await listEntries(db, channel.code, day, clock());
  if (entries.length === 0) return null;
  const opening = query.get("opening") ?? "";
  const statement = {
    accountNo: query.get("account") ?? `SANDBOX-${channel.code.toUpperCase()}`,
    statementNo: day.replaceAll("-", "").slice(2),
    asset: "CNY",
    scale: 2,
    openingMinor: /^-?\d{1,15}$/.test(opening) ? BigInt(opening) : 0n,
    startsOn: day,
    endsOn: day,
    entries,
  };
  const isMt940 = query.get("format") === "mt940";
  const text = isMt940 ? writeMt940([statement]) : writeCamt053([statement]);
  const fileName = `${channel.code}-bank-${day}.${isMt940 ? "sta" : "xml"}`;
  return { fileName, bytes: new TextEncoder().encode(text) };
}

async function listEntries(db: pg.Pool, code: string, day: string, now: Date): Promise<BankFixtureEntry[]> {
  const { from, to } = boundsOfDay(day, 0);
  const { rows } = await db.query<IntentionRow & { is_back: boolean }>(
    `SELECT *, false AS is_back, settles_at AS at FROM intentions
      WHERE channel = $1 AND operation = 'TRANSFER' AND outcome = 'SUCCEEDED'
        AND settles_at >= $2 AND settles_at < $3 AND settles_at <= $4
     UNION ALL
     SELECT *, true, bounces_at FROM intentions
      WHERE channel = $1 AND bounces_at >= $2 AND bounces_at < $3 AND bounces_at <= $4
     ORDER BY at, id LIMIT $5`,
    [code, from, to, now, ENTRIES_MAX + 1],
  );
  if (rows.length > ENTRIES_MAX) throw new Error(`The day ${day} of ${code} has more than ${ENTRIES_MAX} entries.`);
  return rows.map((row) => {
    const { outNo, amountMinor, payee, channelNo, reason } = toIntention(row);
    return {
      direction: row.is_back ? "IN" : "OUT",
      amountMinor,
      bookedOn: day,
      valueOn: day,
      endToEndId: outNo,
      bankReference: row.is_back ? `R${channelNo.slice(-14)}` : channelNo.slice(-15),
      counterpartyName: payee?.holder ?? null,
      counterpartyAccountNo: payee?.accountNo ?? null,
      remark: row.is_back ? `RETURNED ${outNo}` : reason,
    };
  });
}
