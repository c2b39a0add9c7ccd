import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { ordersFileLine } from "@/contracts/orders";
import { importOrders, type OrdersImported } from "@/server/commands/import-orders";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { asSystem, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  const channel = channelInput.parse({ code: "wechat", name: "WeChat Pay", format: "wechat-trade", costBps: 60 });
  await setChannels(asSystem(), { channels: [channel] });
  const merchants = ["M1", "M2", "M3"].map((merchantNo) =>
    merchantInput.parse({ merchantNo, name: `Shop ${merchantNo}` }),
  );
  await setMerchants(asSystem(), { merchants });
});
afterAll(() => db.drop());

type Change = Record<string, unknown>;

function order(orderNo: string, change: Change = {}): unknown {
  return {
    type: "order",
    orderNo,
    merchantNo: "M1",
    asset: "CNY",
    dueMinor: "10000",
    legs: [
      { kind: "channel", channel: "wechat", amountMinor: "9500", channelTradeNo: `T-${orderNo}` },
      { kind: "marketing", funder: "merchant", amountMinor: "500", campaign: "SPRING" },
    ],
    status: "PAID",
    paidAt: "2026-11-19T12:00:00+08:00",
    ...change,
  };
}

function refund(refundNo: string, orderNo: string, change: Change = {}): unknown {
  return {
    type: "refund",
    refundNo,
    orderNo,
    amountMinor: "6000",
    status: "SUCCEEDED",
    succeededAt: "2026-11-19T13:00:00+08:00",
    ...change,
  };
}

