import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResolutionChoice } from "@/contracts/suspense";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { reader } from "@/server/transact";
import { postedOf } from "@/tests/command-context";
import {
  accepted,
  type Desk,
  decideAs,
  itemOf,
  linesOf,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
  suspenseDifferences,
} from "@/tests/desk-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

function propose(itemNo: string, version: number, choice: ResolutionChoice, actor: Actor = desk.people.maker) {
  return proposeAs(actor, { itemNo, expectedVersion: version, choice, reason: "the channel confirmed it" });
}

async function approve(approvalNo: string, actor: Actor) {
  return accepted(await decideAs(actor, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "checked" }));
}

/** Proposes, has everyone sign who must, and answers the voucher's lines. */
async function resolve(key: string, choice: ResolutionChoice): Promise<string[]> {
  const item = await openItemOf(key);
  const { approvalNo, requiredRoles } = accepted(await propose(item.itemNo, item.version, choice));
  expect(await itemOf(item.itemNo)).toMatchObject({ status: "PROPOSED", version: item.version + 1 });
  expect(await suspenseDifferences()).toEqual([]);
  if (requiredRoles.length > 1) expect((await approve(approvalNo, desk.people.finance)).outcome).toBe("SIGNED");
  const last = requiredRoles.length > 1 ? desk.people.lead : desk.people.finance;
  const { outcome, voucherNo } = await approve(approvalNo, last);
  expect(outcome).toBe("EXECUTED");
  expect(await itemOf(item.itemNo)).toMatchObject({ status: "RESOLVED" });
  expect(await suspenseDifferences()).toEqual([]);
  return linesOf(voucherNo);
}

async function orderOf(orderNo: string) {
  const [row] = await reader.query("SELECT status, booked_by, capture_reversed_at FROM orders WHERE order_no = $1", [
    orderNo,
  ]);
  return row;
}

describe("each resolution of the playbook posts its line of the posting table", () => {
  it("books to the order that the channel says is paid, coupons included", async () => {
    const order = { orderNo: "BOOK1", cashMinor: 9_000n, merchantCoupon: 500n, platformCoupon: 500n };
    await reconcileDay({
      orders: [{ ...order, status: "CREATED" }],
      lines: [{ orderNo: "BOOK1", amountMinor: 9_000n }],
    });
    expect(await resolve("BOOK1", { resolution: "BOOK_TO_ORDER" })).toEqual([
      "D 2241-wechat 9000",
      "D M1-MARKETING 500",
      "D 2202.09 500",
      "C M1-PENDING 10000",
    ]);
    expect(await orderOf("BOOK1")).toMatchObject({ status: "PAID", booked_by: "SUSPENSE" });
  });

  it("books a payment that nobody knew to an order of one's choice", async () => {
    await reconcileDay({
      orders: [{ orderNo: "BOOK2", cashMinor: 700n, status: "CREATED", merchantNo: "M2" }],
      lines: [{ orderNo: "X-BOOK2", amountMinor: 700n }],
    });
    const lines = await resolve("X-BOOK2", { resolution: "BOOK_TO_ORDER", orderNo: "BOOK2" });
    expect(lines).toEqual(["D 2241-wechat 700", "C M2-PENDING 700"]);
    expect(await orderOf("BOOK2")).toMatchObject({ status: "PAID", booked_by: "SUSPENSE" });
  });

  it("gives the merchant what the channel took beyond the order", async () => {
    await reconcileDay({
      orders: [{ orderNo: "MORE1", cashMinor: 10_000n }],
      lines: [{ orderNo: "MORE1", amountMinor: 10_300n, feeMinor: 62n }],
    });
    expect(await resolve("MORE1", { resolution: "BOOK_TO_ORDER" })).toEqual(["D 2241-wechat 300", "C M1-PENDING 300"]);
    expect(await orderOf("MORE1")).toMatchObject({ status: "PAID", booked_by: "ARRIVAL" });
  });

  it("refunds to the payer: the money waits in transit, and the refund is there", async () => {
    await reconcileDay({ lines: [{ orderNo: "X-REFUND", amountMinor: 1_200n }] });
    const item = await openItemOf("X-REFUND");
    const lines = await resolve("X-REFUND", { resolution: "REFUND_TO_PAYER" });
    expect(lines).toEqual(["D 2241-wechat 1200", "C 2243 1200"]);
    const refunds = await reader.query(
      `SELECT r.status, r.origin, r.amount_minor FROM refunds r JOIN vouchers v ON v.command_id = r.command_id
       WHERE v.object_no = $1`,
      [item.itemNo],
    );
    expect(refunds).toEqual([{ status: "ACCEPTED", origin: "SUSPENSE", amount_minor: 1_200n }]);
  });

  it("writes a long one off to income", async () => {
    await reconcileDay({ lines: [{ orderNo: "X-INCOME", amountMinor: 30n }] });
    const lines = await resolve("X-INCOME", { resolution: "WRITE_OFF_TO_INCOME" });
    expect(lines).toEqual(["D 2241-wechat 30", "C 6301 30"]);
  });

  it("reverses the capture of a payment that the channel never took, coupons included", async () => {
    await reconcileDay({
      orders: [{ orderNo: "SHORT1", cashMinor: 4_000n, merchantCoupon: 300n, platformCoupon: 200n }],
    });
    expect(await resolve("SHORT1", { resolution: "REVERSE_CAPTURE" })).toEqual([
      "D M1-PENDING 4500",
      "C 1901-wechat 4000",
      "C M1-MARKETING 300",
      "C 2202.09 200",
    ]);
    expect(await orderOf("SHORT1")).toMatchObject({ status: "CLOSED", capture_reversed_at: expect.any(Date) });
  });

  it("claims from the channel", async () => {
    await reconcileDay({ orders: [{ orderNo: "SHORT2", cashMinor: 2_000n }] });
    const lines = await resolve("SHORT2", { resolution: "CLAIM_FROM_CHANNEL" });
    expect(lines).toEqual(["D 1221-wechat 2000", "C 1901-wechat 2000"]);
  });

  it.each([
    ["SHORT3", "CHARGE_TO_SETTLEMENT", "M1-SETTLEMENT"],
    ["SHORT4", "CHARGE_TO_DEPOSIT", "M1-DEPOSIT"],
  ] as const)("charges to the merchant: %s by %s", async (orderNo, resolution, accountNo) => {
    await reconcileDay({ orders: [{ orderNo, cashMinor: 2_500n }] });
    const before = await postedOf(accountNo);
    expect(await resolve(orderNo, { resolution })).toEqual([`D ${accountNo} 2500`, "C 1901-wechat 2500"]);
    expect(await postedOf(accountNo)).toBe(before - 2_500n);
  });

  it("writes a short one off as a loss, which takes finance and its lead whatever the amount", async () => {
    await reconcileDay({ orders: [{ orderNo: "SHORT5", cashMinor: 1n }] });
    expect(await resolve("SHORT5", { resolution: "WRITE_OFF_AS_LOSS" })).toEqual(["D 6711 1", "C 1901-wechat 1"]);
  });

  it("offsets a long one with a short one by reversing both openings", async () => {
    const receivable = await postedOf("1122-wechat");
    await reconcileDay({
      orders: [{ orderNo: "OFF1", cashMinor: 880n }],
      lines: [{ orderNo: "X-OFF1", amountMinor: 880n }],
    });
    const [opened, short] = [await postedOf("1122-wechat"), await openItemOf("OFF1")];
    const lines = await resolve("X-OFF1", { resolution: "OFFSET", counterpartNo: short.itemNo });
    expect(lines).toEqual(["C 1122-wechat 880", "D 2241-wechat 880"]);
    expect(await itemOf(short.itemNo)).toMatchObject({ status: "RESOLVED" });
    // Both openings moved the receivable, and both came back: the capture alone stays, and the channel's line its cost.
    expect(await postedOf("1122-wechat")).toBe(opened);
    expect(opened - receivable).toBe(880n - 5n);
  });
});

