import { setTimeout as sleep } from "node:timers/promises";
import { channelInput } from "@/contracts/channels";
import { DEMO_CHANNELS } from "@/sandbox/channel";
import { setChannels } from "@/server/commands/set-channels";
import { reader } from "@/server/transact";
import { asSystem } from "../command-context";
import { accepted, type Desk } from "../desk-fixture";
import { openPayoutDesk } from "../payout-fixture";
import { startSandbox, type TestSandbox } from "../sandbox-fixture";

/** The channels of these tests: WeChat's style, and Alipay's for the one that is called bank. */
export const CHANNELS = DEMO_CHANNELS.flatMap((plan) => {
  if (plan.style === "wechat") return plan.code === "wechat" ? [plan] : [];
  return [{ ...plan, code: "bank" }];
});

/** A desk with money, both of whose channels pay from the one reserve that has it. */
export async function openMoneyDesk(): Promise<Desk> {
  const desk = await openPayoutDesk();
  const bank = channelInput.parse({ code: "bank", name: "Bank", format: "alipay-trade", bankAccount: "reserve" });
  accepted(await setChannels(asSystem(), { channels: [bank] }));
  return desk;
}

export function openChannels(callbacksTo: string, seed: string): Promise<TestSandbox> {
  return startSandbox({ seed, channels: CHANNELS, callbacksTo, timeoutMs: 500 });
}

/** Every attempt's number with how its object stands, and how often the channel has paid that number. */
export async function listPaid(sandbox: TestSandbox): Promise<{ objectNo: string; status: string; paid: number }[]> {
  const entries = await sandbox.books();
  const paid = new Map(
    entries.map(({ outNo, state }) => [outNo, state === "SUCCEEDED" || state === "BOUNCED" ? 1 : 0]),
  );
  const rows = await reader.query<{ objectNo: string; status: string; outNos: string[] }>(
    `SELECT p.payout_no AS "objectNo", p.status, array_agg(a.out_no) AS "outNos"
     FROM payouts p JOIN money_attempts a ON a.kind = 'PAYOUT' AND a.object_no = p.payout_no GROUP BY 1, 2`,
  );
  return rows.map(({ outNos, ...row }) => ({ ...row, paid: outNos.reduce((sum, no) => sum + (paid.get(no) ?? 0), 0) }));
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

export async function countOpen(): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM money_attempts WHERE status NOT IN ('SUCCEEDED', 'FAILED')",
  );
  return row?.count ?? 0;
}

/** Asks again and again until it holds; whether it did in time. */
export async function holdsWithin(ms: number, holds: () => Promise<boolean>): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(30)) if (await holds()) return true;
  return holds();
}
