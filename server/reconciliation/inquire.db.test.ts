import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ChannelAnswer, ChannelInquiry, InquirySubject } from "@/server/channels/channel-inquiry";
import { deliverOutbox } from "@/server/outbox/deliver";
import { inquireDue } from "@/server/reconciliation/inquire";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { type Desk, openDesk, openItemOf, orderLine, reconcileDay } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";

/** Stands in for a channel: says what it was told to say, and remembers what it was asked. */
class InquiryTestDouble implements ChannelInquiry {
  readonly asked: InquirySubject[] = [];
  readonly answers = new Map<string, ChannelAnswer | Error>();
  ask(subject: InquirySubject): Promise<ChannelAnswer> {
    this.asked.push(subject);
    const answer = this.answers.get(subject.refundNo ?? subject.orderNo ?? "") ?? { kind: "NOT_FOUND" };
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }
}

let desk: Desk;
let channel: InquiryTestDouble;
let now = new Date("2026-10-20T08:00:00+08:00");
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.db.drop();
});
beforeEach(async () => {
  channel = new InquiryTestDouble();
  // What earlier tests left open has had its six rounds.
  for (let round = 0; round < 6; round += 1) await hourLater(new InquiryTestDouble());
});

function hourLater(client: InquiryTestDouble = channel) {
  now = new Date(now.getTime() + 3_600_000);
  return inquireDue(new Map([["wechat", client]]), now);
}

function paid(amountMinor: bigint): ChannelAnswer {
  return {
    kind: "SUCCEEDED",
    amountMinor,
    asset: "CNY",
    tradeNo: "T-asked",
    happenedAt: new Date("2026-10-05T04:00:00Z"),
  };
}

async function roundsOf(matchKey: string): Promise<string[]> {
  const rows = await reader.query<{ text: string }>(
    "SELECT concat_ws(' ', round, answer, outcome) AS text FROM inquiries WHERE match_key = $1 ORDER BY round",
    [matchKey],
  );
  return rows.map((row) => row.text);
}

