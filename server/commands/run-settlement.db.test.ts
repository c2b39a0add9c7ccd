import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { closeDispute } from "@/server/commands/close-dispute";
import { noteDispute } from "@/server/commands/note-dispute";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, importBill, openDesk } from "@/tests/desk-fixture";
import { clearDay, findFaults, giveBack, lastOf, refusalOfSettling, sell, settleDay } from "@/tests/settlement-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const merchants = [
    { merchantNo: "T0", name: "Same day", settlementCycle: "T+0" },
    { merchantNo: "T30", name: "Slow", settlementCycle: "T+30" },
    { merchantNo: "F", name: "Fee", feeBps: 100 },
    { merchantNo: "N", name: "Negative" },
    { merchantNo: "C", name: "Coupons" },
    { merchantNo: "S", name: "Sharing", shares: [{ merchantNo: "R", bps: 1_000 }] },
    { merchantNo: "R", name: "Receiver" },
  ];
  accepted(await setMerchants(asSystem(), { merchants: merchants.map((one) => merchantInput.parse(one)) }));
});
afterAll(() => desk.db.drop());

const sale = (orderNo: string, merchantNo: string, cashMinor: bigint) => ({ orderNo, merchantNo, cashMinor });

async function frozenOf(merchantNo: string): Promise<bigint> {
  const [row] = await reader.query<{ minor: bigint }>(
    "SELECT b.frozen_minor AS minor FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.account_no = $1",
    [`${merchantNo}-SETTLEMENT`],
  );
  return row?.minor ?? 0n;
}

describe("what is due", () => {
  // 9 October is a Friday after the holiday, and its Saturday is worked.
  test("is settled by each merchant's cycle, over a day that is worked, and frozen", async () => {
    await sell("2026-10-09", sale("A1", "T0", 1_000n), sale("A2", "F", 10_000n), sale("A3", "T30", 3_000n));
    await importBill("2026-10-09", [
      { orderNo: "A1", amountMinor: 1_000n },
      { orderNo: "A2", amountMinor: 10_000n },
      { orderNo: "A3", amountMinor: 3_000n },
    ]);
    accepted(await runReconciliation(asSystem(), { channel: "wechat", date: "2026-10-09" }));
    await clearDay("2026-10-09");
    expect(await settleDay("2026-10-09")).toMatchObject({ merchants: 1, settledMinor: "1000", existed: false });
    expect([await postedOf("T0-PENDING"), await postedOf("T0-SETTLEMENT"), await frozenOf("T0")]).toEqual([
      0n,
      1_000n,
      1_000n,
    ]);
    expect(await settleDay("2026-10-10")).toMatchObject({
      ...{
        merchants: 1,
        grossMinor: "10000",
        feeMinor: "100",
        netMinor: "9900",
        settledMinor: "9900",
        carriedMinor: "0",
      },
    });
    expect([await postedOf("F-PENDING"), await frozenOf("F")]).toEqual([0n, 9_900n]);
    expect(await postedOf("T30-PENDING")).toBe(3_000n);
    expect(await findFaults()).toEqual([]);
  });

  test("a date that was settled answers its batch; an earlier and a future one are refused, and what lies past the calendar", async () => {
    const again = await settleDay("2026-10-10");
    expect(again).toMatchObject({ existed: true, settledMinor: "9900" });
    expect(await refusalOfSettling("2026-10-08")).toBe("later_day_settled");
    expect(await refusalOfSettling("2026-12-31")).toBe("day_not_begun");
    expect(await refusalOfSettling("2027-01-01", new Date("2027-01-02T12:00:00+08:00"))).toBe("calendar_ended");
  });
});

test("what is negative is carried, and the next settlement is less by it", async () => {
  await sell("2026-10-12", sale("N1", "N", 10_000n));
  await clearDay("2026-10-12");
  await settleDay("2026-10-13");
  expect(await lastOf("N")).toMatchObject({ settled: 10_000n, carried: 0n });
  // The money of the next day gives what is refunded on this one.
  await sell("2026-10-14", sale("N2", "N", 5_000n));
  await giveBack("2026-10-13", "N1", 3_000n);
  await clearDay("2026-10-13");
  await settleDay("2026-10-14");
  expect(await lastOf("N")).toMatchObject({ opening: 0n, net: -3_000n, settled: 0n, carried: -3_000n });
  await clearDay("2026-10-14");
  await settleDay("2026-10-15");
  expect(await lastOf("N")).toMatchObject({ opening: -3_000n, net: 5_000n, settled: 2_000n, carried: 0n });
  expect(await postedOf("N-PENDING")).toBe(0n);
  expect(await findFaults()).toEqual([]);
});

test("a coupon that marketing could not cover, and a refund that settlement paid, are adjustments: the ledger is the net", async () => {
  await sell("2026-10-15", { ...sale("C1", "C", 9_500n), merchantCoupon: 500n }, sale("M1a", "M1", 4_000n));
  await clearDay("2026-10-15");
  await settleDay("2026-10-16");
  expect(await lastOf("C")).toMatchObject({ net: 9_500n, settled: 9_500n, carried: 0n });
  expect(await postedOf("C-PENDING")).toBe(0n);
  await giveBack("2026-10-16", "M1a", 4_000n);
  await clearDay("2026-10-16");
  await settleDay("2026-10-19");
  expect(await lastOf("M1")).toMatchObject({ net: 0n, settled: 0n, carried: 0n });
  expect(await findFaults()).toEqual([]);
});

