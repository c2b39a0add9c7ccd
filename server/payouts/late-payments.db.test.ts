import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LateChoice } from "@/core/payouts/payout";
import { closeMoneyCase } from "@/server/commands/close-money-case";
import { proposeLatePayment } from "@/server/commands/propose-late-payment";
import { proposeRepayout } from "@/server/commands/propose-repayout";
import { recordBounce } from "@/server/commands/record-bounce";
import { type Attempt, listAttempts } from "@/server/money-out/attempts";
import { hearAnswer } from "@/server/money-out/hear-answer";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { approveAs } from "@/tests/approval-fixture";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, channelSays, lastAttemptOf, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";

/** A channel pays after it had called the payment failed: what is asked of finance, and what becomes of the money. */
let desk: Desk;
let amountMinor = 700n;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(() => desk.db.drop());

async function payOut(said: "CHANNEL" | "PAYEE"): Promise<string> {
  const [payee = ""] = await addPayees(desk, "M1", 1);
  amountMinor += 1n;
  const { payoutNo } = accepted(await askFor(desk.people.maker, { amountMinor, payee }));
  await channelSays(desk, payoutNo, said);
  return payoutNo;
}
async function payAgain(payoutNo: string): Promise<void> {
  const { version: expectedVersion } = await payoutOf(payoutNo);
  const commandId = randomUUID();
  const wish = { commandId, payoutNo, expectedVersion, choice: "REPAY", channel: "wechat", reason: "failed" } as const;
  const asked = accepted(await proposeRepayout(by(desk.people.maker, commandId), wish));
  accepted(await approveAs(desk.people.finance, asked.approvalNo));
}
async function firstOf(payoutNo: string): Promise<Attempt> {
  const [first] = await listAttempts(reader, "PAYOUT", payoutNo);
  if (!first) throw new Error("it has an attempt");
  return first;
}
async function payLate(payoutNo: string, more: bigint = 0n): Promise<void> {
  const first = await firstOf(payoutNo);
  const paid = { channelNo: "C", asset: "CNY", happenedAt: new Date("2026-11-20T05:00:00Z") };
  const outcome = { kind: "SUCCEEDED", ...paid, amountMinor: first.amountMinor + more } as const;
  accepted(await hearAnswer(first, { source: "CALLBACK", outcome }));
}
async function propose(payoutNo: string, choice: LateChoice) {
  const { version: expectedVersion } = await payoutOf(payoutNo);
  const { outNo } = await firstOf(payoutNo);
  const commandId = randomUUID();
  const wish = { commandId, payoutNo, expectedVersion, outNo, choice, reason: "the bank has paid it" };
  return proposeLatePayment(by(desk.people.maker, commandId), wish);
}
async function settle(payoutNo: string, choice: LateChoice): Promise<void> {
  const before = await vouchersOf(payoutNo);
  const { approvalNo } = accepted(await propose(payoutNo, choice));
  expect(await vouchersOf(payoutNo)).toEqual(before);
  accepted(await approveAs(desk.people.finance, approvalNo));
}
async function vouchersOf(payoutNo: string): Promise<string[]> {
  const rows = await reader.query<{ event: string }>(
    `SELECT v.event FROM vouchers v WHERE v.object_no = $1
        OR v.object_no IN (SELECT case_no FROM money_cases WHERE object_no = $1) ORDER BY v.id`,
    [payoutNo],
  );
  return rows.map(({ event }) => event);
}
async function openCasesOf(payoutNo: string): Promise<string[]> {
  const sql = "SELECT kind FROM money_cases WHERE object_no = $1 AND status = 'OPEN' ORDER BY id";
  return (await reader.query<{ kind: string }>(sql, [payoutNo])).map(({ kind }) => kind);
}
const failing = async () => (await verifyBooks(reader)).checks.filter(({ ok }) => !ok).map(({ name }) => name);
const balances = async () => Promise.all(["1002-reserve", "2242", "M1-SETTLEMENT"].map(postedOf));

