import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { invariant } from "@/core/result";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, lastAttemptOf, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";
import type { Attempt } from "./attempts";
import { hearAnswer } from "./hear-answer";
import { hearSoon } from "./hear-together";

let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(() => desk.db.drop());
afterEach(async () => {
  delete process.env.FAILPOINT;
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});

/** Payouts that a worker is sending now, each with the lease under which it does. */
async function sending(count: number): Promise<Attempt[]> {
  const payees = await addPayees(desk, "M1", count);
  const asked = await Promise.all(payees.map((payee) => askFor(desk.people.maker, { amountMinor: 7n, payee })));
  const payoutNos = asked.map((one) => accepted(one).payoutNo);
  await lease(payoutNos);
  return Promise.all(payoutNos.map(lastAttemptOf));
}
const lease = (payoutNos: readonly string[]) =>
  desk.db.ownerPool.query(
    `UPDATE money_attempts SET status = 'SENT', sends = sends + 1, version = version + 1, lease_token = nextval('attempt_leases'),
       lease_until = clock_timestamp() + interval '1 minute' WHERE object_no = ANY ($1)`,
    [payoutNos],
  );
const paid = ({ amountMinor, asset, outNo }: Attempt): ChannelOutcome => {
  const happenedAt = new Date("2026-11-20T05:00:00Z");
  return { kind: "SUCCEEDED", channelNo: `C-${outNo}`, amountMinor, asset, happenedAt };
};
const failed: ChannelOutcome = { kind: "FAILED", fault: "CHANNEL", code: "X", message: "closed" };
const says = (attempt: Attempt, outcome: ChannelOutcome = paid(attempt)) =>
  hearSoon(attempt, { source: "RESPONSE", outcome }, attempt.leaseToken);
const statusesOf = async (attempts: readonly Attempt[]) =>
  Promise.all(attempts.map(async ({ objectNo }) => (await payoutOf(objectNo)).status));
const casesOf = async ({ outNo }: Attempt) =>
  (await reader.query<{ kind: string }>("SELECT kind FROM money_cases WHERE out_no = $1", [outNo])).map(
    ({ kind }) => kind,
  );
/** How often each of them was booked as paid, and in how many transactions all of them were. */
async function bookings(attempts: readonly Attempt[]) {
  const rows = await reader.query<{ transaction: string }>(
    "SELECT xmin::text AS transaction FROM vouchers WHERE idempotency_key = ANY ($1)",
    [attempts.map(({ outNo }) => `payout.succeeded:${outNo}`)],
  );
  return { vouchers: rows.length, transactions: new Set(rows.map((row) => row.transaction)).size };
}
function the<T>(value: T | undefined): T {
  invariant(value !== undefined, "the test has made it");
  return value;
}

it("answers of one moment are one transaction; one that is fenced, contradicted or unfit is heard by itself", async () => {
  const attempts = await sending(14);
  const [fenced, gone, known, unfit, returned, silent, ...plain] = attempts.map((one) => the(one));
  await lease([the(fenced).objectNo]);
  accepted(await hearAnswer(the(gone), { source: "CALLBACK", outcome: failed }));
  accepted(await hearAnswer(the(known), { source: "CALLBACK", outcome: paid(the(known)) }));
  const [lost, late, twice, other, back, doubt, ...heard] = await Promise.all([
    says(the(fenced)),
    says(the(gone)),
    says(the(known)),
    says(the(unfit), { ...paid(the(unfit)), amountMinor: 8n } as ChannelOutcome),
    says(the(returned), { kind: "FAILED", fault: "PAYEE", code: "X", message: "no such account" }),
    says(the(silent), { kind: "NO_ANSWER", code: "T", message: "nothing" }),
    ...plain.map((attempt) => says(attempt)),
  ]);
  expect(lost).toMatchObject({ ok: false, refusal: { code: "lease_lost" } });
  expect(accepted(the(late))).toMatchObject({ status: "FAILED", caseNo: expect.any(String) });
  expect(accepted(the(twice))).toMatchObject({ status: "SUCCEEDED", caseNo: null });
  expect(accepted(the(other))).toMatchObject({ status: "IN_DOUBT", caseNo: expect.any(String) });
  expect(accepted(the(back)).status).toBe("FAILED");
  expect(accepted(the(doubt)).status).toBe("IN_DOUBT");
  for (const one of heard) expect(accepted(one)).toMatchObject({ status: "SUCCEEDED", caseNo: null });
  expect(await bookings(plain)).toEqual({ vouchers: 8, transactions: 1 });
  expect(await statusesOf(attempts)).toEqual([
    ...["ACCEPTED", "FAILED", "SUCCEEDED", "IN_DOUBT", "RETURNED", "IN_DOUBT"],
    ...plain.map(() => "SUCCEEDED"),
  ]);
  expect(await casesOf(the(gone))).toEqual(["LATE_SUCCESS"]);
  expect(await casesOf(the(unfit))).toEqual(["AMOUNT_DIFFERS"]);
});

it("two workers hear of the same attempts at once: each is booked once, and whoever lost its lease is told so", async () => {
  const attempts = await sending(12);
  const taken = attempts.slice(0, 4);
  await lease(taken.map(({ objectNo }) => objectNo));
  const retaken = await Promise.all(taken.map(({ objectNo }) => lastAttemptOf(objectNo)));
  // A second instance of the module gathers by itself, as another process would.
  vi.resetModules();
  const second = await import("./hear-together");
  const [ours, theirs] = await Promise.all([
    Promise.all(attempts.map((attempt) => says(attempt))),
    Promise.all(
      [...retaken, ...attempts.slice(4)].map((attempt) =>
        second.hearSoon(attempt, { source: "RESPONSE", outcome: paid(attempt) }, attempt.leaseToken),
      ),
    ),
  ]);
  const codes = ours.map((one) => (one.ok ? one.value.status : one.refusal.code));
  expect(codes).toEqual([...taken.map(() => "lease_lost"), ...attempts.slice(4).map(() => "SUCCEEDED")]);
  for (const one of theirs) expect(accepted(one).status).toBe("SUCCEEDED");
  expect(await bookings(attempts)).toMatchObject({ vouchers: 12 });
  expect(await statusesOf(attempts)).toEqual(attempts.map(() => "SUCCEEDED"));
});

it("a batch that comes to nothing is heard one by one", async () => {
  const attempts = await sending(6);
  process.env.FAILPOINT = "answer.hearing:throw";
  for (const one of await Promise.all(attempts.map((attempt) => says(attempt)))) accepted(one);
  expect(await bookings(attempts)).toEqual({ vouchers: 6, transactions: 6 });
});
