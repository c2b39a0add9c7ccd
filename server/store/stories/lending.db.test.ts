import { afterAll, beforeAll, expect, it } from "vitest";
import { draftVoucher } from "@/server/store/post-vouchers";
import { about, BANK, balancesOf, openStory, partyOf, post, proveStory, type StoryDesk } from "@/tests/story-desk";

/** 借贷: Lin lends 8,000.00 to Bo, who pays a service fee, takes the rest, and repays in two parts. */
let desk: StoryDesk;
beforeAll(async () => {
  desk = await openStory("lin", "bo");
});
afterAll(() => desk.db.drop());

const people = () => ({ lender: partyOf(desk, "lin"), borrower: partyOf(desk, "bo") });
const collected = (no: string, day: number, payer: string, amount: bigint) =>
  draftVoucher({
    ...about(no, day, "collected"),
    event: "lending.collected",
    amounts: { amount },
    asset: "CNY",
    owner: BANK,
    parties: { payer: partyOf(desk, payer) },
  });
const repaid = (day: number, principal: bigint, interest: bigint) =>
  draftVoucher({
    ...about("LOAN1", day, "repaid"),
    event: "lending.repaid",
    amounts: { principal, interest },
    asset: "CNY",
    owner: {},
    parties: people(),
  });

it("collects, lends between personal accounts, charges the fee, pays out", async () => {
  const { lender, borrower } = people();
  const lent = draftVoucher({
    ...about("LOAN1", 0, "lent"),
    event: "lending.lent",
    amounts: { principal: 800_000n },
    asset: "CNY",
    owner: {},
    parties: { lender, borrower },
  });
  expect(await post(lent)).toBe("balance_insufficient");
  expect(await post(collected("IN1", 0, "lin", 1_000_000n), lent)).toBe("done");
  expect(await balancesOf("LIN-SETTLEMENT", "BO-SETTLEMENT", "BO-LOAN", "LIN-LENT")).toEqual({
    "LIN-SETTLEMENT": "200000",
    "BO-SETTLEMENT": "800000",
    "BO-LOAN": "800000",
    "LIN-LENT": "800000",
  });
  const fee = draftVoucher({
    ...about("LOAN1", 0, "fee_charged"),
    event: "lending.fee_charged",
    amounts: { fee: 16_000n },
    asset: "CNY",
    owner: {},
    parties: { borrower },
  });
  const out = (amount: bigint) =>
    draftVoucher({
      ...about("LOAN1", 0, "paid_out"),
      event: "lending.paid_out",
      amounts: { amount },
      asset: "CNY",
      owner: BANK,
      parties: { borrower },
    });
  // The fee has gone first: the whole loan is not there any more.
  expect(await post(fee, out(800_000n))).toBe("balance_insufficient");
  expect(await post(fee, out(784_000n))).toBe("done");
  expect(await balancesOf("BO-SETTLEMENT", "6001", "1002-reserve")).toEqual({
    "BO-SETTLEMENT": "0",
    "6001": "16000",
    "1002-reserve": "216000",
  });
  expect(await proveStory(0)).toEqual({ faults: [], balanced: ["CNY"] });
});

it("is repaid in parts, and never more principal than is owed", async () => {
  expect(await post(collected("IN2", 30, "bo", 404_000n), repaid(30, 400_000n, 4_000n))).toBe("done");
  expect(await post(collected("IN3", 60, "bo", 500_000n), repaid(60, 400_001n, 2_000n))).toBe("balance_insufficient");
  expect(await post(collected("IN3", 60, "bo", 500_000n), repaid(60, 400_000n, 2_000n))).toBe("done");
  expect(await balancesOf("LIN-SETTLEMENT", "BO-SETTLEMENT", "BO-LOAN", "LIN-LENT", "1002-reserve")).toEqual({
    "LIN-SETTLEMENT": "1006000",
    "BO-SETTLEMENT": "98000",
    "BO-LOAN": "0",
    "LIN-LENT": "0",
    "1002-reserve": "1120000",
  });
  expect(await proveStory(60)).toEqual({ faults: [], balanced: ["CNY"] });
});
