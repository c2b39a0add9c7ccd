import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import type { Actor } from "@/core/permissions/actor";
import type { Result } from "@/core/result";
import {
  paySettlement,
  releaseSettlementByHand,
  releaseSettlements,
  reviewSettlement,
  reviewSettlements,
} from "@/server/commands/move-settlements";
import { proposeDepositDraw } from "@/server/commands/propose-deposit-draw";
import { setMerchants } from "@/server/commands/set-merchants";
import { getSettlement } from "@/server/queries/get-settlement";
import { listSettlements } from "@/server/queries/list-settlements";
import { findSettlementRow } from "@/server/store/settlements";
import { reader } from "@/server/transact";
import { approveAs } from "@/tests/approval-fixture";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, orderLine } from "@/tests/desk-fixture";
import { addPayees, channelSays, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";
import { clearDay, findFaults, giveBack, lastOf, sell, settleDay } from "@/tests/settlement-fixture";
import { takeOrders } from "@/tests/small-company";

let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
  const merchants = [
    { merchantNo: "M1", name: "Shop M1", autoPayout: true },
    { merchantNo: "L", name: "Least", autoPayout: true, minPayoutMinor: "5000" },
    { merchantNo: "Q", name: "On request" },
  ];
  accepted(await setMerchants(asSystem(), { merchants: merchants.map((one) => merchantInput.parse(one)) }));
  for (const merchantNo of ["L", "Q"]) await addPayees(desk, merchantNo, 1);
});
afterAll(() => desk.db.drop());

type Move = typeof reviewSettlement;
async function move(command: Move, actor: Actor, merchantNo: string) {
  const { no, version } = await lastOf(merchantNo);
  const commandId = randomUUID();
  return command(by(actor, commandId), { commandId, settlementNo: no, expectedVersion: version });
}
const codeOf = async <T>(outcome: Promise<Result<T>>) => {
  const result = await outcome;
  return result.ok ? "accepted" : result.refusal.code;
};
const sale = (orderNo: string, merchantNo: string, cashMinor: bigint) => ({ orderNo, merchantNo, cashMinor });
const payoutNoOf = async (merchantNo: string) => (await lastOf(merchantNo)).payoutNo ?? "";

