import { setTimeout as sleep } from "node:timers/promises";
import { channelInput } from "@/contracts/channels";
import { DEMO_CHANNELS } from "@/sandbox/channel";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setChannels } from "@/server/commands/set-channels";
import { reader } from "@/server/transact";
import { asSystem, NOON } from "../command-context";
import { accepted, type Desk } from "../desk-fixture";
import { openPayoutDesk } from "../payout-fixture";
import { startSandbox, type TestSandbox } from "../sandbox-fixture";

/** The channels of these tests: WeChat's style, and Alipay's for the one that is called bank. */
export const CHANNELS = DEMO_CHANNELS.flatMap((plan) => {
  if (plan.style === "wechat") return plan.code === "wechat" ? [plan] : [];
  return [{ ...plan, code: "bank" }];
});
/** Of which bank account each of them pays, and what was paid in there for payouts. */
export const PAYS_FROM = { wechat: "reserve", bank: "second" } as const;
export const SECOND_TOP_UP = { key: "M1-second", amountMinor: 100_000n } as const;

/** Desk, children and channels all stand at the fixtures' noon, so that a day's statement has all of it, whenever the test runs. */
export const STANDS_AT = NOON.toISOString();
export const standingClock = (): Date => new Date(STANDS_AT);

/** A desk with money, each of whose channels pays from a bank account of its own. */
export async function openMoneyDesk(): Promise<Desk> {
  process.env.DESK_CLOCK = STANDS_AT;
  const desk = await openPayoutDesk();
  const bank = { code: "bank", name: "Bank", format: "alipay-trade", costBps: 55, bufferDays: 0 };
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse({ ...bank, bankAccount: PAYS_FROM.bank })] }));
  const topUp = { event: "settlement.topped_up", merchantNo: "M1", bankAccount: PAYS_FROM.bank } as const;
  accepted(await recordTopUps(asSystem(), { topUps: [{ ...topUp, ...SECOND_TOP_UP, asset: "CNY", paidInAt: NOON }] }));
  return desk;
}

export function openChannels(callbacksTo: string, seed: string): Promise<TestSandbox> {
  return startSandbox({ seed, channels: CHANNELS, callbacksTo, timeoutMs: 500, clock: standingClock });
}

/** Every payout and refund with attempts: how it stands, and how often the channels have paid one of its numbers for good. */
export async function listPaid(sandbox: TestSandbox): Promise<{ objectNo: string; status: string; paid: number }[]> {
  const entries = await sandbox.books();
  const paid = new Map(
    entries.map(({ outNo, state }) => [outNo, state === "SUCCEEDED" || state === "BOUNCED" ? 1 : 0]),
  );
  const rows = await reader.query<{ objectNo: string; status: string; outNos: string[] }>(
    `SELECT a.object_no AS "objectNo", coalesce(p.status, r.status) AS status, 
       coalesce(array_agg(a.out_no) FILTER (WHERE NOT EXISTS (
         SELECT 1 FROM vouchers v WHERE v.idempotency_key = 'payout.bounced:' || a.out_no)), '{}') AS "outNos"
     FROM money_attempts a LEFT JOIN payouts p ON a.kind = 'PAYOUT' AND p.payout_no = a.object_no
     LEFT JOIN refunds r ON a.kind = 'REFUND' AND r.refund_no = a.object_no GROUP BY 1, 2`,
  );
  return rows.map(({ outNos, ...row }) => ({ ...row, paid: outNos.reduce((sum, no) => sum + (paid.get(no) ?? 0), 0) }));
}

/** Orders of which the channels, by their own books, have paid back more than the payer had paid. */
export async function listOverRefunded(sandbox: TestSandbox): Promise<string[]> {
  const entries = await sandbox.books();
  const rows = await reader.query<{ orderNo: string; paidMinor: bigint; outNos: string[] }>(
    `SELECT r.order_no AS "orderNo", o.channel_minor AS "paidMinor", array_agg(a.out_no) AS "outNos"
     FROM money_attempts a JOIN refunds r ON r.refund_no = a.object_no JOIN orders o ON o.order_no = r.order_no
     WHERE a.kind = 'REFUND' GROUP BY 1, 2`,
  );
  const paidBack = new Map(
    entries.map(({ outNo, state, amountMinor }) => [outNo, state === "SUCCEEDED" ? BigInt(amountMinor) : 0n]),
  );
  return rows.flatMap(({ orderNo, paidMinor, outNos }) => {
    const minor = outNos.reduce((sum, outNo) => sum + (paidBack.get(outNo) ?? 0n), 0n);
    return minor > paidMinor ? [`${orderNo}: ${minor} of ${paidMinor}`] : [];
  });
}

/** Leases are over and whoever is to be asked is asked now. */
export async function letTimePass({ db }: Desk): Promise<void> {
  await db.ownerPool.query(
    `UPDATE money_attempts SET version = version + 1, available_at = least(available_at, now()),
       lease_until = CASE WHEN lease_until IS NULL THEN NULL ELSE now() - interval '1 second' END,
       next_inquiry_at = CASE WHEN status IN ('PROCESSING', 'IN_DOUBT') THEN now() END
     WHERE id IN (SELECT id FROM money_attempts WHERE status NOT IN ('SUCCEEDED', 'FAILED') FOR UPDATE SKIP LOCKED)`,
  );
}

/** How many attempts have not ended; `PROCESSING` and `IN_DOUBT` are left out where only the unsettled ones are meant. */
export async function countOpen(more: readonly string[] = []): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM money_attempts WHERE status <> ALL ($1)",
    [["SUCCEEDED", "FAILED", ...more]],
  );
  return row?.count ?? 0;
}

/** Asks again and again until it holds; whether it did in time. */
export async function holdsWithin(ms: number, holds: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(30)) if (await holds()) return true;
  return holds();
}
