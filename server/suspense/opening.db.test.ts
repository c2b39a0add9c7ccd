import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, openDesk, reconcileDay } from "@/tests/desk-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

/** On either side of every band that a level begins at. */
const AMOUNTS = [1n, 99_999n, 100_000n, 100_001n, 4_999_999n, 5_000_000n, 5_000_001n];

it("gives items that are opened together what each would get alone: level, day and group", async () => {
  await reconcileDay({
    orders: AMOUNTS.flatMap((cashMinor, nth) => [
      { orderNo: `SHORT-${nth}`, cashMinor },
      { orderNo: `LESS-${nth}`, cashMinor: cashMinor + 7n },
      { orderNo: `TWICE-${nth}`, cashMinor },
      { orderNo: `OPEN-${nth}`, cashMinor, status: "CREATED" as const },
    ]),
    refunds: [{ refundNo: "R-SHORT", orderNo: "SHORT-3", amountMinor: 100_000n }],
    lines: AMOUNTS.flatMap((amountMinor, nth) => [
      { orderNo: `LONG-${nth}`, amountMinor },
      { orderNo: `LESS-${nth}`, amountMinor, feeMinor: 5n },
      { orderNo: `TWICE-${nth}`, amountMinor },
      { orderNo: `TWICE-${nth}`, amountMinor },
      { orderNo: `OPEN-${nth}`, amountMinor },
    ]),
  });
  const { rows } = await desk.db.ownerPool.query(
    `SELECT count(*)::int AS items, count(DISTINCT i.kind)::int AS kinds, count(DISTINCT service_level_id)::int > 6 AS "manyLevels",
            array_agg(i.item_no) FILTER (WHERE (service_level_id, i.severity, due_on, group_key) IS DISTINCT FROM
              (l.id, l.severity, bank_day_after(greatest(opened_on, (created_at AT TIME ZONE 'Asia/Shanghai')::date), l.bank_days),
               suspense_group_key(i))) AS wrong
     FROM suspense_items i CROSS JOIN LATERAL service_level_of(i.kind, i.direction, i.channel_id, i.asset, i.amount_minor) AS l`,
  );
  expect(rows).toEqual([{ items: expect.any(Number), kinds: 6, manyLevels: true, wrong: null }]);
});

it("lets the application open items by that one way only", async () => {
  const copy = `INSERT INTO suspense_items (item_no, signature, channel_id, kind, item_kind, direction, amount_minor, asset, match_key,
      batch_id, batch_on, result_id, opened_on, opened_voucher_id, status, severity, command_id)
    SELECT 'SU-COPY', 'copy', channel_id, kind, item_kind, direction, amount_minor, asset, match_key, batch_id, batch_on, result_id,
      opened_on, opened_voucher_id, 'OPEN', 'LOW', command_id FROM suspense_items LIMIT 1`;
  await expect(desk.db.pool.query(copy)).rejects.toThrow(/permission denied/);
  const twice = `SELECT open_suspense_items(command_id, created_at, ARRAY[('SU-COPY', 'copy', channel_id, kind, item_kind, direction,
      amount_minor, asset, match_key, order_no, refund_no, channel_trade_no, merchant_id, is_test, batch_id, batch_on, result_id,
      opened_voucher_id, NULL, NULL)::suspense_opening]) FROM suspense_items LIMIT 1`;
  await expect(desk.db.pool.query(twice)).rejects.toMatchObject({ code: "CD011" });
});
