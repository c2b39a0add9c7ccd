import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelInput } from "@/contracts/channels";
import { addDays } from "@/core/calendar/settlement-day";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { type BankFixtureEntry, type BankFixtureStatement, writeMt940 } from "@/core/statements/fixtures/write-mt940";
import { writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { type BankImported, importBankStatement } from "@/server/commands/import-bank-statement";
import { importStatement } from "@/server/commands/import-statement";
import { setChannels } from "@/server/commands/set-channels";
import { reader } from "@/server/transact";
import { asSystem } from "./command-context";
import { accepted } from "./desk-fixture";

export const IBAN = "DE02120300000000202051";

/** Channels that remit to the reserve account B1 a day after settlement: two of them of one format. */
export async function openBankDesk(): Promise<void> {
  const channels = [
    { code: "wx-a", name: "蓝湾支付", format: "wechat-trade", bankAccount: "B1", costBps: 0 },
    { code: "wx-b", name: "青石支付", format: "wechat-trade", bankAccount: "B1", costBps: 0 },
    { code: "ali", name: "支付宝", format: "wechat-trade", bankAccount: "B1", costBps: 0 },
  ].map((channel) => channelInput.parse({ ...channel, settles: "GROSS", remitLagDays: 1 }));
  accepted(await setChannels(asSystem(), { channels }));
}

async function withFile<T>(content: string | Uint8Array, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "desk-bank-"));
  try {
    const path = join(folder, "file");
    await writeFile(path, content);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A statement of `channel` whose net is `netMinor`; a negative one is a refund. */
export async function settleDay(channel: string, day: string, netMinor: bigint): Promise<void> {
  const isRefund = netMinor < 0n;
  const bill = writeWechatBill("ALL", [
    {
      status: isRefund ? "REFUND" : "SUCCESS",
      at: `${day} 12:00:00`,
      orderNo: `${channel}-${day}`,
      tradeNo: `T-${channel}-${day}`,
      amountMinor: isRefund ? -netMinor : netMinor,
      feeE5: 0n,
      ...(isRefund ? { refundNo: `R-${channel}-${day}`, channelRefundNo: `CR-${channel}-${day}` } : {}),
    },
  ]);
  await withFile(bill, async (path) => {
    accepted(await importStatement(asSystem(), { path, fileName: "bill.csv", channel, settlesOn: day }));
  });
}

export type Movement = {
  readonly minor: bigint;
  readonly on?: string;
  readonly reference?: string | null;
  readonly from?: string | null;
  readonly remark?: string;
  readonly isReversal?: boolean;
  readonly bankReference?: string;
};
export type BankDay = {
  readonly day: string;
  readonly startsOn?: string;
  readonly openingMinor: bigint;
  readonly movements: readonly Movement[];
  readonly statementNo?: string;
  readonly asset?: string;
  readonly accountNo?: string;
};

export function bankStatement(given: BankDay): BankFixtureStatement {
  const { day, movements, openingMinor } = given;
  return {
    accountNo: given.accountNo ?? IBAN,
    statementNo: given.statementNo ?? `N${day.replaceAll("-", "")}`,
    asset: given.asset ?? "CNY",
    scale: 2,
    openingMinor,
    startsOn: given.startsOn ?? day,
    endsOn: day,
    entries: movements.map((one, index): BankFixtureEntry => {
      const bookedOn = one.on ?? day;
      return {
        direction: one.minor < 0n ? "OUT" : "IN",
        amountMinor: one.minor < 0n ? -one.minor : one.minor,
        isReversal: one.isReversal ?? false,
        bookedOn,
        valueOn: bookedOn,
        endToEndId: one.reference ?? null,
        bankReference: one.bankReference ?? `E${day.replaceAll("-", "")}${index}`,
        counterpartyName: one.from ?? null,
        counterpartyAccountNo: null,
        remark: one.remark ?? "transfer",
      };
    }),
  };
}

export async function importBankText(text: string | Uint8Array, account = "B1", commandId?: string) {
  return withFile(text, (path) => importBankStatement(asSystem(commandId), { path, fileName: "bank.sta", account }));
}

/** Imports one day of the bank account B1, as camt.053 or MT940. */
export async function takeBankDay(given: BankDay, format: "camt053" | "mt940" = "camt053"): Promise<BankImported> {
  const statement = bankStatement(given);
  return accepted(await importBankText(format === "mt940" ? writeMt940([statement]) : writeCamt053([statement])));
}

/** Every live match as text: rule, lines' sum, days, so that a test compares with what it planted. */
export async function matchesAsText(): Promise<string[]> {
  const rows = await reader.query<{ said: string }>(
    `SELECT m.rule || ' ' || (SELECT string_agg(l.signed_minor::text, '+' ORDER BY l.id) FROM bank_match_lines x
              JOIN bank_lines l ON l.id = x.line_id WHERE x.match_id = m.id)
       || ' = ' || coalesce((SELECT string_agg(c.code || ':' || d.settles_on || ':' || d.amount_minor, ' ' ORDER BY d.settles_on, c.code)
              FROM bank_match_days d JOIN channels c ON c.id = d.channel_id WHERE d.match_id = m.id), '-') AS said
     FROM bank_matches m WHERE m.undone_at IS NULL ORDER BY 1`,
  );
  return rows.map((row) => row.said);
}

export const dayAfter = (day: string): string => addDays(day, 1);
