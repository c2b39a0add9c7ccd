import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import type { PageDto } from "@/contracts/wire";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { setMerchants } from "@/server/commands/set-merchants";
import { findMerchant, listMerchantItems } from "@/server/queries/get-merchant";
import { findAccount, listAccounts, readChart } from "@/server/queries/list-accounts";
import { listEntries } from "@/server/queries/list-entries";
import { listMerchants } from "@/server/queries/list-merchants";
import { listOrders } from "@/server/queries/list-orders";
import { listPayeeAccounts } from "@/server/queries/list-payee-accounts";
import { listVouchers } from "@/server/queries/list-vouchers";
import { asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany, order, takeOrders } from "@/tests/small-company";

const EVERYTHING: Actor = { ...SYSTEM_ACTOR, roles: ["FINANCE_LEAD", "OPERATOR"] };
const OF_M1: Actor = { ...EVERYTHING, scope: ["M1"] };
const FIRST = { cursor: null, limit: 200 };

let db: TestDatabase;

beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
});
afterAll(() => db.drop());

/** Reads every page of a list; `between` does something while the reader is on its way. */
async function readAll<Row>(
  list: (page: { cursor: string | null; limit: number }) => Promise<PageDto<Row>>,
  limit: number,
  between: () => Promise<void> = async () => undefined,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await list({ cursor, limit });
    rows.push(...page.rows);
    if (page.nextCursor === null) return rows;
    cursor = page.nextCursor;
    await between();
  }
}

describe("paging gives every row once, whatever is written meanwhile", () => {
  it("merchants", async () => {
    const merchants = Array.from({ length: 23 }, (_, index) =>
      merchantInput.parse({ merchantNo: `P${String(index).padStart(3, "0")}`, name: `Page ${index}` }),
    );
    await setMerchants(asSystem(), { merchants });
    let born = 0;
    const rows = await readAll(
      (page) => listMerchants(EVERYTHING, { q: "P0" }, page),
      5,
      async () => {
        born += 1;
        const early = merchantInput.parse({ merchantNo: `P00-${born}`, name: "Late" });
        await setMerchants(asSystem(), { merchants: [early] });
      },
    );
    const nos = rows.map((row) => row.merchantNo);
    expect(new Set(nos).size).toBe(nos.length);
    expect(nos.filter((no) => /^P\d{3}$/.test(no))).toEqual(merchants.map((merchant) => merchant.merchantNo));
  });

  it("orders and the entries of an account that is posted to", async () => {
    await takeOrders(Array.from({ length: 17 }, (_, index) => order(`PG${100 + index}`, "M2", 100n)));
    let taken = 0;
    const another = async () => {
      taken += 1;
      await takeOrders([order(`PH${100 + taken}`, "M2", 100n)]);
    };
    const orders = await readAll((page) => listOrders(EVERYTHING, { merchant: "M2" }, page), 4, another);
    const orderNos = orders.map((row) => row.orderNo);
    expect(new Set(orderNos).size).toBe(orderNos.length);
    expect(orderNos.filter((no) => no.startsWith("PG"))).toHaveLength(17);

    const before = await readAll((page) => listEntries(EVERYTHING, { account: "M2-PENDING" }, page), 200);
    const entries = await readAll((page) => listEntries(EVERYTHING, { account: "M2-PENDING" }, page), 4, another);
    expect(entries).toEqual(before);
    expect(entries.map((entry) => Number(entry.accountSeq))).toEqual(entries.map((_, index) => entries.length - index));
  });

  it("every balance goes on where the last one ended", async () => {
    const entries = await readAll((page) => listEntries(EVERYTHING, { account: "1122-wechat" }, page), 3);
    expect(entries.length).toBeGreaterThan(4);
    for (const [index, entry] of entries.entries()) {
      const earlier = entries[index + 1];
      expect(entry.beforeMinor).toBe(earlier?.afterMinor ?? "0");
    }
    expect(entries[0]?.afterMinor).toBe((await findAccount(EVERYTHING, "1122-wechat"))?.postedMinor);
  });
});