async function take(...lines: unknown[]): Promise<OrdersImported> {
  const numbered = lines.map((line, index) => ({ lineNo: index + 1, line: ordersFileLine.parse(line) }));
  const result = await importOrders(asSystem(), { lines: numbered });
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

describe("an order", () => {
  it("posts its capture on arrival; what the empty marketing account lacks comes out of pending", async () => {
    expect(await take(order("A1"))).toEqual({ accepted: 1, duplicates: 0, refused: [] });
    expect(await postedOf("1122-wechat")).toBe(9_500n);
    expect(await postedOf("M1-PENDING")).toBe(9_500n);
    expect(await postedOf("M1-MARKETING")).toBe(0n);
  });

  it("changes nothing the second time, alone or in a file, also fifty times at once", async () => {
    const before = await postedOf("1122-wechat");
    expect(await take(order("A1"), order("A1"))).toEqual({ accepted: 0, duplicates: 2, refused: [] });
    const answers = await Promise.all(Array.from({ length: 20 }, () => take(order("A2"))));
    expect(answers.filter((answer) => answer.accepted === 1)).toHaveLength(1);
    expect(await postedOf("1122-wechat")).toBe(before + 9_500n);
  });

  it("moves forward and posts when it becomes paid, never back", async () => {
    const before = await postedOf("M2-PENDING");
    const created = order("B1", { merchantNo: "M2", status: "CREATED", paidAt: null });
    await take(created);
    expect(await postedOf("M2-PENDING")).toBe(before);
    expect(await take(order("B1", { merchantNo: "M2" }))).toMatchObject({ accepted: 1 });
    expect(await postedOf("M2-PENDING")).toBe(before + 9_500n);
    expect(await take(created)).toMatchObject({ duplicates: 1 });
    const closed = await take(order("B1", { merchantNo: "M2", status: "CLOSED", paidAt: null }));
    expect(closed.refused).toMatchObject([{ line: 1, code: "order_status_backwards" }]);
    expect(await take(order("A1", { status: "CREATED", paidAt: null }))).toMatchObject({
      refused: [{ code: "order_status_backwards" }],
    });
  });

  it.each([
    [
      "another amount",
      { dueMinor: "9500", legs: [{ kind: "channel", channel: "wechat", amountMinor: "9500" }] },
      "order_content_differs",
    ],
    ["another merchant", { merchantNo: "M2" }, "order_content_differs"],
    ["another time", { paidAt: "2026-11-19T12:00:01+08:00" }, "order_content_differs"],
    [
      "another trade number",
      {
        legs: [
          { kind: "channel", channel: "wechat", amountMinor: "9500", channelTradeNo: "OTHER" },
          { kind: "marketing", funder: "merchant", amountMinor: "500", campaign: "SPRING" },
        ],
      },
      "order_content_differs",
    ],
    ["legs that do not add up", { orderNo: "X1", dueMinor: "10001" }, "order_legs_do_not_add_up"],
    ["no paidAt", { orderNo: "X2", paidAt: null }, "order_paid_at_missing"],
    ["an unknown merchant", { orderNo: "X3", merchantNo: "NOBODY" }, "merchant_unknown"],
    [
      "an unknown channel",
      { orderNo: "X4", dueMinor: "1", legs: [{ kind: "channel", channel: "nowhere", amountMinor: "1" }] },
      "channel_unknown",
    ],
    ["an unknown asset", { orderNo: "X5", asset: "ZZZ" }, "asset_unknown"],
    ["an asset that is no money", { orderNo: "X5", asset: "240011.IB" }, "asset_unknown"],
    [
      "two channel legs",
      {
        orderNo: "X6",
        dueMinor: "2",
        legs: [
          { kind: "channel", channel: "wechat", amountMinor: "1" },
          { kind: "channel", channel: "wechat", amountMinor: "1" },
        ],
      },
      "order_channel_legs",
    ],
  ])("with %s is refused, and nothing of its chunk is taken", async (_, change, code) => {
    const before = await postedOf("1122-wechat");
    const answer = await take(order(`N-${code}-${_}`.replaceAll(" ", "-")), order("A1", change));
    expect(answer).toMatchObject({ accepted: 0, duplicates: 0, refused: [{ line: 2, code }] });
    expect(await postedOf("1122-wechat")).toBe(before);
  });
});

describe("a refund", () => {
  it("goes back as the order was paid: 60 of 95 + 5 is 57 cash and 3 marketing", async () => {
    await take(order("C1", { merchantNo: "M3" }));
    const [pending, marketing, receivable] = await Promise.all([
      postedOf("M3-PENDING"),
      postedOf("M3-MARKETING"),
      postedOf("1122-wechat"),
    ]);
    await take(refund("R1", "C1"));
    expect(await postedOf("M3-PENDING")).toBe(pending - 6_000n);
    expect(await postedOf("M3-MARKETING")).toBe(marketing + 300n);
    expect(await postedOf("1122-wechat")).toBe(receivable - 5_700n);
    expect(await postedOf("2243")).toBe(0n);
  });

  it("in full, of an order whose coupon pending had to bear: the coupon flows back and closes the gap", async () => {
    await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M4", name: "Shop M4" })] });
    await take(order("C4", { merchantNo: "M4" }), refund("R4", "C4"), refund("R5", "C4", { amountMinor: "4000" }));
    const left = await Promise.all(["M4-PENDING", "M4-SETTLEMENT", "M4-MARKETING"].map(postedOf));
    expect(left).toEqual([0n, 0n, 0n]);
    const [legs] = await reader.query(
      "SELECT bool_and(paid_minor = refunded_minor) AS all FROM order_legs WHERE order_no = 'C4'",
    );
    expect(legs).toEqual({ all: true });
  });

  it("that its merchant cannot pay is refused by its line, and what came before it counts", async () => {
    await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M5", name: "Shop M5" })] });
    await take(order("C5", { merchantNo: "M5" }), order("C6", { merchantNo: "M5" }));
    // The merchant's money is elsewhere by now, as after a settlement and its payout.
    await db.ownerPool.query(
      "UPDATE account_balances SET frozen_minor = 10000 WHERE account_id = (SELECT id FROM accounts WHERE account_no = 'M5-PENDING')",
    );
    const answer = await take(refund("R6", "C5"), refund("R7", "C6"));
    expect(answer.refused).toEqual([
      { line: 2, code: "balance_insufficient", message: "refund R7 of 6000: its merchant's accounts lack 2400" },
    ]);
    expect(await take(refund("R6", "C5"))).toMatchObject({ accepted: 1 });
  });

  it("waits in transit from acceptance to success, and a failed one is taken back", async () => {
    await take(order("C2"));
    const accepted = { amountMinor: "1000", status: "ACCEPTED", succeededAt: null };
    await take(refund("R2", "C2", accepted), refund("R3", "C2", accepted));
    expect(await postedOf("2243")).toBe(1_900n);
    await take(refund("R2", "C2", { amountMinor: "1000" }));
    expect(await postedOf("2243")).toBe(950n);
    await take(refund("R3", "C2", { ...accepted, status: "FAILED" }));
    expect(await postedOf("2243")).toBe(0n);
    const legs = await reader.query(
      "SELECT paid_minor, refunded_minor FROM order_legs WHERE order_no = 'C2' ORDER BY leg_no",
    );
    expect(legs).toEqual([
      { paid_minor: 9_500n, refunded_minor: 950n },
      { paid_minor: 500n, refunded_minor: 50n },
    ]);
  });

  it.each([
    ["of more than is left", refund("R9", "C1", { amountMinor: "4001" }), "refund_exceeds_paid"],
    ["of an unknown order", refund("R9", "NONE"), "refund_order_unknown"],
    ["of an unpaid order", refund("R9", "U1"), "refund_order_not_paid"],
    ["with other content", refund("R1", "C1", { amountMinor: "1" }), "refund_content_differs"],
    ["that goes back", refund("R1", "C1", { status: "ACCEPTED", succeededAt: null }), "refund_status_backwards"],
    ["that succeeded at no time", refund("R9", "C1", { succeededAt: null }), "refund_succeeded_at_missing"],
  ])("%s is refused", async (_, line, code) => {
    await take(order("U1", { status: "UNKNOWN", paidAt: null }));
    expect(await take(line)).toMatchObject({ accepted: 0, refused: [{ line: 1, code }] });
  });

  it("races for the same remainder: one wins, the other is refused, a hundred times", async () => {
    const orders = Array.from({ length: 100 }, (_, round) => order(`RACE${round}`));
    await take(...orders);
    for (let round = 0; round < 100; round += 1) {
      const answers = await Promise.all([
        take(refund(`RA${round}`, `RACE${round}`)),
        take(refund(`RB${round}`, `RACE${round}`)),
      ]);
      expect(answers.map((answer) => answer.accepted).sort()).toEqual([0, 1]);
    }
    const [legs] = await reader.query<{ over: bigint; refunded: bigint }>(
      `SELECT count(*) FILTER (WHERE refunded_minor > paid_minor) AS over, sum(refunded_minor)::bigint AS refunded
       FROM order_legs WHERE order_no LIKE 'RACE%'`,
    );
    expect(legs).toEqual({ over: 0n, refunded: 600_000n });
  });
});
