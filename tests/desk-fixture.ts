import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DecideApprovalInput } from "@/contracts/approvals";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import type { ProposeResolutionInput } from "@/contracts/suspense";
import { addDays } from "@/core/calendar/settlement-day";
import { feeOf } from "@/core/money/money";
import type { Actor } from "@/core/permissions/actor";
import { invariant, type Result } from "@/core/result";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { decideApproval } from "@/server/commands/decide-approval";
import { importStatement } from "@/server/commands/import-statement";
import { proposeResolution } from "@/server/commands/propose-resolution";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { commentOnSuspenseItem } from "@/server/commands/work-suspense-item";
import { findSuspenseItem, type SuspenseItemRow } from "@/server/store/suspense-items";
import { reader } from "@/server/transact";
import { addUser, as, asSystem, NOON, openDeskDatabase } from "./command-context";
import type { TestDatabase } from "./database";
import { takeOrders } from "./small-company";

/** The people of a desk, one or two of each kind; `scoped` is finance that sees merchant M1 alone. */
export type DeskPeople = Readonly<
  Record<"maker" | "colleague" | "finance" | "finance2" | "lead" | "lead2" | "auditor" | "scoped", Actor>
>;
export type Desk = { readonly db: TestDatabase; readonly people: DeskPeople };

/** What each merchant has to pay with, in fen: enough for a small charge, too little for a large one. */
export const MEANS = { settlement: 100_000n, marketing: 50_000n, deposit: 30_000n } as const;

/** A database with a channel that waits for nobody, merchants M1 and M2 with money, and people to work the desk. */
export async function openDesk(): Promise<Desk> {
  const db = await openDeskDatabase();
  const channel = { code: "wechat", name: "WeChat Pay", format: "wechat-trade", costBps: 60, bufferDays: 0 };
  const merchants = ["M1", "M2"].map((merchantNo) => merchantInput.parse({ merchantNo, name: `Shop ${merchantNo}` }));
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse(channel)] }));
  accepted(await setMerchants(asSystem(), { merchants }));
  for (const merchantNo of ["M1", "M2"]) {
    const topUps = (["settlement", "marketing", "deposit"] as const).map((account) => ({
      event: `${account}.topped_up` as const,
      merchantNo,
      key: `${merchantNo}-${account}`,
      bankAccount: "reserve",
      amountMinor: MEANS[account],
      asset: "CNY",
      paidInAt: NOON,
    }));
    accepted(await recordTopUps(asSystem(), { topUps }));
  }
  const person = (login: string, ...roles: Actor["roles"]) => addUser(db.ownerPool, login, ...roles);
  const scoped = await person("scoped", "FINANCE");
  const people = {
    maker: await person("maker", "OPERATOR"),
    colleague: await person("colleague", "OPERATOR"),
    finance: await person("finance", "FINANCE"),
    finance2: await person("finance2", "FINANCE"),
    lead: await person("lead", "FINANCE_LEAD"),
    lead2: await person("lead2", "FINANCE_LEAD"),
    auditor: await person("auditor", "AUDITOR"),
    scoped: { ...scoped, scope: ["M1"] },
  };
  return { db, people };
}