describe("merchants", () => {
  it("are found by the beginning of number or name, whatever its case, with balances and open items", async () => {
    const { rows, count } = await listMerchants(EVERYTHING, { q: "lantern b" }, FIRST);
    expect(count).toEqual({ value: 1, capped: false });
    expect(rows).toEqual([
      {
        merchantNo: "M1",
        name: "Lantern Books",
        isTest: false,
        settlementCycle: "T+1",
        openItems: 0,
        available: {
          PENDING: [{ amountMinor: "3500", asset: "CNY" }],
          SETTLEMENT: [{ amountMinor: "0", asset: "CNY" }],
          MARKETING: [{ amountMinor: "300", asset: "CNY" }],
          DEPOSIT: [{ amountMinor: "0", asset: "CNY" }],
        },
      },
    ]);
  });

  it("a % in the text is a %", async () => {
    expect((await listMerchants(EVERYTHING, { q: "%" }, FIRST)).rows).toEqual([]);
  });

  it("can be narrowed to test merchants, and to those with something open", async () => {
    const tests = await listMerchants(EVERYTHING, { kind: "test" }, FIRST);
    expect(tests.rows.map((row) => row.merchantNo)).toEqual(["MTEST"]);
    const open = await listMerchants(EVERYTHING, { suspense: "open" }, FIRST);
    expect(open.rows.map((row) => [row.merchantNo, row.openItems])).toEqual([["M2", 1]]);
    const items = await listMerchantItems(EVERYTHING, "M2");
    expect(items).toMatchObject([{ kind: "SHORT", amountMinor: "5000", orderNo: "O2", channel: "wechat" }]);
  });

  it("show a payee without what would let somebody pay to it", async () => {
    const merchant = await findMerchant(EVERYTHING, "M1");
    const payees = await listPayeeAccounts(EVERYTHING, "M1");
    expect(payees.accounts).toMatchObject([{ holder: "张**", bank: "ICBC", maskedNo: "**** 5678", state: "PAID_TO" }]);
    expect(merchant?.accounts.map((account) => account.accountNo)).toEqual([
      "M1-PENDING",
      "M1-SETTLEMENT",
      "M1-MARKETING",
      "M1-DEPOSIT",
    ]);
  });
});

describe("orders", () => {
  it.each(["O1", "T-O1", "R1", "CR1"])("are found by %s", async (no) => {
    const { rows } = await listOrders(EVERYTHING, { no }, FIRST);
    expect(rows).toMatchObject([{ orderNo: "O1", dueMinor: "10000", paidMinor: "9500", refundedMinor: "6000" }]);
  });

  it("can be narrowed by status, channel and day; an unknown channel has none", async () => {
    const unpaid = await listOrders(EVERYTHING, { status: "CREATED" }, FIRST);
    expect(unpaid.rows.map((row) => row.orderNo)).toEqual(["O3"]);
    const day = await listOrders(EVERYTHING, { channel: "wechat", from: "2026-11-20", to: "2026-11-20" }, FIRST);
    expect(day.rows).toEqual([]);
    expect((await listOrders(EVERYTHING, { channel: "nobody" }, FIRST)).rows).toEqual([]);
  });
});

describe("the ledger", () => {
  it("has a chart whose parents sum their children and whose sides are equal", async () => {
    const chart = await readChart(EVERYTHING);
    const [total] = chart.totals;
    expect(total?.debitMinor).toBe(total?.creditMinor);
    const balanceOf = (code: string) =>
      BigInt(chart.subjects.find((subject) => subject.code === code)?.balances[0]?.balanceMinor ?? "0");
    const children = ["2202.01", "2202.02", "2202.03", "2202.04", "2202.09"].map(balanceOf);
    expect(balanceOf("2202")).toBe(children.reduce((sum, balance) => sum + balance, 0n));
  });

  it("lists vouchers by their own number and by what they are about", async () => {
    const [capture] = (await listVouchers(EVERYTHING, { no: "O1" }, FIRST)).rows;
    expect(capture).toMatchObject({ event: "order.captured", totals: [{ amountMinor: "10000", asset: "CNY" }] });
    const again = await listVouchers(EVERYTHING, { no: capture?.voucherNo }, FIRST);
    expect(again.rows).toEqual([capture]);
    const events = await listVouchers(EVERYTHING, { event: "refund.succeeded" }, FIRST);
    expect(events.rows.map((row) => row.objectNo)).toEqual(["R1"]);
  });
});

describe("somebody with one merchant sees that merchant's world", () => {
  it("in every list", async () => {
    const merchants = await listMerchants(OF_M1, {}, FIRST);
    expect(merchants.rows.map((row) => row.merchantNo)).toEqual(["M1"]);
    expect(await findMerchant(OF_M1, "M2")).toBeNull();
    expect(await listMerchantItems(OF_M1, "M2")).toEqual([]);
    const orders = await listOrders(OF_M1, {}, FIRST);
    expect(new Set(orders.rows.map((row) => row.merchantNo))).toEqual(new Set(["M1"]));
    expect((await listOrders(OF_M1, { no: "O2" }, FIRST)).rows).toEqual([]);
    expect((await listEntries(OF_M1, { account: "M2-PENDING" }, FIRST)).rows).toEqual([]);
    expect((await listEntries(OF_M1, { account: "1122-wechat" }, FIRST)).rows).toEqual([]);
    expect((await listEntries(OF_M1, { account: "M1-PENDING" }, FIRST)).rows.length).toBeGreaterThan(0);
    const accounts = await listAccounts(OF_M1, {}, FIRST);
    expect(accounts.rows.every((row) => row.ownerNo === "M1")).toBe(true);
    expect(await findAccount(OF_M1, "1122-wechat")).toBeNull();
    expect((await readChart(OF_M1)).isWhole).toBe(false);
    const vouchers = await listVouchers(OF_M1, {}, FIRST);
    expect(vouchers.rows.map((row) => row.objectNo).sort()).toEqual(["O1", "R1", "R1"]);
  });
});