describe("a large amount", () => {
  it("asks for finance and its lead above ¥50,000", async () => {
    await reconcileDay({
      lines: [
        { orderNo: "X-LARGE", amountMinor: 5_000_001n },
        { orderNo: "X-EDGE", amountMinor: 5_000_000n },
      ],
    });
    for (const [key, roles] of [
      ["X-LARGE", ["FINANCE", "FINANCE_LEAD"]],
      ["X-EDGE", ["FINANCE"]],
    ] as const) {
      const item = await openItemOf(key);
      const proposed = await propose(item.itemNo, item.version, { resolution: "REFUND_TO_PAYER" });
      expect(accepted(proposed).requiredRoles).toEqual(roles);
    }
  });
});

describe("a proposal is refused, most basic reason first", () => {
  type Case = { key: string; choice: ResolutionChoice; code: string };
  const orders = [
    { orderNo: "P-SETTLED", cashMinor: 600n },
    { orderNo: "P-SHORT", cashMinor: 610n },
    { orderNo: "P-REFUNDED", cashMinor: 620n },
    { orderNo: "P-OTHER", cashMinor: 631n, status: "CREATED" as const },
  ];
  beforeAll(async () => {
    await reconcileDay({
      orders,
      lines: [
        { orderNo: "P-SETTLED", amountMinor: 600n },
        { orderNo: "X-P1", amountMinor: 600n },
        { orderNo: "X-P2", amountMinor: 630n },
        { orderNo: "ORD-GONE", amountMinor: 640n, refundNo: "R-GONE" },
      ],
    });
    await reconcileDay({ refunds: [{ refundNo: "P-R1", orderNo: "P-REFUNDED", amountMinor: 100n }] });
  });
  const cases: Case[] = [
    { key: "P-SHORT", choice: { resolution: "REFUND_TO_PAYER" }, code: "resolution_not_allowed" },
    { key: "X-P1", choice: { resolution: "BOOK_TO_ORDER" }, code: "resolution_needs_order" },
    { key: "X-P1", choice: { resolution: "BOOK_TO_ORDER", orderNo: "NOBODY" }, code: "resolution_needs_order" },
    { key: "X-P2", choice: { resolution: "BOOK_TO_ORDER", orderNo: "P-OTHER" }, code: "resolution_order_differs" },
    { key: "X-P1", choice: { resolution: "BOOK_TO_ORDER", orderNo: "P-SETTLED" }, code: "resolution_order_settled" },
    { key: "P-REFUNDED", choice: { resolution: "REVERSE_CAPTURE" }, code: "resolution_order_refunded" },
    { key: "R-GONE", choice: { resolution: "CHARGE_TO_SETTLEMENT" }, code: "resolution_needs_merchant" },
    { key: "X-P1", choice: { resolution: "OFFSET" }, code: "resolution_needs_counterpart" },
    { key: "X-P1", choice: { resolution: "OFFSET", counterpartNo: "SU0" }, code: "suspense_item_unknown" },
  ];

  it.each(cases)("$key by $choice.resolution is $code", async ({ key, choice, code }) => {
    const before = await openItemOf(key);
    const result = await propose(before.itemNo, before.version, choice);
    expect(result).toMatchObject({ ok: false, refusal: { code } });
    expect(await itemOf(before.itemNo)).toEqual(before);
  });

  it("a counterpart of another amount, or of the same direction, is resolution_counterpart_differs", async () => {
    const [item, short, long] = [await openItemOf("X-P1"), await openItemOf("P-SHORT"), await openItemOf("X-P2")];
    for (const counterpart of [short, long]) {
      const choice = { resolution: "OFFSET", counterpartNo: counterpart.itemNo } as const;
      const result = await propose(item.itemNo, item.version, choice);
      expect(result).toMatchObject({ ok: false, refusal: { code: "resolution_counterpart_differs" } });
    }
  });

  it("not_permitted for an auditor, maker_missing for the system, unknown beyond one's scope", async () => {
    const item = await openItemOf("X-P1");
    const triedBefore = await refusalsOf(item.itemNo);
    const choice = { resolution: "REFUND_TO_PAYER" } as const;
    const input = { itemNo: item.itemNo, expectedVersion: item.version, choice, reason: "because" };
    const codeOf = async (result: ReturnType<typeof propose>) => {
      const answer = await result;
      return answer.ok ? null : answer.refusal.code;
    };
    expect(await codeOf(proposeAs(desk.people.auditor, input))).toBe("not_permitted");
    expect(await codeOf(proposeAs(SYSTEM_ACTOR, input))).toBe("maker_missing");
    expect(await codeOf(proposeAs(desk.people.scoped, input))).toBe("suspense_item_unknown");
    expect(await codeOf(propose("SU-NONE", 1, choice))).toBe("suspense_item_unknown");
    expect(await codeOf(propose(item.itemNo, item.version + 1, choice))).toBe("suspense_item_changed");
    // What was tried stands in the trail, also what one may not even see.
    expect((await refusalsOf(item.itemNo)) - triedBefore).toBe(4);
  });
});

