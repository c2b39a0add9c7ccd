import { afterAll, beforeAll, expect, it } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { addDays } from "@/core/calendar/settlement-day";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setMerchants } from "@/server/commands/set-merchants";
import type { Attempt } from "@/server/money-out/attempts";
import { hearAnswer } from "@/server/money-out/hear-answer";
import { receiveNotice } from "@/server/money-out/receive-notice";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { openBankDesk, takeBankDay } from "@/tests/bank-fixture";
import { addUser, asSystem, NOON, openDeskDatabase, postedOf } from "@/tests/command-context";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, lastAttemptOf, payoutOf } from "@/tests/payout-fixture";

/** Payouts that come back, told by the channel's callback, by its answer to a question, and by the bank's lines. */
let desk: Pick<Desk, "db"> & { people: Pick<Desk["people"], "maker"> };
beforeAll(async () => {
  const db = await openDeskDatabase();
  await openBankDesk();
  accepted(await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Shop M1" })] }));
  const topUp = { event: "settlement.topped_up" as const, merchantNo: "M1", key: "paid-in-1", bankAccount: "B1" };
  const paidIn = { ...topUp, asset: "CNY", amountMinor: OPENING, paidInAt: NOON };
  accepted(await recordTopUps(asSystem(), { topUps: [paidIn] }));
  desk = { db, people: { maker: await addUser(db.ownerPool, "maker", "OPERATOR") } };
  await takeBankDay({ day, openingMinor: 0n, movements: [{ minor: OPENING, reference: "paid-in-1" }] });
});
afterAll(() => desk.db.drop());

const OPENING = 50_000n;
let day = "2026-11-19";

type Step = "paid" | "callback" | "inquiry" | "bank";
const HAPPENED = { channelNo: "C", asset: "CNY", happenedAt: new Date("2026-11-20T05:00:00Z") } as const;
const SENT_BACK = { ...HAPPENED, kind: "BOUNCED", code: "REFUND", message: "sent back" } as const;

async function sendPayout(amountMinor: bigint): Promise<Attempt> {
  const [payee = ""] = await addPayees(desk as Desk, "M1", 1);
  const { payoutNo } = accepted(await askFor(desk.people.maker, { amountMinor, payee, channel: "wx-a" }));
  await desk.db.ownerPool.query(
    "UPDATE money_attempts SET status = 'SENT', sends = 1, version = version + 1 WHERE object_no = $1",
    [payoutNo],
  );
  return lastAttemptOf(payoutNo);
}
async function notify({ outNo }: Attempt, outcome: ChannelOutcome, eventId = `bounce-${outNo}`) {
  const notice = { eventId, outNo, operation: "TRANSFER", outcome } as const;
  return accepted(await receiveNotice("wx-a", notice, Buffer.from(eventId))).verdict;
}
async function take(step: Step, attempt: Attempt): Promise<void> {
  const { amountMinor, outNo } = attempt;
  if (step === "paid") {
    const outcome = { ...HAPPENED, kind: "SUCCEEDED", amountMinor } as const;
    accepted(await hearAnswer(attempt, { source: "RESPONSE", outcome }));
  }
  if (step === "callback") await notify(attempt, { ...SENT_BACK, amountMinor });
  if (step === "inquiry") {
    accepted(await hearAnswer(attempt, { source: "INQUIRY", outcome: { ...SENT_BACK, amountMinor } }));
  }
  if (step === "bank") await nextDay([-amountMinor, amountMinor], outNo);
}
async function nextDay(minors: readonly bigint[], reference: string): Promise<void> {
  day = addDays(day, 1);
  await takeBankDay({ day, openingMinor: OPENING, movements: minors.map((minor) => ({ minor, reference })) });
}

function* ordersOf(rest: readonly Step[]): Generator<readonly Step[]> {
  if (rest.length === 0) yield [];
  for (const first of rest) for (const tail of ordersOf(rest.filter((one) => one !== first))) yield [first, ...tail];
}
async function vouchersOf(payoutNo: string): Promise<string[]> {
  const rows = await reader.query<{ event: string }>(
    "SELECT event FROM vouchers WHERE object_type = 'payout' AND object_no = $1 ORDER BY id",
    [payoutNo],
  );
  return rows.map(({ event }) => event);
}
const casesOf = (outNo: string) => reader.query("SELECT kind FROM money_cases WHERE out_no = $1", [outNo]);

it("is booked once, whoever says it first, in every order, and each of them twice", async () => {
  const orders = [...ordersOf(["paid", "callback", "inquiry", "bank"])];
  expect(orders).toHaveLength(24);
  for (const [index, order] of orders.entries()) {
    const attempt = await sendPayout(101n + BigInt(index));
    for (const step of order) {
      await take(step, attempt);
      if (step !== "bank") await take(step, attempt);
    }
    await nextDay([], attempt.outNo);
    const said = order.join(" ");
    expect((await payoutOf(attempt.objectNo)).status, said).toBe("BOUNCED");
    const events = ["payout.accepted", "payout.succeeded", "payout.bounced"];
    expect(await vouchersOf(attempt.objectNo), said).toEqual(events);
    expect(await casesOf(attempt.outNo), said).toEqual([]);
    const left = [await postedOf("1002-B1"), await postedOf("1901-bank-B1"), await postedOf("2241-bank-B1")];
    expect(left, said).toEqual([OPENING, 0n, 0n]);
  }
  expect((await verifyBooks(reader)).checks.filter(({ ok }) => !ok)).toEqual([]);
});

it("of another amount or payee is a case, and books nothing", async () => {
  for (const [change, kind] of [
    [{ amountMinor: 1n }, "AMOUNT_DIFFERS"],
    [{ payeeDigest: "somebody else" }, "PAYEE_DIFFERS"],
  ] as const) {
    const attempt = await sendPayout(400n);
    await take("paid", attempt);
    expect(await notify(attempt, { ...SENT_BACK, amountMinor: 400n, ...change })).toBe("MISFITS");
    expect((await payoutOf(attempt.objectNo)).status).toBe("SUCCEEDED");
    expect(await casesOf(attempt.outNo)).toEqual([{ kind }]);
  }
});

it("is applied once, then known; of a failed attempt it is a contradiction", async () => {
  const attempt = await sendPayout(500n);
  await take("paid", attempt);
  const back = { ...SENT_BACK, amountMinor: 500n };
  expect(await notify(attempt, back, "one")).toBe("APPLIED");
  expect(await notify(attempt, back, "two")).toBe("KNOWN");
  const failed = await sendPayout(501n);
  const outcome = { kind: "FAILED", fault: "CHANNEL", code: "X", message: "" } as const;
  accepted(await hearAnswer(failed, { source: "RESPONSE", outcome }));
  expect(await notify(failed, { ...SENT_BACK, amountMinor: 501n }, "three")).toBe("CONTRADICTS");
  expect((await payoutOf(failed.objectNo)).status).toBe("FAILED");
  expect(await vouchersOf(failed.objectNo)).toEqual(["payout.accepted"]);
});

it("leaves what an attempt ended with, and asks nobody to look at it", async () => {
  const attempt = await sendPayout(600n);
  await take("inquiry", attempt);
  await desk.db.ownerPool.query("UPDATE money_attempts SET inquiries = 6, version = version + 1 WHERE id = $1", [
    attempt.id,
  ]);
  await take("inquiry", attempt);
  expect((await lastAttemptOf(attempt.objectNo)).status).toBe("SUCCEEDED");
  expect(await casesOf(attempt.outNo)).toEqual([]);
});
