import { expect, test } from "vitest";
import { sumMinor } from "@/core/money/money";
import { buildDemoCompany } from "./demo-company";
import { marketingNeedsOf } from "./demo-funding";
import type { OrderLine } from "./demo-types";

const company = buildDemoCompany({
  seed: 11,
  days: ["2026-11-16", "2026-11-17", "2026-11-18"],
  merchants: 60,
  ordersPerDay: 1500,
});
const lines = company.days.flatMap((day) => day.orders);
const orders = lines.filter((line): line is Extract<OrderLine, { type: "order" }> => line.type === "order");
const refunds = lines.filter((line): line is Extract<OrderLine, { type: "refund" }> => line.type === "refund");

test("legs add up to what is due", () => {
  for (const order of orders) {
    expect(`${sumMinor(order.legs.map((leg) => BigInt(leg.amountMinor)))}`).toBe(order.dueMinor);
  }
});

test("paid orders and succeeded refunds say when, the others don't", () => {
  for (const order of orders) expect(order.paidAt !== undefined).toBe(order.status === "PAID");
  for (const refund of refunds) expect(refund.succeededAt !== undefined).toBe(refund.status === "SUCCEEDED");
});

test("a record stands under the day on which it happened, in the order of time", () => {
  for (const { date, orders: ofDay } of company.days) {
    const times = ofDay.map((line) => (line.type === "order" ? line.paidAt : line.succeededAt) ?? line.createdAt ?? "");
    expect(times.every((time) => time.startsWith(date))).toBe(true);
    expect(times).toEqual([...times].sort());
  }
});

test("an order is never refunded by more than it paid, and some end at exactly that after several refunds", () => {
  const dueOf = new Map(orders.map((order) => [order.orderNo, BigInt(order.dueMinor)]));
  const refundsOf = new Map<string, bigint[]>();
  for (const refund of refunds) {
    if (refund.status === "FAILED") continue;
    refundsOf.set(refund.orderNo, [...(refundsOf.get(refund.orderNo) ?? []), BigInt(refund.amountMinor)]);
  }
  const ends = [...refundsOf].map(([orderNo, amounts]) => {
    const leftMinor = (dueOf.get(orderNo) ?? 0n) - sumMinor(amounts);
    expect(leftMinor).toBeGreaterThanOrEqual(0n);
    return { leftMinor, times: amounts.length };
  });
  expect(ends.some(({ leftMinor, times }) => leftMinor === 0n && times > 1)).toBe(true);
  expect(ends.some(({ leftMinor }) => leftMinor > 0n)).toBe(true);
});

test("there are unpaid orders, orders paid by coupons alone, and both funders", () => {
  expect(new Set(orders.map((order) => order.status))).toEqual(new Set(["PAID", "CREATED", "CLOSED", "UNKNOWN"]));
  const funders = orders.flatMap((order) =>
    order.legs.map((leg) => (leg.kind === "marketing" ? leg.funder : "channel")),
  );
  expect(new Set(funders)).toEqual(new Set(["channel", "merchant", "platform"]));
  const byCouponAlone = orders.filter((order) => order.legs.every((leg) => leg.kind === "marketing"));
  expect(byCouponAlone.length).toBeGreaterThan(0);
  expect(byCouponAlone.length).toBeLessThan(orders.length / 100);
});

test("the marketing accounts need what the coupons of all orders come to", () => {
  const { platformMinor, merchants } = marketingNeedsOf(company);
  const coupons = orders.flatMap((order) => order.legs.filter((leg) => leg.kind === "marketing"));
  const needed = platformMinor + sumMinor(merchants.map((merchant) => merchant.amountMinor));
  expect(needed).toBe(sumMinor(coupons.map((leg) => BigInt(leg.amountMinor))));
  expect(platformMinor).toBeGreaterThan(0n);
  expect(merchants.length).toBeGreaterThan(10);
});

test("merchants have their own names, share with merchants that exist, and two of them are for tests", () => {
  const { merchants } = company;
  expect(new Set(merchants.map((merchant) => merchant.name)).size).toBe(merchants.length);
  const numbers = new Set(merchants.map((merchant) => merchant.merchantNo));
  const partners = merchants.flatMap((merchant) => merchant.shares.map((share) => share.merchantNo));
  expect(partners.length).toBeGreaterThan(0);
  expect(partners.every((partner) => numbers.has(partner))).toBe(true);
  expect(merchants.filter((merchant) => merchant.test).length).toBe(2);
});

test("names stay apart also beyond the table of names", () => {
  const many = buildDemoCompany({ seed: 1, days: ["2026-11-16", "2026-11-17"], merchants: 1200, ordersPerDay: 10 });
  expect(new Set(many.merchants.map((merchant) => merchant.name)).size).toBe(1200);
});
