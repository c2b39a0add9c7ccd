import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { type ClearingTerms, clearOrder, giveBack } from "@/core/clearing/clear-order";
import { sumMinor } from "@/core/money/money";
import { accept } from "@/core/result";
import { setMerchants } from "@/server/commands/set-merchants";
import { draftVoucher, postVouchers } from "@/server/store/post-vouchers";
import { reader, transact } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, NOON, postedOf } from "@/tests/command-context";
import { accepted, type Desk, openDesk, orderLine } from "@/tests/desk-fixture";
import { type Random, randomOf } from "@/tests/random";
import { takeOrders } from "@/tests/small-company";
import { type ClearingReport, runClearing } from "./run-clearing";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  const merchants = [
    { merchantNo: "P1", name: "Partner" },
    { merchantNo: "P2", name: "Agent" },
    { merchantNo: "A", name: "Rated", feeBps: 60, feeMinMinor: "20", feeMaxMinor: "900" },
    {
      merchantNo: "B",
      name: "Shared",
      feeBps: 38,
      shares: [
        { merchantNo: "P1", bps: 250 },
        { merchantNo: "P2", bps: 33, fixedMinor: "15" },
      ],
    },
    { merchantNo: "C", name: "Returned", feeBps: 100, shares: [{ merchantNo: "P1", bps: 5_000 }] },
    {
      merchantNo: "E",
      name: "Given away",
      feeBps: 100,
      shares: [
        { merchantNo: "P1", bps: 9_500 },
        { merchantNo: "P2", bps: 9_500, fixedMinor: "3" },
      ],
    },
    { merchantNo: "D", name: "Drained", feeBps: 60 },
  ];
  accepted(await setMerchants(asSystem(), { merchants: merchants.map((one) => merchantInput.parse(one)) }));
  await desk.db.ownerPool.query("UPDATE merchants SET fee_return = 'PROPORTIONAL' WHERE merchant_no IN ('B', 'C')");
});
afterAll(() => desk.db.drop());

type Sale = { orderNo: string; merchantNo: string; cashMinor: bigint };
const pay = (day: string, ...sales: readonly Sale[]) => takeOrders(sales.map((sale) => orderLine(sale, day)));
const refund = (day: string, orderNo: string, amountMinor: bigint, refundNo = `R-${orderNo}`) =>
  takeOrders([
    {
      type: "refund",
      refundNo,
      orderNo,
      amountMinor: `${amountMinor}`,
      status: "SUCCEEDED",
      succeededAt: `${day}T13:00:00+08:00`,
    },
  ]);
const clear = async (date: string): Promise<ClearingReport> => accepted(await runClearing(asSystem(), { date }));
const refusalOf = async (date: string) => {
  const result = await runClearing(asSystem(), { date });
  return result.ok ? "accepted" : result.refusal.code;
};
const sale = (orderNo: string, merchantNo: string, cashMinor: bigint): Sale => ({ orderNo, merchantNo, cashMinor });

