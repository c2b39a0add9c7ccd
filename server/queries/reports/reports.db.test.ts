import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clearingItemFilters } from "@/contracts/clearing-views";
import { merchantInput } from "@/contracts/merchants";
import type { ReportTable } from "@/contracts/report-views";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { runClearing } from "@/server/commands/run-clearing";
import { setMerchants } from "@/server/commands/set-merchants";
import { listClearingItems } from "@/server/queries/clearing/list-clearing-items";
import { chooseRange } from "@/server/reports/choose-range";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, type Desk, openDesk, orderLine, reconcileDay } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";
import { readChannelCost } from "./channel-cost";
import { readChannelProfit } from "./channel-profit";
import { readSuspenseMovement } from "./suspense-movement";

/** Two days: one with an order that agrees, one that was charged too much, one that only we have and one that only the channel has. */
let desk: Desk;
let first = "";
let second = "";
beforeAll(async () => {
  desk = await openDesk();
  accepted(
    await setMerchants(asSystem(), {
      merchants: [merchantInput.parse({ merchantNo: "M1", name: "Shop", feeBps: 100 })],
    }),
  );
  first = await reconcileDay({
    orders: [
      { orderNo: "R-1", cashMinor: 10_000n },
      { orderNo: "R-2", cashMinor: 20_000n },
      { orderNo: "R-short", cashMinor: 5_000n },
    ],
    lines: [
      { orderNo: "R-1", amountMinor: 10_000n },
      { orderNo: "R-2", amountMinor: 20_000n, feeMinor: 150n },
      { orderNo: "R-long", amountMinor: 700n },
    ],
  });
  second = await reconcileDay({
    lines: [
      { orderNo: "R-short", amountMinor: 5_000n },
      { orderNo: "R-long-2", amountMinor: 300n },
    ],
  });
  for (const date of [first, second]) accepted(await runClearing(asSystem(), { date }));
});
afterAll(() => desk.db.drop());

const both = () => ({ from: first, to: second, channel: null });
const only = (tables: readonly ReportTable[]): ReportTable => {
  expect(tables.map(({ asset }) => asset)).toEqual(["CNY"]);
  const [table] = tables;
  if (!table) throw new Error("there is a table");
  return table;
};
const valuesOf = ({ rows }: ReportTable, ...columns: string[]) =>
  rows.map((row) => columns.map((column) => row.cells[column]?.value ?? null));

describe("channel cost", () => {
  test("is what was charged beside the contract, and the drift between them", async () => {
    const table = only(await readChannelCost(both()));
    // 0.60% by contract of 10,000, 20,000, 700, 5,000 and 300; 30 too much on the second.
    expect(valuesOf(table, "lines", "base", "contract", "charged", "drift")).toEqual([
      ["5", "36000", "216", "246", "30"],
    ]);
    expect(table.total).toMatchObject({ drift: "30", contractRate: "60000", rate: "68333" });
  });

  test("is what the books have, where the channel keeps its price", async () => {
    const table = only(await readChannelCost(both()));
    expect(BigInt(table.total.booked ?? "0")).toBe(await postedOf("6401-wechat"));
    expect(table.rows[0]?.cells.booked?.href).toContain("account=6401-wechat");
  });

  test("of one channel is told by day, each with its batch", async () => {
    const { rows } = only(await readChannelCost({ ...both(), channel: "wechat" }));
    expect(rows.map(({ label, href }) => [label, href?.startsWith("/reconciliation/")])).toEqual([
      [first, true],
      [second, true],
    ]);
    expect(rows.map(({ cells }) => cells.drift?.value)).toEqual(["30", "0"]);
  });
});

