import { describe, expect, it } from "vitest";
import { type OffsetSide, offsetSigns, orderSigns, type PairSide, pairSigns } from "./candidate-signs";

describe("what speaks for an order", () => {
  const payment = { number: "ORD20261119001-2", tradeNo: "4200", paidOn: "2026-11-19" };
  it.each([
    [{ orderNo: "ORD20261119001", channelTradeNo: null, orderedOn: "2026-11-18" }, ["NUMBER_CONTAINED"]],
    [{ orderNo: "ORD20261119001-21", channelTradeNo: null, orderedOn: "2026-11-18" }, ["NUMBER_CONTAINED"]],
    [{ orderNo: "ZZZ", channelTradeNo: "4200", orderedOn: "2026-11-19" }, ["SAME_TRADE_NO", "SAME_DAY"]],
    [{ orderNo: "ORD2026", channelTradeNo: "4201", orderedOn: "2026-11-18" }, []],
    [{ orderNo: "ORD20261119002", channelTradeNo: null, orderedOn: "2026-11-20" }, []],
  ])("%j has %j", (order, signs) => {
    expect(orderSigns(payment, order)).toEqual(signs);
  });

  it("two numbers that are missing are not the same number", () => {
    expect(orderSigns({ ...payment, tradeNo: null }, { orderNo: "Z", channelTradeNo: null, orderedOn: "x" })).toEqual(
      [],
    );
  });
});

describe("what speaks for an offset", () => {
  const item: OffsetSide = {
    orderNo: "O1",
    matchKey: "O1",
    channelTradeNo: "T1",
    merchantNo: "M1",
    openedOn: "2026-11-19",
  };
  const far: OffsetSide = {
    orderNo: null,
    matchKey: "K9",
    channelTradeNo: null,
    merchantNo: null,
    openedOn: "2026-11-10",
  };
  it.each<[Partial<OffsetSide>, string[]]>([
    [{}, []],
    [{ matchKey: "O1" }, ["SAME_ORDER"]],
    [{ orderNo: "O1" }, ["SAME_ORDER"]],
    [{ channelTradeNo: "T1" }, ["SAME_TRADE_NO"]],
    [{ merchantNo: "M1", openedOn: "2026-11-22" }, ["SAME_MERCHANT", "NEAR_IN_TIME"]],
    [{ openedOn: "2026-11-16" }, ["NEAR_IN_TIME"]],
    [{ openedOn: "2026-11-23" }, []],
  ])("%j has %j", (more, signs) => {
    expect(offsetSigns(item, { ...far, ...more })).toEqual(signs);
    expect(offsetSigns({ ...far, ...more }, item)).toEqual(signs);
  });
});

describe("what speaks for a pair", () => {
  const item: PairSide = {
    matchKey: "ORD20261119001-2",
    channelTradeNo: "T1",
    amountMinor: 900n,
    openedOn: "2026-11-19",
  };
  const far: PairSide = { matchKey: "ZZZ", channelTradeNo: null, amountMinor: 1n, openedOn: "2026-11-01" };
  it.each<[string, Partial<PairSide>, string[]]>([
    ["nothing", {}, []],
    ["an amount and a day alone say nothing", { amountMinor: 900n, openedOn: "2026-11-19" }, []],
    ["the channel's number", { channelTradeNo: "T1" }, ["SAME_TRADE_NO"]],
    ["a number inside the other", { matchKey: "ORD20261119001" }, ["NUMBER_CONTAINED"]],
    ["one number in the other's place", { matchKey: "T1" }, ["NUMBERS_CROSSED"]],
    [
      "all of it",
      { matchKey: "ORD20261119001", channelTradeNo: "T1", amountMinor: 900n, openedOn: "2026-11-20" },
      ["SAME_TRADE_NO", "NUMBER_CONTAINED", "SAME_AMOUNT", "NEAR_IN_TIME"],
    ],
  ])("%s", (_, more, signs) => {
    expect(pairSigns(item, { ...far, ...more })).toEqual(signs);
    expect(pairSigns({ ...far, ...more }, item)).toEqual(signs);
  });
});
