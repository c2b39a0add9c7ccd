import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatAmount } from "@/core/money/format-money";
import { draftVoucher } from "@/server/store/post-vouchers";
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
import { capture, freeze } from "@/tests/story-holds";

/** 基金销售: Ina subscribes on T; on T+1 the fund confirms a part of it, in shares of four decimals; later she redeems. */
const FUND = "000831.OF";
let desk: StoryDesk;
beforeAll(async () => {
  desk = await openStory("ina", "fund");
  const inPaid = draftVoucher({
    ...about("IN1", 0, "topped_up"),
    event: "settlement.topped_up",
    amounts: { amount: 1_200_000n },
    asset: "CNY",
    owner: { ...BANK, merchant: partyOf(desk, "ina") },
  });
  expect(await post(inPaid)).toBe("done");
});
afterAll(() => desk.db.drop());

const parties = () => ({ investor: partyOf(desk, "ina"), fund: partyOf(desk, "fund") });
const subscribed = (no: string, amount: bigint) =>
  draftVoucher({
    ...about(no, 0, "subscribed"),
    event: "fund.subscribed",
    amounts: { subscribed: amount },
    asset: "CNY",
    owner: {},
    parties: { investor: partyOf(desk, "ina") },
  });
const confirmed = (no: string, amounts: { subscribed: bigint; confirmed: bigint; returned: bigint; shares: bigint }) =>
  draftVoucher({
    ...about(no, 1, "subscription_confirmed"),
    event: "fund.subscription_confirmed",
    amounts,
    asset: { cash: "CNY", fund: FUND },
    owner: {},
    parties: parties(),
  });

describe("a subscription", () => {
  it("takes the money on T, which nothing else can use while the fund has not confirmed", async () => {
    expect(await post(subscribed("SUB1", 1_000_000n))).toBe("done");
    expect(await post(subscribed("SUB2", 200_001n))).toBe("balance_insufficient");
    expect(await balancesOf("INA-SETTLEMENT", "INA-SUBSCRIPTION")).toEqual({
      "INA-SETTLEMENT": "200000",
      "INA-SUBSCRIPTION": "1000000",
    });
    expect(await proveStory(0)).toEqual({ faults: [], balanced: ["CNY"] });
  });

  it("is confirmed in part on T+1: shares for what the fund took, the rest back, in one voucher of two assets", async () => {
    const part = { subscribed: 1_000_000n, confirmed: 600_000n, returned: 400_000n, shares: 56_872_038n };
    await expect(post(confirmed("SUB1", { ...part, returned: 399_999n }))).rejects.toThrow(/does not balance in cash/);
    expect(await post(confirmed("SUB1", part))).toBe("done");
    expect(await post(confirmed("SUB1", part))).toBe("done");
    expect(
      await balancesOf(
        "INA-SETTLEMENT",
        "INA-SUBSCRIPTION",
        "FUND-FUND-PAYABLE",
        `INA-FUND-SHARES-${FUND}`,
        `1321.02-${FUND}`,
      ),
    ).toEqual({
      "INA-SETTLEMENT": "600000",
      "INA-SUBSCRIPTION": "0",
      "FUND-FUND-PAYABLE": "600000",
      [`INA-FUND-SHARES-${FUND}`]: "56872038",
      [`1321.02-${FUND}`]: "56872038",
    });
    expect(formatAmount(56_872_038n, FUND, "en")).toBe("5,687.2038");
    expect(await proveStory(1)).toEqual({ faults: [], balanced: ["CNY", FUND] });
  });

  it("is paid to the fund from the reserve bank account", async () => {
    const paid = draftVoucher({
      ...about("SUB1", 2, "paid"),
      event: "fund.paid",
      amounts: { amount: 600_000n },
      asset: "CNY",
      owner: BANK,
      parties: { fund: partyOf(desk, "fund") },
    });
    expect(await post(paid)).toBe("done");
    expect(await balancesOf("FUND-FUND-PAYABLE", "1002-reserve")).toEqual({
      "FUND-FUND-PAYABLE": "0",
      "1002-reserve": "600000",
    });
    expect(await proveStory(2)).toEqual({ faults: [], balanced: ["CNY", FUND] });
  });

  it("names each asset for what it is: shares are no money, and no account takes the other kind", async () => {
    const wrong = { ...confirmed("SUB3", { subscribed: 1n, confirmed: 1n, returned: 0n, shares: 1n }) };
    await expect(post({ ...wrong, asset: { cash: "CNY", fund: "CNY" } })).rejects.toThrow(/cannot hold CNY/);
    await expect(post({ ...wrong, asset: { cash: FUND, fund: FUND } })).rejects.toThrow(/cannot hold 000831.OF/);
    await expect(post({ ...wrong, asset: "CNY" })).rejects.toThrow(/needs the asset "cash"/);
    await expect(post({ ...wrong, parties: {} })).rejects.toThrow(/needs to know investor/);
  });
});

describe("a redemption", () => {
  const SHARES = `INA-FUND-SHARES-${FUND}`;
  const redeemed = (shares: bigint) =>
    draftVoucher({
      ...about("RED1", 6, "redemption_confirmed"),
      event: "fund.redemption_confirmed",
      amounts: { shares, proceeds: 213_160n },
      asset: { cash: "CNY", fund: FUND },
      owner: {},
      parties: parties(),
    });
  const frozen = (no: string, shares: bigint) =>
    act((tx) =>
      freeze(
        tx,
        no,
        { place: "FUND_SHARES", asset: FUND, owner: { merchant: partyOf(desk, "ina") } },
        shares,
        momentOf(10, "15:00:00"),
      ),
    );

  it("freezes the shares, so that none is redeemed twice", async () => {
    expect(await frozen("RED1", 20_000_000n)).toBe("done");
    expect(await frozen("RED2", 36_872_039n)).toBe("balance_insufficient");
    expect(await balancesOf(SHARES)).toEqual({ [SHARES]: "56872038 (20000000 frozen)" });
  });

  it("is confirmed in money a day later, and paid when the fund has paid", async () => {
    expect(await act((tx) => capture(tx, redeemed(20_000_000n), 20_000_000n))).toBe("done");
    expect(await balancesOf(SHARES, "INA-REDEMPTION", "INA-SETTLEMENT")).toEqual({
      [SHARES]: "36872038",
      "INA-REDEMPTION": "213160",
      "INA-SETTLEMENT": "600000",
    });
    expect(await proveStory(6)).toEqual({ faults: [], balanced: ["CNY", FUND] });
    const paid = draftVoucher({
      ...about("RED1", 8, "redemption_paid"),
      event: "fund.redemption_paid",
      amounts: { proceeds: 213_160n },
      asset: "CNY",
      owner: BANK,
      parties: parties(),
    });
    expect(await post(paid)).toBe("done");
    expect(await balancesOf("INA-REDEMPTION", "INA-SETTLEMENT", "FUND-REDEMPTION-DUE-FROM", "1002-reserve")).toEqual({
      "INA-REDEMPTION": "0",
      "INA-SETTLEMENT": "813160",
      "FUND-REDEMPTION-DUE-FROM": "0",
      "1002-reserve": "813160",
    });
    expect(await proveStory(8)).toEqual({ faults: [], balanced: ["CNY", FUND] });
  });
});