async function refusalsOf(itemNo: string): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit_events
     WHERE action = 'suspense.propose' AND outcome = 'REFUSED' AND object_no = $1`,
    [itemNo],
  );
  return row?.count ?? 0;
}

describe("the same command", () => {
  it("is answered again and does nothing again; its id with another input is refused", async () => {
    await reconcileDay({ lines: [{ orderNo: "X-REPLAY", amountMinor: 900n }] });
    const item = await openItemOf("X-REPLAY");
    const input = {
      itemNo: item.itemNo,
      expectedVersion: item.version,
      choice: { resolution: "REFUND_TO_PAYER" } as const,
      reason: "payer asks",
    };
    const commandId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => proposeAs(desk.people.maker, input, commandId)));
    expect(new Set(answers.map((answer) => accepted(answer).approvalNo)).size).toBe(1);
    const other = await proposeAs(desk.people.maker, { ...input, reason: "another" }, commandId);
    expect(other).toMatchObject({ ok: false, refusal: { code: "command_id_reused" } });
    const requests = await reader.query("SELECT status FROM approvals WHERE object_no = $1", [item.itemNo]);
    expect(requests).toEqual([{ status: "PENDING" }]);
  });

  it("from two people at once makes one request", async () => {
    await reconcileDay({ lines: [{ orderNo: "X-TWO", amountMinor: 910n }] });
    const item = await openItemOf("X-TWO");
    const { maker, colleague } = desk.people;
    const answers = await Promise.all(
      [maker, colleague].map((actor) => propose(item.itemNo, item.version, { resolution: "REFUND_TO_PAYER" }, actor)),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const refused = answers.find((answer) => !answer.ok);
    expect(refused).toMatchObject({ refusal: { code: "suspense_item_changed", params: { status: "PROPOSED" } } });
  });
});