describe("a settlement", () => {
  test("is looked over by one person, let go by another, and paid by itself", async () => {
    const { maker, finance, auditor } = desk.people;
    await sell("2026-11-10", sale("A1", "M1", 20_000n));
    await clearDay("2026-11-10");
    await settleDay("2026-11-11");
    expect(await codeOf(move(releaseSettlementByHand, finance, "M1"))).toBe("settlement_status_other");
    expect(await codeOf(move(reviewSettlement, auditor, "M1"))).toBe("not_permitted");
    accepted(await move(reviewSettlement, maker, "M1"));
    expect(await codeOf(move(releaseSettlementByHand, maker, "M1"))).toBe("not_permitted");
    const before = await postedOf("M1-SETTLEMENT");
    const released = accepted(await move(releaseSettlementByHand, finance, "M1"));
    expect(released).toMatchObject({ outcome: "RELEASED", approvalNo: null, payoutRefusal: null });
    expect(await payoutOf(released.payoutNo ?? "")).toMatchObject({
      ...{ amountMinor: 20_000n, source: "SETTLEMENT", status: "ACCEPTED", clientRef: released.settlementNo },
    });
    expect(await postedOf("M1-SETTLEMENT")).toBe(before - 20_000n);
    await channelSays(desk, released.payoutNo ?? "", "SUCCEEDED");
    expect(await lastOf("M1")).toMatchObject({ status: "PAID", paid: 20_000n });
    expect(await findFaults()).toEqual([]);
  });

  test("is never let go by who looked it over, nor on another version; many go one by one", async () => {
    const { finance, finance2, maker } = desk.people;
    await sell("2026-11-11", sale("B1", "Q", 3_000n));
    await clearDay("2026-11-11");
    await settleDay("2026-11-12");
    const seen = await lastOf("Q");
    const many = (actor: Actor, command: typeof reviewSettlements, expectedVersion: number) => {
      const commandId = randomUUID();
      const settlements = [
        { settlementNo: seen.no, expectedVersion },
        { settlementNo: "JS0", expectedVersion: 1 },
      ];
      return command(by(actor, commandId), { commandId, settlements });
    };
    const reviewed = accepted(await many(finance, reviewSettlements, seen.version));
    expect(reviewed.rows.map((row) => row.moved?.outcome ?? row.refusal?.code)).toEqual([
      "REVIEWED",
      "settlement_unknown",
    ]);
    expect(await codeOf(move(releaseSettlementByHand, finance, "Q"))).toBe("settlement_reviewed_by_self");
    expect(accepted(await many(finance2, releaseSettlements, seen.version)).rows[0]?.refusal?.code).toBe(
      "settlement_changed",
    );
    accepted(await many(finance2, releaseSettlements, seen.version + 1));
    expect(await lastOf("Q")).toMatchObject({ status: "RELEASED", payoutNo: null });
    // Somebody else's refund has taken a part of it before it is asked for.
    await giveBack("2026-11-12", "B1", 1_000n);
    const asked = accepted(await move(paySettlement, maker, "Q"));
    expect(await codeOf(move(paySettlement, maker, "Q"))).toBe("settlement_paid_already");
    await channelSays(desk, asked.payoutNo ?? "", "SUCCEEDED");
    expect(await lastOf("Q")).toMatchObject({ status: "PARTLY_PAID", paid: 2_000n });
    expect(await findFaults()).toEqual([]);
  });

  test("above the limit is let go by a request that others sign", async () => {
    const { finance, finance2, maker } = desk.people;
    await sell("2026-11-12", sale("C1", "M2", 1_000_001n));
    await clearDay("2026-11-12");
    await settleDay("2026-11-13");
    accepted(await move(reviewSettlement, maker, "M2"));
    const asked = accepted(await move(releaseSettlementByHand, finance, "M2"));
    expect(asked).toMatchObject({ outcome: "REQUESTED", payoutNo: null });
    expect(await lastOf("M2")).toMatchObject({ status: "REVIEWED" });
    const page = await getSettlement(finance, asked.settlementNo);
    expect(page).toMatchObject({
      needsRequest: true,
      request: { approvalNo: asked.approvalNo },
      may: { release: false },
    });
    expect(await codeOf(approveAs(finance, asked.approvalNo ?? ""))).not.toBe("accepted");
    accepted(await approveAs(finance2, asked.approvalNo ?? ""));
    expect(await lastOf("M2")).toMatchObject({ status: "RELEASED" });
    expect(await codeOf(move(paySettlement, maker, "M2"))).toBe("payout_reserve_short");
    expect(await findFaults()).toEqual([]);
  });
});

test("a payout below the least one waits for the next settlement; one that comes back is asked for again", async () => {
  const { maker, finance } = desk.people;
  await sell("2026-11-13", sale("D1", "L", 3_000n));
  await clearDay("2026-11-13");
  await settleDay("2026-11-16");
  accepted(await move(reviewSettlement, maker, "L"));
  expect(accepted(await move(releaseSettlementByHand, finance, "L"))).toMatchObject({
    payoutNo: null,
    payoutRefusal: null,
  });
  const first = await lastOf("L");
  await sell("2026-11-16", sale("D2", "L", 3_500n));
  await clearDay("2026-11-16");
  await settleDay("2026-11-17");
  accepted(await move(reviewSettlement, maker, "L"));
  accepted(await move(releaseSettlementByHand, finance, "L"));
  const payoutNo = await payoutNoOf("L");
  expect(await payoutOf(payoutNo)).toMatchObject({ amountMinor: 6_500n });
  const both = () =>
    reader.query<{ status: string; payout: string | null }>(
      "SELECT s.status, s.payout_no AS payout FROM settlements s JOIN merchants m ON m.id = s.merchant_id WHERE m.merchant_no = 'L' ORDER BY s.id",
    );
  expect((await both()).map(({ payout }) => payout)).toEqual([payoutNo, payoutNo]);
  await channelSays(desk, payoutNo, "PAYEE");
  expect(await both()).toEqual(Array(2).fill({ status: "RELEASED", payout: null }));
  accepted(await move(paySettlement, maker, "L"));
  const second = await payoutNoOf("L");
  expect(await payoutOf(second)).toMatchObject({
    amountMinor: 6_500n,
    status: "ACCEPTED",
    clientRef: `${(await lastOf("L")).no}-2`,
  });
  expect(first.no).not.toBe((await lastOf("L")).no);
  expect(await findFaults()).toEqual([]);
});

