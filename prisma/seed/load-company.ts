import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { ordersFileLine } from "@/contracts/orders";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant, type Result } from "@/core/result";
import { importOrders, MAX_ORDER_LINES } from "@/server/commands/import-orders";
import { importStatement, type StatementImported } from "@/server/commands/import-statement";
import { type RemittanceRecorded, recordRemittance } from "@/server/commands/record-remittance";
import { recordTopUps, type TopUp } from "@/server/commands/record-top-ups";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import type { CommandContext } from "@/server/transact";
import type { DemoCompany } from "./demo-company";
import { marketingNeedsOf } from "./demo-funding";
import type { OrderLine, StatementFile } from "./demo-types";

/** The bank account that merchants pay in to. */
const PAY_IN_ACCOUNT = "RESERVE-01";
const MERCHANTS_AT_ONCE = 100;
/** What every merchant leaves as its margin, and what the company puts in of its own. */
const DEPOSIT_MINOR = 500_000n;
const OWN_COVER_MINOR = 50_000_000n;
/** What the first few merchants have paid in for payouts. */
const FOR_PAYOUTS_MINOR = 5_000_000n;
const MERCHANTS_WITH_PAYOUTS = 5;

/** The system itself, at a time of the company's history. */
export function systemAt(now: Date): CommandContext {
  return { actor: SYSTEM_ACTOR, commandId: randomUUID(), now };
}

/** For seeds and tests, where a refusal is a mistake of theirs. */
export function acceptedValue<T>(result: Result<T>): T {
  invariant(result.ok, result.ok ? "accepted" : `${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}

/** Channels, merchants, and the money that is there before the first order: coupons, deposits, what is to be paid out, and the company's own. */
export async function setUpCompany(company: DemoCompany, now: Date): Promise<void> {
  const channels = company.channels.map((channel) => channelInput.parse(channel));
  acceptedValue(await setChannels(systemAt(now), { channels }));
  for (const some of chunksOf(company.merchants, MERCHANTS_AT_ONCE)) {
    const merchants = some.map((merchant) => merchantInput.parse(merchant));
    acceptedValue(await setMerchants(systemAt(now), { merchants }));
  }
  acceptedValue(await recordTopUps(systemAt(now), { topUps: fundingOf(company, now) }));
}

function fundingOf(company: DemoCompany, paidInAt: Date): TopUp[] {
  const { platformMinor, merchants } = marketingNeedsOf(company);
  const common = { bankAccount: PAY_IN_ACCOUNT, asset: "CNY", paidInAt };
  const ours: TopUp[] = [{ ...common, event: "reserve.covered", key: "own-cover", amountMinor: OWN_COVER_MINOR }];
  if (platformMinor > 0n) {
    ours.push({
      ...common,
      event: "platform_marketing.prefunded",
      key: "platform-coupons",
      amountMinor: platformMinor,
    });
  }
  const coupons = merchants.map(({ merchantNo, amountMinor }): TopUp => {
    return { ...common, event: "marketing.topped_up", merchantNo, key: `coupons:${merchantNo}`, amountMinor };
  });
  const deposits = company.merchants.map(({ merchantNo }): TopUp => {
    const key = `deposit:${merchantNo}`;
    return { ...common, event: "deposit.topped_up", merchantNo, key, amountMinor: DEPOSIT_MINOR };
  });
  const forPayouts = company.merchants.slice(0, MERCHANTS_WITH_PAYOUTS).map(({ merchantNo }): TopUp => {
    const key = `payouts:${merchantNo}`;
    return { ...common, event: "settlement.topped_up", merchantNo, key, amountMinor: FOR_PAYOUTS_MINOR };
  });
  return [...ours, ...coupons, ...deposits, ...forPayouts];
}

/** Takes in order and refund lines as the orders file has them; a refused one is a mistake of the generator. */
export async function loadOrders(lines: readonly OrderLine[], now: Date): Promise<void> {
  const numbered = lines.map((line, index) => ({ lineNo: index + 1, line: ordersFileLine.parse(line) }));
  for (const chunk of chunksOf(numbered, MAX_ORDER_LINES)) {
    const { refused } = acceptedValue(await importOrders(systemAt(now), { lines: chunk }));
    invariant(refused.length === 0, `every line of the demo is taken in: ${refused[0]?.message}`);
  }
}

/** Imports a statement's bytes as a file under its own name. */
export async function loadStatement(statement: StatementFile, now: Date): Promise<StatementImported> {
  const folder = await mkdtemp(join(tmpdir(), "desk-statement-"));
  try {
    const path = join(folder, statement.fileName);
    await writeFile(path, statement.bytes);
    const upload = { path, fileName: statement.fileName, channel: statement.channel, settlesOn: statement.date };
    return acceptedValue(await importStatement(systemAt(now), upload));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the channel sends of a statement day; null for a day whose refunds outweigh its payments. */
export async function loadRemittance(channel: string, date: string, now: Date): Promise<RemittanceRecorded | null> {
  const result = await recordRemittance(systemAt(now), { channel, date });
  if (!result.ok && result.refusal.code === "remittance_negative") return null;
  return acceptedValue(result);
}

function* chunksOf<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