describe("nothing else has paid it", () => {
  it("it is booked by approval, closes its case, and stays so when it is said again", async () => {
    const payoutNo = await payOut("CHANNEL");
    const [bank = 0n, transit = 0n, merchant] = await balances();
    await payLate(payoutNo);
    expect(await openCasesOf(payoutNo)).toEqual(["LATE_SUCCESS"]);
    expect((await payoutOf(payoutNo)).status).toBe("FAILED");
    expect(await propose(payoutNo, "CHARGE")).toMatchObject({ refusal: { code: "payout_changed" } });
    await settle(payoutNo, "BOOK");
    expect((await payoutOf(payoutNo)).status).toBe("SUCCEEDED");
    expect(await vouchersOf(payoutNo)).toEqual(["payout.accepted", "payout.succeeded"]);
    expect(await balances()).toEqual([bank - amountMinor, transit - amountMinor, merchant]);
    await payLate(payoutNo);
    expect(await openCasesOf(payoutNo)).toEqual([]);
    expect(await propose(payoutNo, "BOOK")).toMatchObject({ refusal: { code: "late_payment_settled" } });
    expect(await failing()).toEqual([]);
  });

  it("what was booked so may bounce, and is paid again", async () => {
    const payoutNo = await payOut("CHANNEL");
    await payLate(payoutNo);
    await settle(payoutNo, "BOOK");
    const { outNo } = await firstOf(payoutNo);
    accepted(await recordBounce(asSystem(), { outNo, on: "2026-11-20", reason: "closed" }));
    expect((await payoutOf(payoutNo)).status).toBe("BOUNCED");
    await payAgain(payoutNo);
    await channelSays(desk, payoutNo, "SUCCEEDED");
    expect((await payoutOf(payoutNo)).status).toBe("SUCCEEDED");
    expect(await failing()).toEqual([]);
  });

  it("so is one beside an attempt that was paid and came back", async () => {
    const payoutNo = await payOut("CHANNEL");
    await payAgain(payoutNo);
    await channelSays(desk, payoutNo, "SUCCEEDED");
    const { outNo } = await lastAttemptOf(payoutNo);
    accepted(await recordBounce(asSystem(), { outNo, on: "2026-11-20", reason: "closed" }));
    await payLate(payoutNo);
    await settle(payoutNo, "BOOK");
    expect((await payoutOf(payoutNo)).status).toBe("SUCCEEDED");
    expect(await recordBounce(asSystem(), { outNo, on: "2026-11-20", reason: "said again" })).toMatchObject({
      ok: false,
    });
    expect(await failing()).toEqual([]);
  });
});

describe("the merchant has it twice", () => {
  it.each(["by another attempt", "by what was given back"])("%s: it is charged by approval, once", async (how) => {
    const payoutNo = await payOut(how === "by another attempt" ? "CHANNEL" : "PAYEE");
    if (how === "by another attempt") {
      await payAgain(payoutNo);
      await channelSays(desk, payoutNo, "SUCCEEDED");
    }
    const { status } = await payoutOf(payoutNo);
    await payLate(payoutNo);
    expect(await openCasesOf(payoutNo)).toEqual([status === "RETURNED" ? "LATE_SUCCESS" : "PAID_TWICE"]);
    const [bank = 0n, transit, merchant = 0n] = await balances();
    await settle(payoutNo, "CHARGE");
    expect(await balances()).toEqual([bank - amountMinor, transit, merchant - amountMinor]);
    expect((await payoutOf(payoutNo)).status).toBe(status);
    expect(await vouchersOf(payoutNo)).toContain("payout.late_charged");
    await payLate(payoutNo);
    expect(await openCasesOf(payoutNo)).toEqual([]);
    expect(await propose(payoutNo, "CHARGE")).toMatchObject({ refusal: { code: "late_payment_settled" } });
    expect(await failing()).toEqual([]);
  });
});

it("waits while another attempt is under way, whether or not somebody has closed the case", async () => {
  const other = await payOut("CHANNEL");
  await payAgain(other);
  await payLate(other);
  expect(await propose(other, "BOOK")).toMatchObject({ refusal: { code: "late_payment_waits" } });
  await channelSays(desk, other, "CHANNEL");
  const asked = accepted(await propose(other, "BOOK"));
  await closeCasesOf(other);
  expect((await payoutOf(other)).status).toBe("FAILED");
  accepted(await approveAs(desk.people.finance, asked.approvalNo));
  expect((await payoutOf(other)).status).toBe("SUCCEEDED");
});

async function closeCasesOf(payoutNo: string): Promise<void> {
  const open = await reader.query<{ caseNo: string; version: number }>(
    `SELECT case_no AS "caseNo", version FROM money_cases WHERE object_no = $1 AND status = 'OPEN'`,
    [payoutNo],
  );
  for (const { caseNo, version } of open) {
    const commandId = randomUUID();
    const wish = { commandId, caseNo, expectedVersion: version, note: "seen" };
    accepted(await closeMoneyCase(by(desk.people.finance, commandId), wish));
  }
}

it("of another amount settles nothing", async () => {
  const payoutNo = await payOut("CHANNEL");
  await payLate(payoutNo, 1n);
  expect(await propose(payoutNo, "BOOK")).toMatchObject({ refusal: { code: "late_payment_unknown" } });
});

it("the database does not take a late payment without its request", async () => {
  const payoutNo = await payOut("CHANNEL");
  await payLate(payoutNo);
  await expect(
    desk.db.ownerPool.query(
      "UPDATE payouts SET status = 'SUCCEEDED', version = version + 1, finished_at = now() WHERE payout_no = $1",
      [payoutNo],
    ),
  ).rejects.toMatchObject({ code: "CD042" });
});

it("the books say so where a charge has no word of its channel's behind it", async () => {
  const said = (more: string) =>
    desk.db.ownerPool.query(
      `ALTER TABLE money_answers DISABLE TRIGGER append_only;
       UPDATE money_answers SET amount_minor = amount_minor ${more} WHERE kind = 'SUCCEEDED' AND moved_to IS NULL;
       ALTER TABLE money_answers ENABLE TRIGGER append_only`,
    );
  await said("+ 1");
  expect(await failing()).toEqual(["late_payments"]);
  await said("- 1");
  expect(await failing()).toEqual([]);
});
