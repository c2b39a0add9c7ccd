import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResolutionChoice } from "@/contracts/suspense";
import { reader } from "@/server/transact";
import {
  accepted,
  type Desk,
  decideAs,
  itemOf,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
} from "@/tests/desk-fixture";

/** What a request is about changes between the proposal and the signature: one field at a time, past the commands. */
let desk: Desk;
let next = 1;
beforeAll(async () => {
  desk = await openDesk();
  await desk.db.ownerPool.query(
    `INSERT INTO channels OVERRIDING SYSTEM VALUE
     SELECT (jsonb_populate_record(c, '{"id": 999, "code": "other", "name": "Other"}')).* FROM channels c WHERE code = 'wechat'`,
  );
});
afterAll(() => desk.db.drop());

/** Changes rows as nobody may, so that nothing but the engine stands in the way. */
async function tamper(table: string, sql: string, params: unknown[]): Promise<void> {
  const client = await desk.db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    const { rowCount } = await client.query(sql, params);
    await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await client.query("COMMIT");
    expect(rowCount).toBeGreaterThan(0);
  } finally {
    client.release();
  }
}

/** A short payment of ours whose capture is to be reversed: an item, an order with its leg, a voucher with a coupon. */
async function askForReversal() {
  const orderNo = `ST${next++}`;
  await reconcileDay({ orders: [{ orderNo, cashMinor: 900n, merchantCoupon: 100n }] });
  return { orderNo, ...(await ask(orderNo, { resolution: "REVERSE_CAPTURE" })) };
}

async function ask(key: string, choice: ResolutionChoice) {
  const { itemNo, version } = await openItemOf(key);
  return accepted(await proposeAs(desk.people.maker, { itemNo, expectedVersion: version, choice, reason: "clear" }));
}

async function expectStale(approvalNo: string, itemNo: string, changed: string): Promise<void> {
  const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
  const decided = accepted(await decideAs(desk.people.finance, verdict));
  expect(decided).toMatchObject({ outcome: "STALE", voucherNo: null });
  expect(decided.changed).toContain(changed);
  expect((await itemOf(itemNo)).status).not.toBe("RESOLVED");
  expect(
    await reader.query("SELECT 1 FROM vouchers WHERE object_no = $1 AND approval_id IS NOT NULL", [itemNo]),
  ).toEqual([]);
  expect(await reader.query("SELECT status FROM approvals WHERE approval_no = $1", [approvalNo])).toEqual([
    { status: "STALE" },
  ]);
}

describe("a significant field of the item", () => {
  it.each([
    ["version", "version = version + 1"],
    ["state", "status = 'INVESTIGATING'"],
    ["amount", "amount_minor = amount_minor + 1"],
    ["currency", "asset = 'USD'"],
    ["direction", "direction = 'LONG'"],
    ["kind", "kind = 'DUPLICATE'"],
    ["payment or refund", "item_kind = 'REFUND'"],
    ["channel", "channel_id = (SELECT id FROM channels WHERE code = 'other')"],
    ["key", "match_key = match_key || 'x'"],
    ["order", "order_no = order_no || 'x'"],
    ["refund", "refund_no = 'R9'"],
    ["channel's number", "channel_trade_no = 'T9'"],
    ["merchant", "merchant_id = (SELECT id FROM merchants WHERE merchant_no = 'M2')"],
    ["test or not", "is_test = NOT is_test"],
  ])("%s", async (_, change) => {
    const { approvalNo, itemNo } = await askForReversal();
    await tamper("suspense_items", `UPDATE suspense_items SET ${change} WHERE item_no = $1`, [itemNo]);
    await expectStale(approvalNo, itemNo, `suspense ${itemNo}`);
  });
});

describe("a significant field of the order", () => {
  it.each([
    ["version", "orders", "version = version + 1"],
    ["payment state", "orders", "status = 'CLOSED'"],
    ["payee", "orders", "merchant_id = (SELECT id FROM merchants WHERE merchant_no = 'M2')"],
    ["currency", "orders", "asset = 'USD'"],
    ["channel", "orders", "channel_id = 999"],
    ["due amount", "orders", "due_minor = due_minor + 1"],
    ["paid amount", "orders", "channel_minor = channel_minor + 1"],
    ["booking", "orders", "booked_by = 'SUSPENSE'"],
    ["reversal", "orders", "capture_reversed_at = now()"],
    ["payer", "orders", "payer_hint = 'somebody'"],
    ["channel's number", "orders", "channel_trade_no = 'T9'"],
    ["paid of a leg", "order_legs", "paid_minor = paid_minor + 1"],
    ["refunded of a leg", "order_legs", "refunded_minor = refunded_minor + 1"],
    ["funder of a leg", "order_legs", "funder = 'PLATFORM'"],
  ])("%s", async (_, table, change) => {
    const { approvalNo, itemNo, orderNo } = await askForReversal();
    const which = change.startsWith("funder") ? "AND kind = 'MARKETING'" : "";
    await tamper(table, `UPDATE ${table} SET ${change} WHERE order_no = $1 ${which}`, [orderNo]);
    await expectStale(approvalNo, itemNo, `order ${orderNo}`);
  });
});

it("the counterpart of an offset: a claim of it by a colleague is enough", async () => {
  const key = `ST${next++}`;
  await reconcileDay({
    orders: [{ orderNo: key, cashMinor: 800n }],
    lines: [{ orderNo: `X-${key}`, amountMinor: 800n }],
  });
  const counterpart = await openItemOf(key);
  const { approvalNo, itemNo } = await ask(`X-${key}`, { resolution: "OFFSET", counterpartNo: counterpart.itemNo });
  await tamper("suspense_items", "UPDATE suspense_items SET version = version + 1 WHERE item_no = $1", [
    counterpart.itemNo,
  ]);
  await expectStale(approvalNo, itemNo, `suspense ${counterpart.itemNo}`);
});

it("what was frozen: another payload, another hash, a missing or a changed row of what it depends on", async () => {
  for (const [table, sql] of [
    ["approvals", `UPDATE approvals SET payload = payload || '{"orderNo": null}' WHERE approval_no = $1`],
    [
      "approval_objects",
      "DELETE FROM approval_objects WHERE object_type = 'order' AND approval_id = (SELECT id FROM approvals WHERE approval_no = $1)",
    ],
    [
      "approval_objects",
      "UPDATE approval_objects SET version = 9 WHERE object_type = 'order' AND approval_id = (SELECT id FROM approvals WHERE approval_no = $1)",
    ],
    [
      "approval_objects",
      `UPDATE approval_objects SET digest = repeat('0', 64) WHERE object_type = 'plan' AND approval_id = (SELECT id FROM approvals WHERE approval_no = $1)`,
    ],
  ] as const) {
    const { approvalNo, itemNo } = await askForReversal();
    await tamper(table, sql, [approvalNo]);
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
    expect(accepted(await decideAs(desk.people.finance, verdict)).outcome).toBe("STALE");
    expect((await itemOf(itemNo)).status).toBe("INVESTIGATING");
  }
});

it("and unchanged, it is executed", async () => {
  const { approvalNo, itemNo } = await askForReversal();
  const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
  expect(accepted(await decideAs(desk.people.finance, verdict)).outcome).toBe("EXECUTED");
  expect((await itemOf(itemNo)).status).toBe("RESOLVED");
});
