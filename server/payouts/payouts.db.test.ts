import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PAYOUT_MOVES } from "@/core/payouts/payout";
import { proposeRepayout } from "@/server/commands/propose-repayout";
import { dropPayout, putForwardPayout } from "@/server/commands/put-forward-payout";
import { recordBounce } from "@/server/commands/record-bounce";
import { reader } from "@/server/transact";
import { asSystem, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, decideAs, linesOf } from "@/tests/desk-fixture";
import { addPayees, askFor, channelSays, lastAttemptOf, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(() => desk.db.drop());

/** A payout to an account of its own, so that it looks like no other. */
async function payOut(amountMinor: bigint, merchantNo = "M1"): Promise<string> {
  const [payee = ""] = await addPayees(desk, merchantNo, 1);
  const asked = accepted(await askFor(desk.people.maker, { merchantNo, amountMinor, payee }));
  expect(asked).toMatchObject({ status: "ACCEPTED", looks: [] });
  return asked.payoutNo;
}
const frozenOf = async (accountNo: string) => {
  const [row] = await reader.query<{ minor: bigint }>(
    "SELECT b.frozen_minor AS minor FROM accounts a JOIN account_balances b ON b.account_id = a.id WHERE a.account_no = $1",
    [accountNo],
  );
  return row?.minor ?? 0n;
};
const sums = async () => ({
  merchant: await postedOf("M1-SETTLEMENT"),
  transit: await postedOf("2242"),
  bank: await postedOf("1002-reserve"),
  kept: await frozenOf("1002-reserve"),
});
const change = (before: Awaited<ReturnType<typeof sums>>, after: Awaited<ReturnType<typeof sums>>) => ({
  merchant: after.merchant - before.merchant,
  transit: after.transit - before.transit,
  bank: after.bank - before.bank,
  kept: after.kept - before.kept,
});
const again = async (payoutNo: string, choice: "REPAY" | "RETURN", channel: string | null = "wechat") => {
  const { version } = await payoutOf(payoutNo);
  const commandId = randomUUID();
  const wish = { payoutNo, expectedVersion: version, choice, channel: choice === "REPAY" ? channel : null };
  return proposeRepayout(by(desk.people.maker, commandId), { commandId, ...wish, reason: "it did not arrive" });
};
const approve = (approvalNo: string) =>
  decideAs(desk.people.finance, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" });

describe("a payout", () => {
  test("takes the merchant's balance first, keeps the reserve ready, and leaves the bank with success", async () => {
    const before = await sums();
    const payoutNo = await payOut(1_000n);
    expect(change(before, await sums())).toEqual({ merchant: -1_000n, transit: 1_000n, bank: 0n, kept: 1_000n });
    const attempt = await lastAttemptOf(payoutNo);
    expect(attempt).toMatchObject({ status: "WAITING", attemptNo: 1, amountMinor: 1_000n });
    expect((await channelSays(desk, payoutNo, "SUCCEEDED")).status).toBe("SUCCEEDED");
    expect(change(before, await sums())).toEqual({ merchant: -1_000n, transit: 0n, bank: -1_000n, kept: 0n });
  });

  test("that fails by the payee's fault is the merchant's again", async () => {
    const before = await sums();
    const payoutNo = await payOut(1_001n);
    expect((await channelSays(desk, payoutNo, "PAYEE")).status).toBe("RETURNED");
    expect(change(before, await sums())).toEqual({ merchant: 0n, transit: 0n, bank: 0n, kept: 0n });
  });

  test("in doubt keeps everything where it is, and success after it is booked once", async () => {
    const before = await sums();
    const payoutNo = await payOut(1_002n);
    expect((await channelSays(desk, payoutNo, "NO_ANSWER")).status).toBe("IN_DOUBT");
    expect(change(before, await sums())).toEqual({ merchant: -1_002n, transit: 1_002n, bank: 0n, kept: 1_002n });
    expect((await channelSays(desk, payoutNo, "PROCESSING")).status).toBe("ACCEPTED");
    expect((await channelSays(desk, payoutNo, "SUCCEEDED")).status).toBe("SUCCEEDED");
    expect((await channelSays(desk, payoutNo, "SUCCEEDED")).status).toBe("SUCCEEDED");
    expect(change(before, await sums())).toEqual({ merchant: -1_002n, transit: 0n, bank: -1_002n, kept: 0n });
  });

  test("that fails by the channel's fault waits in transit, frees the reserve, and is paid again under another number", async () => {
    const before = await sums();
    const payoutNo = await payOut(1_003n);
    const first = await lastAttemptOf(payoutNo);
    expect((await channelSays(desk, payoutNo, "CHANNEL")).status).toBe("FAILED");
    expect(change(before, await sums())).toEqual({ merchant: -1_003n, transit: 1_003n, bank: 0n, kept: 0n });
    const { approvalNo } = accepted(await again(payoutNo, "REPAY"));
    expect(accepted(await approve(approvalNo))).toMatchObject({ outcome: "EXECUTED", voucherNo: null });
    const second = await lastAttemptOf(payoutNo);
    expect(second).toMatchObject({ attemptNo: 2, status: "WAITING" });
    expect(second.outNo).not.toBe(first.outNo);
    expect(change(before, await sums())).toEqual({ merchant: -1_003n, transit: 1_003n, bank: 0n, kept: 1_003n });
    expect((await channelSays(desk, payoutNo, "SUCCEEDED")).status).toBe("SUCCEEDED");
    expect(change(before, await sums())).toEqual({ merchant: -1_003n, transit: 0n, bank: -1_003n, kept: 0n });
  });

  test("that failed goes back to the merchant where finance agrees", async () => {
    const before = await sums();
    const payoutNo = await payOut(1_004n);
    await channelSays(desk, payoutNo, "CHANNEL");
    const { approvalNo } = accepted(await again(payoutNo, "RETURN"));
    const { voucherNo } = accepted(await approve(approvalNo));
    expect(await linesOf(voucherNo)).toEqual(["D 2242 1004", "C M1-SETTLEMENT 1004"]);
    expect((await payoutOf(payoutNo)).status).toBe("RETURNED");
    expect(change(before, await sums())).toEqual({ merchant: 0n, transit: 0n, bank: 0n, kept: 0n });
  });

  test("that bounces is in transit once more, and is paid again", async () => {
    const before = await sums();
    const payoutNo = await payOut(1_005n);
    const { outNo } = await lastAttemptOf(payoutNo);
    const bounce = { outNo, on: "2026-11-20", reason: "account closed" };
    expect(await recordBounce(asSystem(), bounce)).toMatchObject({ refusal: { code: "payout_not_succeeded" } });
    await channelSays(desk, payoutNo, "SUCCEEDED");
    accepted(await recordBounce(asSystem(), bounce));
    expect(await recordBounce(asSystem(), bounce)).toMatchObject({ refusal: { code: "payout_not_succeeded" } });
    expect(change(before, await sums())).toEqual({ merchant: -1_005n, transit: 1_005n, bank: 0n, kept: 0n });
    accepted(await approve(accepted(await again(payoutNo, "REPAY")).approvalNo));
    await channelSays(desk, payoutNo, "SUCCEEDED");
    expect(change(before, await sums())).toEqual({ merchant: -1_005n, transit: 0n, bank: -1_005n, kept: 0n });
  });
});

describe("a second look", () => {
  test("is asked for where the same payee, amount and day are there already, and shows the other one", async () => {
    const first = accepted(await askFor(desk.people.maker, { amountMinor: 777n }));
    const second = accepted(await askFor(desk.people.maker, { amountMinor: 777n }));
    expect(second).toMatchObject({
      status: "REQUESTED",
      looks: ["LOOKS_DOUBLE"],
      twinNos: [first.payoutNo],
      outNo: null,
    });
    const before = await sums();
    const { approvalNo } = second;
    expect(accepted(await approve(approvalNo ?? ""))).toMatchObject({ outcome: "EXECUTED" });
    expect(change(before, await sums())).toEqual({ merchant: -777n, transit: 777n, bank: 0n, kept: 777n });
    expect((await payoutOf(second.payoutNo)).status).toBe("ACCEPTED");
  });

  test("that says no refuses the payout, and nothing has moved", async () => {
    accepted(await askFor(desk.people.maker, { amountMinor: 778n }));
    const before = await sums();
    const second = accepted(await askFor(desk.people.maker, { amountMinor: 778n }));
    const verdict = { approvalNo: second.approvalNo ?? "", expectedVersion: 1, verdict: "REJECT", note: "no" } as const;
    accepted(await decideAs(desk.people.finance, verdict));
    expect((await payoutOf(second.payoutNo)).status).toBe("REFUSED");
    expect(change(before, await sums())).toEqual({ merchant: 0n, transit: 0n, bank: 0n, kept: 0n });
  });

  test("of what another system asked for begins with a person", async () => {
    accepted(await askFor(asSystem().actor, { amountMinor: 779n }));
    const [one, two] = [
      accepted(await askFor(asSystem().actor, { amountMinor: 779n })),
      accepted(await askFor(asSystem().actor, { amountMinor: 779n })),
    ];
    expect(one).toMatchObject({ status: "REQUESTED", approvalNo: null });
    const wish = (payoutNo: string) => ({
      commandId: randomUUID(),
      payoutNo,
      expectedVersion: 1,
      reason: "it is another bill",
    });
    accepted(await dropPayout(by(desk.people.maker), wish(two.payoutNo)));
    expect((await payoutOf(two.payoutNo)).status).toBe("REFUSED");
    const { approvalNo } = accepted(await putForwardPayout(by(desk.people.maker), wish(one.payoutNo)));
    expect(await dropPayout(by(desk.people.maker), wish(one.payoutNo))).toMatchObject({
      refusal: { code: "payout_not_requested" },
    });
    accepted(await approve(approvalNo));
    expect((await payoutOf(one.payoutNo)).status).toBe("ACCEPTED");
  });
});

test("the database knows the same moves as core", async () => {
  const rows = await reader.query<{ move: string }>(
    "SELECT from_status || ' ' || to_status AS move FROM payout_transitions",
  );
  const known = Object.entries(PAYOUT_MOVES).flatMap(([from, tos]) => tos.map((to) => `${from} ${to}`));
  expect(rows.map((row) => row.move).sort()).toEqual(known.sort());
});
