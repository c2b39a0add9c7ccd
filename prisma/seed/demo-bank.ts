import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import {
  type BankFixtureEntry,
  type BankFixtureStatement,
  signedOf,
  writeMt940,
} from "@/core/statements/fixtures/write-mt940";
import { loadRemittanceDays, type RemittanceDay } from "@/server/bank/load-expected";
import { importBankStatement } from "@/server/commands/import-bank-statement";
import { reader } from "@/server/transact";
import { acceptedValue, systemAt } from "./load-company";

/** Who pays for each channel, and the accounts' numbers as the banks write them. All of it is made up. */
const PAYERS: Readonly<Record<string, string>> = {
  wechat: "财付通支付科技有限公司",
  alipay: "支付宝（中国）网络技术有限公司",
  unionpay: "中国银联股份有限公司",
};
const ACCOUNT_NUMBERS: Readonly<Record<string, string>> = {
  "RESERVE-01": "CN11000100000000010001",
  "RESERVE-02": "CN11000200000000020002",
};
/** What the channel kept of its third day without saying why, what the bank took, and what came from nobody we know. */
const MISSING_MINOR = 1_200n;
const BANK_FEE_MINOR = 1_500n;
const STRAY_MINOR = 388_800n;

type Line = Pick<BankFixtureEntry, "direction" | "amountMinor" | "endToEndId" | "counterpartyName" | "remark"> & {
  on: string;
};

/**
 * The banks' statements of the days behind us: channels have remitted as they do, one by one, two days in one sum, one
 * day in two parts, with and without saying for what. One remittance has not come, one is short, the bank has taken a fee
 * that nobody booked, and one payment is nobody's.
 */
export async function seedBankStatements(now: Date): Promise<void> {
  const today = accountingDayOf(now);
  const days = (await loadRemittanceDays(reader, { asset: "CNY" })).filter(
    (day) => day.dueOn < today && day.openMinor > 0n,
  );
  const lines = [...byChannel(days)].flatMap(([channel, own]) => linesOf(channel, own));
  for (const code of [...new Set(days.map((day) => day.bankAccount))].sort()) {
    const channels = new Set(days.filter((day) => day.bankAccount === code).map((day) => day.channel));
    const own = lines.filter((line) => channels.has(line.channel));
    const ends = [...new Set(days.filter((day) => day.bankAccount === code).map((day) => day.dueOn))].sort();
    await importStatements(code, ends, [...own, ...strayLines(code, ends.at(-1) ?? today)], now);
  }
}

function byChannel(days: readonly RemittanceDay[]): Map<string, RemittanceDay[]> {
  const found = new Map<string, RemittanceDay[]>();
  for (const day of days) found.set(day.channel, [...(found.get(day.channel) ?? []), day]);
  return found;
}

/** A channel's remittances, each in its own way of naming what it is for. */
function linesOf(channel: string, days: readonly RemittanceDay[]): (Line & { channel: string })[] {
  const from = PAYERS[channel] ?? channel;
  const line = (on: string, amountMinor: bigint, endToEndId: string | null, remark: string) => {
    return { channel, direction: "IN" as const, on, amountMinor, endToEndId, counterpartyName: from, remark };
  };
  return days.flatMap((day, index) => {
    const plain = line(day.dueOn, day.openMinor, referenceOf(day), "结算款");
    const next = days[index + 1];
    if (channel === "alipay" && index === 0 && next) return [];
    if (channel === "alipay" && index === 1) {
      const first = days[0];
      const sum = (first?.openMinor ?? 0n) + day.openMinor;
      return [line(day.dueOn, sum, null, `支付宝结算 ${first?.settlesOn}至${day.settlesOn}`)];
    }
    if (channel === "alipay" && index === 2 && day.openMinor > MISSING_MINOR) {
      return [{ ...plain, amountMinor: day.openMinor - MISSING_MINOR }];
    }
    if (channel === "wechat" && index === 1 && day.openMinor > 1n) {
      const half = day.openMinor / 2n;
      const parts = [half, day.openMinor - half];
      return parts.map((part, at) => line(day.dueOn, part, `${referenceOf(day)}-${at + 1}`, `结算款 ${at + 1}/2`));
    }
    if (channel === "wechat" && index === 2) return [line(day.dueOn, day.openMinor, null, "提现")];
    return channel === "unionpay" && index === 2 ? [] : [plain];
  });
}

function referenceOf({ channel, settlesOn }: RemittanceDay): string {
  return `${channel.toUpperCase()}-${settlesOn.replaceAll("-", "")}`;
}

function strayLines(code: string, on: string): Line[] {
  if (code === "RESERVE-02") {
    const fee = { direction: "OUT" as const, amountMinor: BANK_FEE_MINOR, endToEndId: null, counterpartyName: null };
    return [{ ...fee, on, remark: "Account fee" }];
  }
  const stray = { direction: "IN" as const, amountMinor: STRAY_MINOR, endToEndId: null };
  return [{ ...stray, on, counterpartyName: "上海青禾贸易有限公司", remark: "货款" }];
}

/** One file a day, in the bank's own format, each going on from the balance of the one before. */
async function importStatements(
  code: string,
  ends: readonly string[],
  lines: readonly Line[],
  now: Date,
): Promise<void> {
  let openingMinor = await findOpening(code, ends[0] ?? "");
  for (const [index, day] of ends.entries()) {
    const entries = lines.filter((line) => line.on === day).map((line, at) => toEntry(line, code, at));
    const statement: BankFixtureStatement = {
      accountNo: ACCOUNT_NUMBERS[code] ?? code,
      statementNo: `${index + 1}`.padStart(5, "0"),
      asset: "CNY",
      scale: 2,
      openingMinor,
      startsOn: day,
      endsOn: day,
      entries,
    };
    openingMinor = entries.reduce((sum, entry) => sum + signedOf(entry), openingMinor);
    const isSwift = code === "RESERVE-02";
    const text = isSwift ? writeMt940([statement]) : writeCamt053([statement], { isIndented: true });
    await importFile(code, `${code}-${day}.${isSwift ? "sta" : "xml"}`, text, now);
  }
}

/** What the books have on the account before the first day that the bank shows: nothing is left to explain there. */
async function findOpening(code: string, before: string): Promise<bigint> {
  const [row] = await reader.query<{ minor: bigint }>(
    `SELECT coalesce(sum(e.change_minor), 0)::bigint AS minor FROM accounts a JOIN entries e ON e.account_id = a.id
     WHERE a.gl_code = '1002' AND a.bank_account = $1 AND a.asset = 'CNY' AND e.accounting_on < $2`,
    [code, before],
  );
  return row?.minor ?? 0n;
}

function toEntry({ on, ...line }: Line, code: string, at: number): BankFixtureEntry {
  const bankReference = `${code.slice(-2)}${on.replaceAll("-", "")}${`${at + 1}`.padStart(3, "0")}`;
  return { ...line, bookedOn: on, valueOn: on, bankReference, counterpartyAccountNo: null };
}

async function importFile(account: string, fileName: string, text: string, now: Date): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "desk-bank-"));
  try {
    const path = join(folder, fileName);
    await writeFile(path, text);
    acceptedValue(await importBankStatement(systemAt(now), { path, fileName, account }));
  } finally {
    await rm(folder, { recursive: true });
  }
}
