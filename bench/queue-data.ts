import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant, type Result } from "@/core/result";
import { importStatement } from "@/server/commands/import-statement";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { addPeople } from "./bench-people";
import { COST_BPS, fillOrders, writeStatement } from "./channel-day";

/** `items` in all, `open` of them; every open one has an order, a line and a break that a real run found. */
export type QueueSize = { readonly items: number; readonly open: number; readonly orders: number };

const CHANNEL = "wechat-bench";
const MERCHANTS = 200;
const PEOPLE = 20;
/** Open items of so many days, and closed ones of so many more. */
const OPEN_DAYS = 60;
const CLOSED_DAYS = 700;

const context = () => ({ actor: SYSTEM_ACTOR, commandId: randomUUID(), now: new Date() });

function accepted<T>(result: Result<T>): T {
  invariant(result.ok, result.ok ? "" : `${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}

/** A reconciled day with its breaks, which are then copied until the queue is as long as it should be. */
export async function fillQueue(owner: pg.Pool, folder: string, size: QueueSize, today: string): Promise<void> {
  await addPeople(owner, PEOPLE);
  const channel = { code: CHANNEL, name: "WeChat Pay", format: "wechat-trade", costBps: COST_BPS, bufferDays: 0 };
  accepted(await setChannels(context(), { channels: [channelInput.parse(channel)] }));
  const merchants = Array.from({ length: MERCHANTS }, (_, index) =>
    merchantInput.parse({ merchantNo: `B${index + 1}`, name: `Shop ${index + 1}` }),
  );
  accepted(await setMerchants(context(), { merchants }));
  await reconcileDay(owner, folder, size.orders, today);
  await copyItems(owner, size, today);
  await owner.query("VACUUM (ANALYZE) suspense_items");
  await owner.query("ANALYZE");
}

async function reconcileDay(owner: pg.Pool, folder: string, orders: number, day: string): Promise<void> {
  const { rows } = await owner.query<{ id: bigint }>("SELECT id FROM channels WHERE code = $1", [CHANNEL]);
  const path = join(folder, "day.csv");
  writeFileSync(path, "");
  await fillOrders(owner, { channelId: rows[0]?.id ?? 0n, day, orders });
  await writeStatement(path, { day, orders });
  accepted(await importStatement(context(), { path, fileName: "day.csv", channel: CHANNEL, settlesOn: day }));
  accepted(await runReconciliation(context(), { channel: CHANNEL, date: day }));
}

/**
 * Copies of the items that the run opened: the first `open` of them open, the others explained long ago. What posting and
 * people check on an item's way is the business of other tests, so the triggers sleep meanwhile.
 */
async function copyItems(owner: pg.Pool, { items, open }: QueueSize, today: string): Promise<void> {
  await owner.query("ALTER TABLE suspense_items DISABLE TRIGGER USER");
  await owner.query(
    `INSERT INTO suspense_items (item_no, signature, channel_id, kind, item_kind, direction, amount_minor, asset, match_key,
       order_no, refund_no, channel_trade_no, merchant_id, batch_id, batch_on, result_id, opened_on, opened_voucher_id,
       status, assignee_id, resolved_voucher_id, resolved_at, command_id, service_level_id, severity, due_on)
     WITH found AS (SELECT row_number() OVER (ORDER BY id) AS place, i.* FROM suspense_items i),
     made AS (
       SELECT n, n <= $2 AS is_open, CASE WHEN n <= $2 THEN n % ${OPEN_DAYS} ELSE n % ${CLOSED_DAYS} END::integer AS age,
              1 + (n * 7919) % (SELECT count(*) FROM found) AS place
       FROM generate_series(1, $1::bigint) AS n
     )
     SELECT 'SUB' || lpad(n::text, 9, '0'), 'bench|' || n, f.channel_id, f.kind, f.item_kind, f.direction,
            100 + (n * 104729) % 9999900, f.asset, f.match_key, f.order_no, f.refund_no, f.channel_trade_no,
            (SELECT min(id) FROM merchants) + n % ${MERCHANTS}, f.batch_id, f.batch_on, f.result_id, $3::date - age,
            f.opened_voucher_id,
            CASE WHEN NOT is_open THEN 'AUTO_RESOLVED' WHEN n % 20 = 0 THEN 'PROPOSED' WHEN n % 3 = 0 THEN 'ASSIGNED' ELSE 'OPEN' END,
            CASE WHEN is_open AND (n % 20 = 0 OR n % 3 = 0) THEN (SELECT min(id) FROM users) + n % ${PEOPLE} END,
            CASE WHEN NOT is_open THEN f.opened_voucher_id END,
            CASE WHEN NOT is_open THEN $3::date - age + interval '2 days' END, f.command_id,
            f.service_level_id, f.severity, $3::date - age + 3
     FROM made JOIN found f ON f.place = made.place`,
    [items, open, today],
  );
  await owner.query("ALTER TABLE suspense_items ENABLE TRIGGER USER");
}