test("what a merchant owes is taken from its deposit by request, once, and counted by the next settlement", async () => {
  const { maker, finance } = desk.people;
  await sell("2026-11-17", sale("E1", "M1", 10_000n));
  await clearDay("2026-11-17");
  await settleDay("2026-11-18");
  await sell("2026-11-19", sale("E2", "M1", 5_000n));
  await giveBack("2026-11-18", "E1", 3_000n);
  await clearDay("2026-11-18");
  await settleDay("2026-11-19");
  const owing = await lastOf("M1");
  expect(owing).toMatchObject({ settled: 0n, carried: -3_000n });
  const draw = (amountMinor: bigint) => {
    const commandId = randomUUID();
    const input = { commandId, settlementNo: owing.no, expectedVersion: owing.version, amountMinor, reason: "owed" };
    return proposeDepositDraw(by(maker, commandId), input);
  };
  expect(await codeOf(draw(3_001n))).toBe("deposit_draw_too_large");
  const { approvalNo } = accepted(await draw(3_000n));
  accepted(await approveAs(finance, approvalNo));
  expect([await postedOf("M1-DEPOSIT"), await postedOf("M1-PENDING")]).toEqual([27_000n, 5_000n]);
  expect(await codeOf(draw(1n))).toBe("settlement_owes_nothing");
  await clearDay("2026-11-19");
  await settleDay("2026-11-20");
  expect(await lastOf("M1")).toMatchObject({
    opening: -3_000n,
    deposit: 3_000n,
    net: 5_000n,
    settled: 5_000n,
    carried: 0n,
  });
  expect(await codeOf(draw(1n))).toBe("settlement_not_last");
  expect(await findFaults()).toEqual([]);
});

test("the least payout is of the yuan: yen are paid whatever they come to", async () => {
  const legs = [{ kind: "channel", channel: "wechat", amountMinor: "700" }];
  await takeOrders([
    { ...orderLine(sale("Y1", "L", 700n), "2026-11-23"), legs, asset: "JPY" },
    orderLine(sale("Y2", "L", 700n), "2026-11-23"),
  ]);
  await clearDay("2026-11-23");
  await settleDay("2026-11-24");
  const { rows } = await listSettlements(
    desk.people.auditor,
    { merchant: "L", on: "2026-11-24" },
    { cursor: null, limit: 9 },
  );
  const least = await Promise.all(
    rows.map(async ({ settlementNo, asset }) => {
      const row = await findSettlementRow(reader, null, settlementNo);
      const shown = await getSettlement(desk.people.auditor, settlementNo);
      return [asset, row?.minPayoutMinor, shown?.terms.minPayoutMinor];
    }),
  );
  expect(least.toSorted()).toEqual([
    ["CNY", 5_000n, "5000"],
    ["JPY", 0n, "0"],
  ]);
});

test("the list shows what the reader may see, page by page", async () => {
  const { auditor, scoped } = desk.people;
  const first = await listSettlements(auditor, {}, { cursor: null, limit: 3 });
  expect(first.rows).toHaveLength(3);
  const rest = await listSettlements(auditor, {}, { cursor: first.nextCursor, limit: 100 });
  const [all] = await reader.query<{ count: number }>("SELECT count(*)::int AS count FROM settlements");
  expect(first.rows.length + rest.rows.length).toBe(all?.count);
  const own = await listSettlements(scoped, {}, { cursor: null, limit: 100 });
  expect(new Set(own.rows.map(({ merchant }) => merchant.no))).toEqual(new Set(["M1"]));
  const others = await lastOf("M2");
  expect(await getSettlement(scoped, others.no)).toBeNull();
});