describe("what is held back", () => {
  test("waits with an open break of its order, with what others share in it, and is let go when it is explained", async () => {
    await sell("2026-10-19", sale("H1", "S", 10_000n), sale("H2", "S", 2_000n));
    await importBill("2026-10-19", [{ orderNo: "H2", amountMinor: 2_000n }]);
    accepted(await runReconciliation(asSystem(), { channel: "wechat", date: "2026-10-19" }));
    await clearDay("2026-10-19");
    expect(await settleDay("2026-10-20")).toMatchObject({ settledMinor: "2000", heldMinor: "10000" });
    expect(await lastOf("S")).toMatchObject({ settled: 1_800n, held: 9_000n });
    expect(await lastOf("R")).toMatchObject({ settled: 200n, held: 1_000n });
    const [held] = await reader.query<{ reason: string; no: string }>(
      "SELECT h.reason, i.item_no AS no FROM settlement_hold_backs h JOIN suspense_items i ON i.item_no = h.reason_no WHERE h.object_no = 'H1' LIMIT 1",
    );
    expect(held?.reason).toBe("OPEN_BREAK");
    expect(await settleDay("2026-10-21")).toMatchObject({ merchants: 0 });
    await importBill("2026-10-19", [
      { orderNo: "H1", amountMinor: 10_000n },
      { orderNo: "H2", amountMinor: 2_000n },
    ]);
    accepted(await runReconciliation(asSystem(), { channel: "wechat", date: "2026-10-19" }));
    await settleDay("2026-10-22");
    expect(await lastOf("S")).toMatchObject({ opening: 9_000n, net: 0n, settled: 9_000n, held: 0n });
    expect(await lastOf("R")).toMatchObject({ opening: 1_000n, settled: 1_000n, held: 0n });
    expect([await postedOf("S-PENDING"), await postedOf("R-PENDING")]).toEqual([0n, 0n]);
    expect(await findFaults()).toEqual([]);
  });

  test("waits with its dispute, refund and capture together, and is let go when that is closed", async () => {
    await sell("2026-10-22", sale("D1", "M2", 8_000n), sale("D2", "M2", 1_000n));
    await giveBack("2026-10-22", "D1", 3_000n);
    const { maker } = desk.people;
    const noted = accepted(
      await noteDispute(by(maker), {
        orderNo: "D1",
        amountMinor: 5_000n,
        channelCaseNo: null,
        reason: "not received",
        commandId: randomUUID(),
      }),
    );
    await clearDay("2026-10-22");
    await settleDay("2026-10-23");
    expect(await lastOf("M2")).toMatchObject({ net: 6_000n, settled: 1_000n, held: 5_000n });
    const closing = {
      disputeNo: noted.disputeNo,
      outcome: "WON",
      reason: "delivered",
      commandId: randomUUID(),
    } as const;
    accepted(await closeDispute(by(maker), closing));
    await settleDay("2026-10-26");
    expect(await lastOf("M2")).toMatchObject({ opening: 5_000n, settled: 5_000n, held: 0n, carried: 0n });
    expect(await findFaults()).toEqual([]);
  });
});

describe("however often", () => {
  test("ten at once make one batch", async () => {
    await sell("2026-10-27", ...Array.from({ length: 10 }, (_, nth) => sale(`W${nth}`, "F", 1_000n + BigInt(nth))));
    await clearDay("2026-10-27");
    const reports = await Promise.all(Array.from({ length: 10 }, () => settleDay("2026-10-28")));
    expect(
      new Set(reports.map(({ batchNo, contentHash, settledMinor }) => `${batchNo} ${contentHash} ${settledMinor}`))
        .size,
    ).toBe(1);
    expect(reports.filter(({ existed }) => !existed)).toHaveLength(1);
    expect(await findFaults()).toEqual([]);
  });

  const TABLES = [
    ...[
      "settlement_terms",
      "settlements",
      "settlement_parts",
      "settlement_hold_backs",
      "vouchers",
      "entries",
      "holds",
      "hold_moves",
    ],
    ...["settlement_batches", "audit_events"],
  ];
  test("one that dies on the way leaves nothing, and the next one settles it all", async () => {
    await sell("2026-10-28", sale("K1", "F", 10_000n), sale("K2", "N", 777n));
    await clearDay("2026-10-28");
    const before = await postedOf("F-SETTLEMENT");
    await desk.db.ownerPool.query(
      "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
    );
    for (const table of TABLES) {
      await desk.db.ownerPool.query(
        `CREATE TRIGGER dies AFTER INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION die()`,
      );
      await expect(settleDay("2026-10-29"), table).rejects.toThrow();
      await desk.db.ownerPool.query(`DROP TRIGGER dies ON ${table}`);
      expect(await postedOf("F-SETTLEMENT")).toBe(before);
    }
    expect(await settleDay("2026-10-29")).toMatchObject({ existed: false, settledMinor: "10677" });
    expect(await findFaults()).toEqual([]);
  });
});

test("T+30 is settled on its thirtieth business day, and not on the one before", async () => {
  await settleDay("2026-11-18");
  expect(await postedOf("T30-SETTLEMENT")).toBe(0n);
  await settleDay("2026-11-19");
  expect(await lastOf("T30")).toMatchObject({ net: 3_000n, settled: 3_000n });
  expect(await findFaults()).toEqual([]);
});
