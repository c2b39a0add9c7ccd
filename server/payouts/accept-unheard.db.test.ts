import { afterAll, beforeAll, expect, test } from "vitest";
import { reader } from "@/server/transact";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, openPayoutDesk } from "@/tests/payout-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(async () => {
  delete process.env.FAILPOINT;
  await desk.db.drop();
});

test("a batch whose commit nobody heard of stands, and each of its commands finds its receipt", async () => {
  const payees = await addPayees(desk, "M1", 8);
  process.env.FAILPOINT = "payouts.accepted:throw";
  const answers = await Promise.all(payees.map((payee) => askFor(desk.people.maker, { payee, amountMinor: 22n })));
  const payoutNos = answers.map((answer) => accepted(answer).payoutNo);
  expect(new Set(payoutNos).size).toBe(8);
  const rows = await reader.query<{ transaction: string }>("SELECT xmin::text AS transaction FROM payouts");
  expect(rows).toHaveLength(8);
  expect(new Set(rows.map((row) => row.transaction)).size).toBe(1);
});
