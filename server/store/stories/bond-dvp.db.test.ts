import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatAmount } from "@/core/money/format-money";
import { expireDueHolds, isNotHeld } from "@/server/store/holds";
import { draftVoucher } from "@/server/store/post-vouchers";
import { reader } from "@/server/transact";
import {
  about,
  act,
  BANK,
  balancesOf,
  momentOf,
  openStory,
  partyOf,
  post,
  proveStory,
  type StoryDesk,
} from "@/tests/story-desk";
import { capture, freeze, holdOf } from "@/tests/story-holds";

/** 券款对付: Sol sells bonds to Bea. Bonds are frozen, money arrives, both change hands at once; or time runs out. */
const BOND = "240011.IB";
const SOLD = 300_000_000n;
const PRICE = 301_234_500n;
let desk: StoryDesk;
beforeAll(async () => {
  desk = await openStory("sol", "bea");
  expect(await post(deposited(500_000_000n))).toBe("done");
});
afterAll(() => desk.db.drop());

const deposited = (quantity: bigint) =>
  draftVoucher({
    ...about("CUSTODY1", 0, "deposited"),
    event: "bond.deposited",
    amounts: { quantity },
    asset: { bond: BOND },
    owner: {},
    parties: { holder: partyOf(desk, "sol") },
  });
const withdrawn = (no: string, quantity: bigint) =>
  draftVoucher({
    ...about(no, 0, "withdrawn"),
    event: "bond.withdrawn",
    amounts: { quantity },
    asset: { bond: BOND },
    owner: {},
    parties: { holder: partyOf(desk, "sol") },
  });
const arrived = (trade: string) =>
  draftVoucher({
    ...about(trade, 0, "money_arrived"),
    event: "bond.money_arrived",
    amounts: { price: PRICE },
    asset: "CNY",
    owner: BANK,
    parties: { buyer: partyOf(desk, "bea") },
  });
const settled = (trade: string, quantity: bigint) =>
  draftVoucher({
    ...about(trade, 0, "settled"),
    event: "bond.settled",
    amounts: { quantity, price: PRICE },
    asset: { bond: BOND, cash: "CNY" },
    owner: {},
    parties: { seller: partyOf(desk, "sol"), buyer: partyOf(desk, "bea") },
  });
const returned = (trade: string) =>
  draftVoucher({
    ...about(trade, 0, "money_returned"),
    event: "bond.money_returned",
    amounts: { price: PRICE },
    asset: "CNY",
    owner: {},
    parties: { buyer: partyOf(desk, "bea") },
  });
const frozen = (trade: string, quantity = SOLD) =>
  act((tx) =>
    freeze(
      tx,
      trade,
      { place: "SECURITIES", asset: BOND, owner: { merchant: partyOf(desk, "sol") } },
      quantity,
      momentOf(0, "16:00:00"),
    ),
  );
const settle = (trade: string, quantity = SOLD) => act((tx) => capture(tx, settled(trade, quantity), quantity));

const ACCOUNTS = [
  `SOL-SECURITIES-${BOND}`,
  `BEA-SECURITIES-${BOND}`,
  `1321.01-${BOND}`,
  "BEA-SECURITIES-MONEY",
  "SOL-SETTLEMENT",
  "BEA-SETTLEMENT",
] as const;
const start = { "SOL-SETTLEMENT": "0", "BEA-SETTLEMENT": "0", [`1321.01-${BOND}`]: "500000000" };

describe("a trade that settles", () => {
  it("freezes the bonds: nobody takes them away, and no second trade sells them", async () => {
    expect(await frozen("TRADE1")).toBe("done");
    expect(await post(withdrawn("OUT1", 200_000_001n))).toBe("balance_insufficient");
    expect(await frozen("TRADE9", 200_000_001n)).toBe("balance_insufficient");
    expect(await balancesOf(...ACCOUNTS)).toEqual({
      ...start,
      [`SOL-SECURITIES-${BOND}`]: "500000000 (300000000 frozen)",
    });
  });

  it("does not move the bonds while the money is not there: neither leg, and the hold stands", async () => {
    expect(await settle("TRADE1")).toBe("balance_insufficient");
    expect(await holdOf("TRADE1")).toMatchObject({ status: "ACTIVE" });
    expect(await balancesOf(...ACCOUNTS)).toEqual({
      ...start,
      [`SOL-SECURITIES-${BOND}`]: "500000000 (300000000 frozen)",
    });
  });

  it("moves both legs in one voucher once the money has arrived, however often it is told to", async () => {
    expect(await post(arrived("TRADE1"))).toBe("done");
    const told = await Promise.all([settle("TRADE1"), settle("TRADE1"), settle("TRADE1")]);
    expect(told).toEqual(["done", "done", "done"]);
    expect(await holdOf("TRADE1")).toMatchObject({ status: "CAPTURED" });
    const vouchers = await reader.query<{ assets: string; version: number }>(
      `SELECT string_agg(e.side || ' ' || e.asset, ', ' ORDER BY e.line_no) AS assets, v.catalogue_version AS version
       FROM vouchers v JOIN entries e ON e.voucher_id = v.id WHERE v.event = 'bond.settled' GROUP BY v.id`,
    );
    expect(vouchers).toEqual([{ assets: `DEBIT ${BOND}, CREDIT ${BOND}, DEBIT CNY, CREDIT CNY`, version: 1 }]);
    expect(await balancesOf(...ACCOUNTS)).toEqual({
      ...start,
      [`SOL-SECURITIES-${BOND}`]: "200000000",
      [`BEA-SECURITIES-${BOND}`]: "300000000",
      "BEA-SECURITIES-MONEY": "0",
      "SOL-SETTLEMENT": "301234500",
    });
    expect(formatAmount(SOLD, BOND, "en")).toBe("300.000000");
    expect(await proveStory(0)).toEqual({ faults: [], balanced: ["CNY", BOND] });
  });
});

describe("a trade that runs out of time", () => {
  it("releases the bonds and gives the money back; what comes too late moves nothing", async () => {
    const rest = 200_000_000n;
    expect(await frozen("TRADE2", rest)).toBe("done");
    expect(await post(withdrawn("OUT2", 1n))).toBe("balance_insufficient");
    expect(await post(arrived("TRADE2"))).toBe("done");
    expect(await act(expireDueHolds, momentOf(0, "15:59:59"))).toBe("done");
    expect(await holdOf("TRADE2")).toMatchObject({ status: "ACTIVE" });
    expect(await act(expireDueHolds, momentOf(0, "16:00:00"))).toBe("done");
    expect(await holdOf("TRADE2")).toMatchObject({ status: "EXPIRED" });
    await expect(settle("TRADE2", rest)).rejects.toSatisfy(isNotHeld);
    expect(await post(returned("TRADE2"))).toBe("done");
    expect(await post(withdrawn("OUT2", rest))).toBe("done");
    expect(await balancesOf(...ACCOUNTS)).toEqual({
      [`1321.01-${BOND}`]: "300000000",
      [`SOL-SECURITIES-${BOND}`]: "0",
      [`BEA-SECURITIES-${BOND}`]: "300000000",
      "BEA-SECURITIES-MONEY": "0",
      "SOL-SETTLEMENT": "301234500",
      "BEA-SETTLEMENT": "301234500",
    });
    expect(await proveStory(0)).toEqual({ faults: [], balanced: ["CNY", BOND] });
  });
});