describe("profit by channel", () => {
  test("is fees less cost of what was cleared, with its margin", async () => {
    const table = only(await readChannelProfit(both()));
    expect(valuesOf(table, "items", "gross", "fee", "cost", "profit", "margin")).toEqual([
      ["3", "35000", "350", "210", "140", "40000"],
    ]);
    expect(await postedOf("6001")).toBe(350n);
  });

  test("each figure of a channel's day leads to the items that it is the sum of, one of several days to the channel's days", async () => {
    const range = { ...both(), channel: "wechat" };
    for (const { cells } of only(await readChannelProfit(range)).rows) {
      for (const { value, href } of ["gross", "fee", "cost"].map((id) => cells[id] ?? { value: null, href: null })) {
        const url = new URL(href ?? "", "http://desk");
        const { tab: _, ...filters } = Object.fromEntries(url.searchParams);
        const question = clearingItemFilters.parse({ ...filters, batch: url.pathname.split("/").at(-1) });
        const items = await listClearingItems(SYSTEM_ACTOR, question, { cursor: null, limit: 100 });
        expect(`${items.rows.reduce((sum, row) => sum + BigInt(row.amountMinor), 0n)}`).toBe(value);
      }
    }
    const [row] = only(await readChannelProfit(both())).rows;
    expect(row?.cells.fee?.href).toBe(`/reports/channel-profit?from=${first}&to=${second}&channel=wechat`);
  });

  test("of what no channel carried leads to its days, and they to their items", async () => {
    const third = await reconcileDay({});
    const paid = orderLine({ orderNo: "R-coupon", cashMinor: 0n, platformCoupon: 900n }, third);
    await takeOrders([{ ...paid, legs: [{ kind: "marketing", funder: "platform", amountMinor: "900" }] }]);
    accepted(await runClearing(asSystem(), { date: third }));
    const [row] = only(await readChannelProfit({ from: third, to: third, channel: null })).rows;
    expect(row?.label).toBe("");
    const channel = new URL(row?.href ?? "", "http://desk").searchParams.get("channel");
    const [day] = only(await readChannelProfit({ from: third, to: third, channel })).rows;
    expect(day?.label).toBe(third);
    const { tab: _, ...filters } = Object.fromEntries(
      new URL(day?.cells.gross?.href ?? "", "http://desk").searchParams,
    );
    const question = clearingItemFilters.parse({ ...filters, batch: day?.href?.split("/").at(-1) });
    const items = await listClearingItems(SYSTEM_ACTOR, question, { cursor: null, limit: 100 });
    expect(items.rows.map(({ objectNo, amountMinor }) => [objectNo, amountMinor])).toEqual([["R-coupon", "900"]]);
  });

  test("leaves out what is not within the days", async () => {
    expect(await readChannelProfit({ from: "2026-09-01", to: "2026-09-30", channel: null })).toEqual([]);
  });
});

describe("suspense movement", () => {
  test("opening + new − cleared = closing, which is what the accounts hold", async () => {
    const table = only(await readSuspenseMovement(both()));
    expect(table.rows.map(({ direction }) => direction)).toEqual(["LONG", "SHORT"]);
    expect(valuesOf(table, "opening", "opened", "cleared", "closing", "openItems")).toEqual([
      ["0", "1000", "0", "1000", "2"],
      ["0", "5030", "5000", "30", "1"],
    ]);
    expect(await postedOf("2241-wechat")).toBe(1_000n);
    expect(await postedOf("1901-wechat")).toBe(30n);
  });

  test("the second day begins where the first ended", async () => {
    const { rows, ...rest } = only(await readSuspenseMovement({ ...both(), channel: "wechat" }));
    const longs = { ...rest, rows: rows.filter(({ direction }) => direction === "LONG") };
    expect(longs.rows.map(({ label }) => label)).toEqual([first, second]);
    expect(valuesOf(longs, "opening", "opened", "cleared", "closing")).toEqual([
      ["0", "700", "0", "700"],
      ["700", "300", "0", "1000"],
    ]);
    const later = only(await readSuspenseMovement({ from: second, to: second, channel: null }));
    expect(valuesOf(later, "opening", "closing")).toEqual([
      ["700", "1000"],
      ["30", "30"],
    ]);
  });
});

test.each([
  [{}, { from: "2026-11-01", to: "2026-11-20", isAsked: true }],
  [{ to: "2026-10-15" }, { from: "2026-10-01", to: "2026-10-15", isAsked: true }],
  [
    { from: "2026-10-02", to: "2026-10-01" },
    { from: "2026-11-01", to: "2026-11-20", isAsked: false },
  ],
  [
    { from: "2025-01-01", to: "2026-11-01" },
    { from: "2026-11-01", to: "2026-11-20", isAsked: false },
  ],
])("days as asked, this month's otherwise: %j", (asked, range) => {
  expect(chooseRange(asked, "2026-11-20")).toEqual(range);
});