async function expectBooksProve(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

test("without a client nobody is asked, and nothing is written", async () => {
  await reconcileDay({ lines: [{ orderNo: "A1", amountMinor: 100n }] });
  expect(await inquireDue(new Map(), now)).toEqual({ asked: 0, settled: 0 });
  expect(await roundsOf("A1")).toEqual([]);
});

test("hourly, at most six rounds: not found and silence are no answers", async () => {
  await takeOrders([orderLine({ orderNo: "B1", cashMinor: 500n, status: "CREATED" }, "2026-10-05")]);
  await takeOrders([
    { ...orderLine({ orderNo: "B1", cashMinor: 500n, status: "CREATED" }, "2026-10-05"), status: "UNKNOWN" },
  ]);
  channel.answers.set("B1", new Error("the line is dead"));
  expect(await hourLater()).toEqual({ asked: 1, settled: 0 });
  expect(await inquireDue(new Map([["wechat", channel]]), new Date(now.getTime() + 3_599_000))).toMatchObject({
    asked: 0,
  });
  channel.answers.delete("B1");
  for (let hour = 0; hour < 9; hour += 1) await hourLater();
  expect(await roundsOf("B1")).toEqual([
    "1 NO_ANSWER ASK_AGAIN",
    ...[2, 3, 4, 5, 6].map((round) => `${round} NOT_FOUND ASK_AGAIN`),
  ]);
  expect(channel.asked[0]).toMatchObject({ itemKind: "PAYMENT", orderNo: "B1", amountMinor: 500n, asset: "CNY" });
});

test("a final answer settles an unknown payment and its item without a person", async () => {
  await reconcileDay({
    orders: [{ orderNo: "C1", cashMinor: 700n, status: "CREATED" }],
    lines: [{ orderNo: "C1", amountMinor: 700n }],
  });
  expect(await openItemOf("C1")).toMatchObject({ kind: "STATUS_MISMATCH" });
  channel.answers.set("C1", paid(700n));
  expect(await hourLater()).toEqual({ asked: 1, settled: 1 });
  await deliverOutbox();
  expect(await reader.query("SELECT status FROM orders WHERE order_no = 'C1'")).toEqual([{ status: "PAID" }]);
  expect(await reader.query("SELECT status FROM suspense_items WHERE match_key = 'C1'")).toEqual([
    { status: "AUTO_RESOLVED" },
  ]);
  expect(await roundsOf("C1")).toEqual(["1 SUCCEEDED SETTLED"]);
  expect(await hourLater()).toEqual({ asked: 0, settled: 0 });
  await expectBooksProve();
});

test("a payment that failed is closed; a refund that failed gives its money back to the merchant", async () => {
  const order = orderLine({ orderNo: "D1", cashMinor: 300n, status: "CREATED" }, "2026-10-06");
  await takeOrders([order, { ...order, status: "UNKNOWN" }]);
  await reconcileDay({ orders: [{ orderNo: "D2", cashMinor: 400n }], lines: [{ orderNo: "D2", amountMinor: 400n }] });
  await takeOrders([{ type: "refund", refundNo: "DR2", orderNo: "D2", amountMinor: "400", status: "UNKNOWN" }]);
  channel.answers.set("D1", { kind: "FAILED" }).set("DR2", { kind: "FAILED" });
  expect(await hourLater()).toEqual({ asked: 2, settled: 2 });
  expect(await reader.query("SELECT status FROM orders WHERE order_no = 'D1'")).toEqual([{ status: "CLOSED" }]);
  expect(await reader.query("SELECT status FROM refunds WHERE refund_no = 'DR2'")).toEqual([{ status: "FAILED" }]);
  expect(await reader.query("SELECT refunded_minor FROM order_legs WHERE order_no = 'D2'")).toEqual([
    { refunded_minor: 0n },
  ]);
  await expectBooksProve();
});

test("an answer that contradicts what is booked or listed settles nothing", async () => {
  await reconcileDay({
    orders: [
      { orderNo: "E1", cashMinor: 600n },
      { orderNo: "E2", cashMinor: 600n, status: "CREATED" },
    ],
    lines: [{ orderNo: "E2", amountMinor: 600n }],
  });
  channel.answers.set("E1", { kind: "FAILED" }).set("E2", paid(601n));
  const vouchers = await reader.query("SELECT count(*) FROM vouchers");
  expect(await hourLater()).toEqual({ asked: 2, settled: 0 });
  expect(await roundsOf("E1")).toEqual(["1 FAILED CONTRADICTS"]);
  expect(await roundsOf("E2")).toEqual(["1 SUCCEEDED CONTRADICTS"]);
  expect(await reader.query("SELECT count(*) FROM vouchers")).toEqual(vouchers);
  expect(await openItemOf("E1")).toMatchObject({ kind: "SHORT", status: "OPEN" });
});

test("two workers that ask at once record one round, and book once", async () => {
  await reconcileDay({
    orders: [{ orderNo: "F1", cashMinor: 800n, status: "CREATED" }],
    lines: [{ orderNo: "F1", amountMinor: 800n }],
  });
  channel.answers.set("F1", paid(800n));
  now = new Date(now.getTime() + 3_600_000);
  const turns = await Promise.all([1, 2, 3].map(() => inquireDue(new Map([["wechat", channel]]), now)));
  expect(turns.reduce((sum, turn) => sum + turn.settled, 0)).toBe(1);
  expect(await roundsOf("F1")).toEqual(["1 SUCCEEDED SETTLED"]);
  expect(
    await reader.query("SELECT count(*)::int AS count FROM vouchers WHERE idempotency_key = 'capture:F1'"),
  ).toEqual([{ count: 1 }]);
  await deliverOutbox();
  await expectBooksProve();
});