async function expectProven(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

async function merchantOf(no: string): Promise<{ id: bigint; no: string }> {
  const [row] = await reader.query<{ id: bigint; no: string }>(
    "SELECT id, merchant_no AS no FROM merchants WHERE merchant_no = $1",
    [no],
  );
  if (!row) throw new Error(`there is no merchant ${no}`);
  return row;
}

async function batchesOn(date: string): Promise<string[]> {
  const rows = await reader.query<{ no: string }>(
    "SELECT batch_no AS no FROM clearing_batches WHERE accounting_on = $1",
    [date],
  );
  return rows.map(({ no }) => no);
}

describe("one day", () => {
  test("is divided to the cent, posted, and given back with refunds", async () => {
    await pay("2026-09-01", sale("A1", "A", 1_000n), sale("A2", "A", 1_000_000n), sale("B1", "B", 10_000n));
    await refund("2026-09-01", "B1", 5_000n);
    const report = await clear("2026-09-01");
    // A: 20 (minimum) and 900 (maximum). B: fee 38, half of it back; shares 250 and 33 + 15, half of each back.
    expect(report).toMatchObject({
      merchants: 4,
      items: 4,
      carried: 0,
      grossMinor: "1011000",
      refundMinor: "5000",
      feeMinor: `${20 + 900 + 38 - 19}`,
      shareMinor: `${125 + 24}`,
      costMinor: `${6 + 6_000 + 60 - 30}`,
      netMinor: `${1_011_000 - 5_000 - 939}`,
      existed: false,
    });
    expect(await postedOf("6001")).toBe(939n);
    expect(await postedOf("P1-PENDING")).toBe(125n);
    expect(await postedOf("P2-PENDING")).toBe(24n);
    expect(await postedOf("B-PENDING")).toBe(5_000n - 19n - 149n);
    await expectProven();
  });

  test("that was cleared answers its batch, and an earlier, a running or a future one is refused", async () => {
    const again = await clear("2026-09-01");
    expect(again).toMatchObject({ existed: true, netMinor: "1005061" });
    expect(await batchesOn("2026-09-01")).toEqual([again.batchNo]);
    expect(await refusalOf("2026-08-31")).toBe("later_day_cleared");
    expect(await refusalOf("2026-11-20")).toBe("clearing_day_not_over");
    expect(await refusalOf("2026-12-24")).toBe("clearing_day_not_over");
  });

  test("takes in what came late, and what is given back of earlier batches, exactly to the end", async () => {
    await pay("2026-09-01", sale("A-late", "A", 5_000n), sale("B2", "B", 100_000n));
    await refund("2026-09-02", "B1", 5_000n, "R-B1-rest");
    expect(await clear("2026-09-02")).toMatchObject({
      items: 3,
      grossMinor: "105000",
      refundMinor: "5000",
      feeMinor: `${30 + 380 - 19}`,
      shareMinor: `${2_845 - 149}`,
    });
    expect([await postedOf("P1-PENDING"), await postedOf("P2-PENDING"), await postedOf("B-PENDING")]).toEqual([
      2_500n,
      345n,
      96_775n,
    ]);
    await expectProven();
  });

  test("without anything is an empty batch", async () => {
    expect(await clear("2026-09-03")).toMatchObject({ items: 0, netMinor: "0", merchants: 0 });
  });
});

test("who cannot give what is due waits for the next batch, and nobody else does", async () => {
  await pay("2026-09-04", sale("D1", "D", 1_000n), sale("A4", "A", 10_000n));
  await refund("2026-09-04", "D1", 1_000n);
  expect(await clear("2026-09-04")).toMatchObject({ items: 1, carried: 1, feeMinor: "60" });
  await pay("2026-09-05", sale("D2", "D", 2_000n));
  expect(await clear("2026-09-05")).toMatchObject({
    items: 3,
    carried: 0,
    grossMinor: "3000",
    refundMinor: "1000",
    feeMinor: "18",
  });
  await expectProven();
});

test("a share whose receiver is nobody is refused by name", async () => {
  await desk.db.ownerPool.query(
    `UPDATE merchants SET shares = '[{"merchantNo": "GHOST", "bps": 1}]' WHERE merchant_no = 'D'`,
  );
  expect(await refusalOf("2026-09-07")).toBe("share_receiver_unknown");
  await desk.db.ownerPool.query("UPDATE merchants SET shares = '[]' WHERE merchant_no = 'D'");
});

describe("however often", () => {
  test("ten at once make one batch", async () => {
    await pay(
      "2026-09-07",
      ...Array.from({ length: 20 }, (_, index) => sale(`T${index}`, "B", 10_000n + BigInt(index))),
    );
    const reports = await Promise.all(Array.from({ length: 10 }, () => clear("2026-09-07")));
    expect(
      new Set(reports.map(({ batchNo, contentHash, netMinor }) => `${batchNo} ${contentHash} ${netMinor}`)).size,
    ).toBe(1);
    expect(reports.filter((report) => !report.existed)).toHaveLength(1);
    expect(await batchesOn("2026-09-07")).toHaveLength(1);
    await expectProven();
  });

  const TABLES = [
    "clearing_terms",
    "clearing_costs",
    "clearing_items",
    "clearing_shares",
    "clearing_lines",
    "vouchers",
    "entries",
    "audit_events",
    "clearing_batches",
  ];
  test("one that dies on the way leaves nothing, and the next one clears it all", async () => {
    await pay(
      "2026-09-08",
      ...Array.from({ length: 10 }, (_, index) => sale(`K${index}`, "B", 777n * BigInt(index + 1))),
    );
    const income = await postedOf("6001");
    await desk.db.ownerPool.query(
      "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
    );
    await desk.db.ownerPool.query("ALTER FUNCTION die() SECURITY DEFINER");
    for (const table of TABLES) {
      await desk.db.ownerPool.query(
        `CREATE TRIGGER dies AFTER INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION die()`,
      );
      await expect(clear("2026-09-08"), table).rejects.toThrow();
      await desk.db.ownerPool.query(`DROP TRIGGER dies ON ${table}`);
      expect(await batchesOn("2026-09-08")).toEqual([]);
      expect(await postedOf("6001")).toBe(income);
    }
    const fees = Array.from(
      { length: 10 },
      (_, index) =>
        clearOrder(777n * BigInt(index + 1), { feeBps: 38, feeMinMinor: 0n, feeMaxMinor: null, shares: [] }).feeMinor,
    );
    expect(await clear("2026-09-08")).toMatchObject({
      items: 10,
      existed: false,
      grossMinor: `${777n * 55n}`,
      feeMinor: `${sumMinor(fees)}`,
    });
    expect(await postedOf("6001")).toBe(income + sumMinor(fees));
    await expectProven();
  });
});

const SHARES = {
  B: [
    { bps: 250, fixedMinor: 0n },
    { bps: 33, fixedMinor: 15n },
  ],
  C: [{ bps: 5_000, fixedMinor: 0n }],
  E: [
    { bps: 9_500, fixedMinor: 0n },
    { bps: 9_500, fixedMinor: 3n },
  ],
};
const TERMS: Record<"A" | "B" | "C" | "E", ClearingTerms> = {
  A: { feeBps: 60, feeMinMinor: 20n, feeMaxMinor: 900n, shares: [] },
  B: { feeBps: 38, feeMinMinor: 0n, feeMaxMinor: null, shares: SHARES.B },
  C: { feeBps: 100, feeMinMinor: 0n, feeMaxMinor: null, shares: SHARES.C },
  E: { feeBps: 100, feeMinMinor: 0n, feeMaxMinor: null, shares: SHARES.E },
};

/** Orders of many sizes over five days, refunded in parts on their day or later, and what the pure rule says of them. */
async function tradeAtRandom(
  random: Random,
): Promise<{ gross: bigint; refunded: bigint; fee: bigint; share: bigint; items: number }> {
  const told = { gross: 0n, refunded: 0n, fee: 0n, share: 0n, items: 0 };
  for (let index = 0; index < 150; index += 1) {
    const merchantNo = random.pick(["A", "B", "C", "E"] as const);
    const gross = BigInt(random.pick([1, 7, 33, 999, 12_345, 1_000_000]) + random.below(1_000));
    const day = 1 + random.below(5);
    const orderNo = `Z${index}`;
    await pay(`2026-10-0${day}`, sale(orderNo, merchantNo, gross));
    const cleared = clearOrder(gross, TERMS[merchantNo]);
    told.gross += gross;
    told.fee += cleared.feeMinor;
    told.share += sumMinor(cleared.shareMinors);
    told.items += 1;
    let beforeMinor = 0n;
    // E has nothing left to refund from. The day of a refund is never before that of its order, nor before the one of the refund before it.
    for (
      let on = merchantNo === "E" ? 6 : day;
      on <= 5 && beforeMinor < gross && random.once(2);
      on += 1 + random.below(2)
    ) {
      const left = gross - beforeMinor;
      const amountMinor = random.once(3) ? left : BigInt(1 + random.below(Number(left)));
      await refund(`2026-10-0${on}`, orderNo, amountMinor, `${orderNo}-${on}`);
      const back = giveBack(cleared, { beforeMinor, amountMinor }, merchantNo === "A" ? "NONE" : "PROPORTIONAL");
      told.fee -= back.feeMinor;
      told.share -= sumMinor(back.shareMinors);
      told.refunded += amountMinor;
      told.items += 1;
      beforeMinor += amountMinor;
    }
  }
  return told;
}

test("whatever is traded, the batches together are what the rule says, and the ledger is the batches", async () => {
  // Means of their own, so that nothing waits: what a refund leaves of an order may be less than its fee.
  await pay("2026-09-09", ...["A", "B", "C", "P1", "P2"].map((no) => sale(`MEANS-${no}`, no, 90_000_000n)));
  await clear("2026-09-09");
  const income = await postedOf("6001");
  const told = await tradeAtRandom(randomOf(20_261_001));
  const reports: ClearingReport[] = [];
  for (const day of [1, 2, 3, 4, 5]) reports.push(await clear(`2026-10-0${day}`));
  const sum = (key: "grossMinor" | "refundMinor" | "feeMinor" | "shareMinor" | "netMinor") =>
    sumMinor(reports.map((report) => BigInt(report[key])));
  expect(reports.map((report) => report.carried)).toEqual([0, 0, 0, 0, 0]);
  expect(reports.reduce((items, report) => items + report.items, 0)).toBe(told.items);
  expect([sum("grossMinor"), sum("refundMinor"), sum("feeMinor"), sum("shareMinor")]).toEqual([
    told.gross,
    told.refunded,
    told.fee,
    told.share,
  ]);
  expect(sum("netMinor")).toBe(told.gross - told.refunded - told.fee);
  expect((await postedOf("6001")) - income).toBe(told.fee);
  await expectProven();
});

test("what people book by hand on a pending account is in it, once, beside any channel", async () => {
  const merchant = await merchantOf("B");
  const draft = draftVoucher({
    event: "merchant_fee.returned",
    key: "by-hand",
    amounts: { fee: 25n },
    asset: "CNY",
    owner: { merchant },
    on: "2026-10-05",
    occurredAt: NOON,
    objectType: "adjustment",
    objectNo: "AJ1",
  });
  accepted(
    await transact("test.adjust", asSystem(), {}, async (tx) => accept((await postVouchers(tx, [draft])).length)),
  );
  const settled = { items: 1, grossMinor: "0", feeMinor: "0", adjustmentMinor: "25", netMinor: "25" };
  expect(await clear("2026-10-06")).toMatchObject(settled);
  // No request stands behind the voucher of this test, and the books say so; the clearing is proved.
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok).map((check) => check.name)).toEqual(["changed_by_request"]);
});
