import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { matchesAsText, openBankDesk, takeBankDay } from "@/tests/bank-fixture";
import { addUser, asSystem, NOON, openDeskDatabase, postedOf } from "@/tests/command-context";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, channelSays, lastAttemptOf, payoutOf } from "@/tests/payout-fixture";

/** Payouts as the bank shows them: paid, paid before we know, and come back. */
let desk: Pick<Desk, "db"> & { people: Pick<Desk["people"], "maker"> };
beforeAll(async () => {
  const db = await openDeskDatabase();
  await openBankDesk();
  accepted(await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Shop M1" })] }));
  const topUp = {
    event: "settlement.topped_up" as const,
    merchantNo: "M1",
    key: "paid-in-1",
    bankAccount: "B1",
    asset: "CNY",
  };
  accepted(await recordTopUps(asSystem(), { topUps: [{ ...topUp, amountMinor: 50_000n, paidInAt: NOON }] }));
  desk = { db, people: { maker: await addUser(db.ownerPool, "maker", "OPERATOR") } };
  await takeBankDay({ day: "2026-11-19", openingMinor: 0n, movements: [{ minor: 50_000n, reference: "paid-in-1" }] });
});
afterAll(() => desk.db.drop());

async function payOut(amountMinor: bigint) {
  const [payee = ""] = await addPayees(desk as Desk, "M1", 1);
  const { payoutNo } = accepted(await askFor(desk.people.maker, { amountMinor, payee, channel: "wx-a" }));
  return { payoutNo, outNo: (await lastAttemptOf(payoutNo)).outNo };
}
const says = (payoutNo: string, said: "SUCCEEDED" | "CHANNEL") => channelSays(desk as Desk, payoutNo, said);
const failing = async () => (await verifyBooks(reader)).checks.filter(({ ok }) => !ok).map(({ name }) => name);

test("a line that names the number of a payout is that payout's voucher", async () => {
  const { payoutNo, outNo } = await payOut(1_000n);
  await says(payoutNo, "SUCCEEDED");
  await takeBankDay({ day: "2026-11-20", openingMinor: 50_000n, movements: [{ minor: -1_000n, reference: outNo }] });
  expect(await matchesAsText()).toEqual(["VOUCHER -1000 = -", "VOUCHER 50000 = -"]);
  expect([await postedOf("1002-B1"), await postedOf("1901-bank-B1")]).toEqual([49_000n, 0n]);
  expect(await failing()).toEqual([]);
});

test("a line that is here before the channel has answered waits in suspense, and is explained by the answer", async () => {
  const { payoutNo, outNo } = await payOut(2_000n);
  await takeBankDay({ day: "2026-11-21", openingMinor: 49_000n, movements: [{ minor: -2_000n, reference: outNo }] });
  expect([await postedOf("1901-bank-B1"), (await payoutOf(payoutNo)).status]).toEqual([2_000n, "ACCEPTED"]);
  await says(payoutNo, "SUCCEEDED");
  await takeBankDay({ day: "2026-11-22", openingMinor: 47_000n, movements: [] });
  expect([await postedOf("1002-B1"), await postedOf("1901-bank-B1")]).toEqual([47_000n, 0n]);
  expect(await failing()).toEqual([]);
});

test.each([
  ["as money that comes in under our number", { reference: true, isReversal: false }],
  ["as the bank's reversal of its line", { reference: true, isReversal: true }],
  ["as a remark that names our number", { reference: false, isReversal: false }],
])("a payout that comes back bounces: %s", async (_, { reference, isReversal }) => {
  const opening = await postedOf("1002-B1");
  const { payoutNo, outNo } = await payOut(500n + (opening % 97n));
  const { amountMinor } = await payoutOf(payoutNo);
  await says(payoutNo, "SUCCEEDED");
  const day = `2026-11-${isReversal ? "25" : reference ? "24" : "26"}`;
  const named = reference ? { reference: outNo } : { remark: `退票 ${outNo}` };
  await takeBankDay({
    day,
    openingMinor: opening,
    movements: [
      { minor: -amountMinor, reference: outNo },
      { minor: amountMinor, isReversal, ...named },
    ],
  });
  expect((await payoutOf(payoutNo)).status).toBe("BOUNCED");
  expect([await postedOf("1002-B1"), await postedOf("2241-bank-B1"), await postedOf("1901-bank-B1")]).toEqual([
    opening,
    0n,
    0n,
  ]);
  expect(await postedOf("2242")).toBeGreaterThanOrEqual(amountMinor);
  expect(await failing()).toEqual([]);
});

test("money that comes in under the number of a payout of another amount, or of one that has failed, is nothing of the kind", async () => {
  const opening = await postedOf("1002-B1");
  const [one, two] = [await payOut(700n), await payOut(701n)];
  await says(one.payoutNo, "SUCCEEDED");
  await says(two.payoutNo, "CHANNEL");
  await takeBankDay({
    day: "2026-11-28",
    openingMinor: opening,
    movements: [
      { minor: -700n, reference: one.outNo },
      { minor: 699n, reference: one.outNo },
      { minor: 701n, reference: two.outNo },
    ],
  });
  expect([(await payoutOf(one.payoutNo)).status, (await payoutOf(two.payoutNo)).status]).toEqual([
    "SUCCEEDED",
    "FAILED",
  ]);
  expect(await postedOf("2241-bank-B1")).toBe(1_400n);
  expect(await failing()).toEqual([]);
});