export function accepted<T>(result: Result<T>): T {
  invariant(result.ok, result.ok ? "accepted" : `${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}

/** A command's context for a person of the fixture. */
export function by(actor: Actor, commandId: string = randomUUID()) {
  return as(actor, commandId);
}

type Proposal = Omit<ProposeResolutionInput, "commandId">;
type Verdict = Omit<DecideApprovalInput, "commandId">;

/** Proposes; a loss with what was found out written down first, since the playbook wants to see it. */
export async function proposeAs(actor: Actor, proposal: Proposal, commandId: string = randomUUID()) {
  const { itemNo, choice } = proposal;
  const before = choice.resolution === "WRITE_OFF_AS_LOSS" ? await noteFinding(actor, itemNo) : null;
  const expectedVersion = proposal.expectedVersion === before?.from ? before.to : proposal.expectedVersion;
  return proposeResolution(by(actor, commandId), { commandId, ...proposal, expectedVersion });
}

/** Comments on the item, which moves one's own from assigned to investigating; answers its versions. */
export async function noteFinding(actor: Actor, itemNo: string): Promise<{ from: number; to: number }> {
  const { version } = await itemOf(itemNo);
  const commandId = randomUUID();
  const commented = await commentOnSuspenseItem(by(actor, commandId), { commandId, itemNo, body: "what was found" });
  return { from: version, to: accepted(commented).version };
}

export function decideAs(actor: Actor, verdict: Verdict, commandId: string = randomUUID()) {
  return decideApproval(by(actor, commandId), { commandId, ...verdict });
}

export type FixtureOrder = {
  readonly orderNo: string;
  readonly cashMinor: bigint;
  readonly status?: "CREATED" | "PAID" | "CLOSED";
  readonly merchantNo?: string;
  readonly merchantCoupon?: bigint;
  readonly platformCoupon?: bigint;
  readonly tradeNo?: string;
  /** Through which it was paid; wechat when absent. */
  readonly channel?: string;
};
export type FixtureRefund = { readonly refundNo: string; readonly orderNo: string; readonly amountMinor: bigint };
export type FixtureLine = {
  readonly orderNo: string;
  readonly amountMinor: bigint;
  readonly feeMinor?: bigint;
  readonly asset?: string;
  readonly tradeNo?: string;
  readonly refundNo?: string;
  readonly refundStatus?: string;
};

let nextDay = "2026-10-01";

/**
 * A statement day of its own: takes orders and refunds in, imports a WeChat bill in real bytes and reconciles. Breaks
 * become suspense items at once, since the channel has no buffer. Answers the day.
 */
export async function reconcileDay(given: {
  readonly orders?: readonly FixtureOrder[];
  readonly refunds?: readonly FixtureRefund[];
  readonly lines?: readonly FixtureLine[];
}): Promise<string> {
  const day = nextDay;
  nextDay = addDays(day, 1);
  const { orders = [], refunds = [], lines = [] } = given;
  await takeOrders([
    ...orders.map((order) => orderLine(order, day)),
    ...refunds.map((refund) => ({
      type: "refund",
      refundNo: refund.refundNo,
      orderNo: refund.orderNo,
      amountMinor: `${refund.amountMinor}`,
      status: "SUCCEEDED",
      succeededAt: `${day}T13:00:00+08:00`,
    })),
  ]);
  await importBill(day, lines);
  accepted(await runReconciliation(asSystem(), { channel: "wechat", date: day }));
  return day;
}

export function orderLine(order: FixtureOrder, day: string): object {
  const { cashMinor, merchantCoupon = 0n, platformCoupon = 0n, status = "PAID", channel = "wechat" } = order;
  const trade = order.tradeNo === undefined ? {} : { channelTradeNo: order.tradeNo };
  const legs: object[] = [{ kind: "channel", channel, amountMinor: `${cashMinor}`, ...trade }];
  if (merchantCoupon > 0n) legs.push({ kind: "marketing", funder: "merchant", amountMinor: `${merchantCoupon}` });
  if (platformCoupon > 0n) legs.push({ kind: "marketing", funder: "platform", amountMinor: `${platformCoupon}` });
  const at = `${day}T12:00:00+08:00`;
  return {
    type: "order",
    orderNo: order.orderNo,
    merchantNo: order.merchantNo ?? "M1",
    asset: "CNY",
    dueMinor: `${cashMinor + merchantCoupon + platformCoupon}`,
    legs,
    status,
    ...(status === "PAID" ? { paidAt: at } : { createdAt: at }),
  };
}

/** Imports a WeChat bill in real bytes; another one for a day that has one is its correction. */
export async function importBill(day: string, lines: readonly FixtureLine[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "desk-bill-"));
  try {
    const path = join(folder, "bill.csv");
    await writeFile(
      path,
      writeWechatBill(
        "ALL",
        lines.map((line, index) => billLine(line, day, index)),
      ),
    );
    accepted(await importStatement(asSystem(), { path, fileName: "bill.csv", channel: "wechat", settlesOn: day }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function billLine(line: FixtureLine, day: string, index: number): WechatFixtureLine {
  const isRefund = line.refundNo !== undefined;
  const feeMinor = line.feeMinor ?? feeOf(line.amountMinor, 60);
  return {
    status: isRefund ? "REFUND" : "SUCCESS",
    at: `${day} 12:00:00`,
    orderNo: line.orderNo,
    tradeNo: line.tradeNo ?? `T-${line.orderNo}`,
    amountMinor: line.amountMinor,
    feeE5: (isRefund ? -feeMinor : feeMinor) * 1_000n,
    ...(line.asset ? { asset: line.asset } : {}),
    ...(isRefund ? { refundNo: line.refundNo, channelRefundNo: `C-${line.refundNo}-${index}` } : {}),
    ...(line.refundStatus ? { refundStatus: line.refundStatus } : {}),
  };
}

/** The open item about this number; there has to be exactly one. */
export async function openItemOf(matchKey: string, direction?: "LONG" | "SHORT"): Promise<SuspenseItemRow> {
  const rows = await reader.query<{ itemNo: string }>(
    `SELECT item_no AS "itemNo" FROM suspense_items WHERE match_key = $1 AND status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
     AND ($2::text IS NULL OR direction = $2)`,
    [matchKey, direction ?? null],
  );
  const [only] = rows;
  invariant(only && rows.length === 1, `one open item of ${matchKey}, found ${rows.length}`);
  return itemOf(only.itemNo);
}

export async function itemOf(itemNo: string): Promise<SuspenseItemRow> {
  const item = await findSuspenseItem(reader, { ...asSystem().actor }, itemNo);
  invariant(item, `item ${itemNo} exists`);
  return item;
}

/** The lines of a voucher as people read them: "D 2241-wechat 9500". */
export async function linesOf(voucherNo: string | null): Promise<string[]> {
  const rows = await reader.query<{ line: string }>(
    `SELECT left(e.side, 1) || ' ' || a.account_no || ' ' || e.amount_minor AS line
     FROM vouchers v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
     JOIN accounts a ON a.id = e.account_id WHERE v.voucher_no = $1 ORDER BY e.line_no`,
    [voucherNo],
  );
  return rows.map((row) => row.line);
}

/** Suspense in the book less the open items, per account: empty while `suspense = Σ open` holds. */
export async function suspenseDifferences(): Promise<string[]> {
  const rows = await reader.query<{ account_no: string; difference: bigint }>(
    `SELECT a.account_no, b.posted_minor - coalesce(sum(i.amount_minor), 0)::bigint AS difference
     FROM accounts a JOIN account_balances b ON b.account_id = a.id
     LEFT JOIN suspense_items i ON i.channel_id = a.channel_id AND i.asset = a.asset
       AND i.direction = CASE a.gl_code WHEN '2241' THEN 'LONG' ELSE 'SHORT' END
       AND i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
     WHERE a.gl_code IN ('1901', '2241') GROUP BY a.id, b.posted_minor`,
  );
  return rows.filter((row) => row.difference !== 0n).map((row) => `${row.account_no} ${row.difference}`);
}
