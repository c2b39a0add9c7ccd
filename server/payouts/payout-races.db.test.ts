import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES } from "@/core/permissions/permissions";
import { accept } from "@/core/result";
import { proposeRepayout } from "@/server/commands/propose-repayout";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { prepareAttempt } from "@/server/money-out/attempts";
import { reserveMoney } from "@/server/payouts/reserve-money";
import { reader, transact } from "@/server/transact";
import { addUser, asSystem, NOON, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, decideAs } from "@/tests/desk-fixture";
import { addPayees, askFor, channelSays, lastAttemptOf, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(() => desk.db.drop());

const reserveOf = async (bank: string) => {
  const [row] = await reader.query<{ posted: bigint; frozen: bigint }>(
    `SELECT b.posted_minor AS posted, b.frozen_minor AS frozen FROM accounts a JOIN account_balances b ON b.account_id = a.id
     WHERE a.account_no = '1002-' || $1`,
    [bank],
  );
  return row ?? { posted: 0n, frozen: 0n };
};
const topUp = async (key: string, bankAccount: string, amountMinor: bigint) => {
  const event = "settlement.topped_up" as const;
  const paidInAt = NOON;
  const one = { event, merchantNo: "M2", key, bankAccount, asset: "CNY", amountMinor, paidInAt };
  accepted(await recordTopUps(asSystem(), { topUps: [one] }));
};
const codesOf = (results: readonly { ok: boolean; refusal?: { code: string } }[]) => {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const code = result.ok ? "ok" : (result.refusal?.code ?? "");
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
};

describe("payouts that are asked for at once", () => {
  test("60 of 3,000 on 100,000: 33 are accepted, and 1,000 is left", async () => {
    const payees = await addPayees(desk, "M1", 60);
    const asked = await Promise.all(payees.map((payee) => askFor(desk.people.maker, { amountMinor: 3_000n, payee })));
    expect(codesOf(asked)).toEqual({ ok: 33, payout_balance_short: 27 });
    expect(await postedOf("M1-SETTLEMENT")).toBe(1_000n);
    const [attempts] = await reader.query<{ count: number; outNos: number }>(
      `SELECT count(*)::int AS count, count(DISTINCT out_no)::int AS "outNos" FROM money_attempts WHERE kind = 'PAYOUT'`,
    );
    expect(attempts).toEqual({ count: 33, outNos: 33 });
    expect(await reserveOf("reserve")).toMatchObject({ frozen: 99_000n });
  });

  test("drain the reserve bank of their channel to the last cent and never beyond", async () => {
    await topUp("other-bank", "other", 10_500n);
    const payees = await addPayees(desk, "M2", 16);
    const asked = await Promise.all(
      payees.map((payee) =>
        askFor(desk.people.maker, { merchantNo: "M2", amountMinor: 1_000n, payee, channel: "bank" }),
      ),
    );
    expect(codesOf(asked)).toEqual({ ok: 10, payout_reserve_short: 6 });
    expect(await reserveOf("other")).toEqual({ posted: 10_500n, frozen: 10_000n });
  });

  test("are held within the reserve by the database, whatever the application decides", async () => {
    await topUp("third-bank", "third", 5_000n);
    const kept = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        transact("test.reserve", asSystem(), { index }, async (tx) => {
          const reserve = { bankAccount: "third", asset: "CNY", amountMinor: 1_000n, objectNo: `P${index}` };
          await reserveMoney(tx, { outNo: `T${index}`, ...reserve });
          return accept(null);
        }),
      ),
    );
    expect(codesOf(kept)).toEqual({ ok: 5, balance_insufficient: 11 });
    expect(await reserveOf("third")).toEqual({ posted: 5_000n, frozen: 5_000n });
  });

  test("for the same payee, amount and day: one leaves, the others wait for somebody to look", async () => {
    const [payee = ""] = await addPayees(desk, "M2", 1);
    const wish = { merchantNo: "M2", amountMinor: 11n, payee };
    const asked = await Promise.all(Array.from({ length: 12 }, () => askFor(desk.people.maker, wish)));
    const statuses = asked.map((one) => accepted(one).status).sort();
    expect(statuses.filter((status) => status === "ACCEPTED")).toHaveLength(1);
    expect(statuses).toHaveLength(12);
  });

  test("by one command, fifty times: one payout and fifty equal answers", async () => {
    const [payee = ""] = await addPayees(desk, "M2", 1);
    const commandId = randomUUID();
    const wish = { merchantNo: "M2", amountMinor: 12n, payee };
    const asked = await Promise.all(Array.from({ length: 50 }, () => askFor(desk.people.maker, wish, commandId)));
    for (const one of asked) expect(one).toEqual(asked[0]);
    const payouts = await reader.query("SELECT 1 FROM payouts WHERE command_id = $1", [commandId]);
    expect(payouts).toHaveLength(1);
  });

  test("by one reference of the merchant's: one payout", async () => {
    const payees = await addPayees(desk, "M2", 8);
    const wish = (payee: string) => ({ merchantNo: "M2", amountMinor: 13n, payee, clientRef: "INV-1" });
    const asked = await Promise.all(payees.map((payee) => askFor(desk.people.maker, wish(payee))));
    expect(codesOf(asked)).toEqual({ ok: 1, payout_reference_used: 7 });
  });
});

describe("while the channel has not said its last word", () => {
  const propose = async (actor: Desk["people"]["maker"], payoutNo: string, choice: "REPAY" | "RETURN") => {
    const commandId = randomUUID();
    const { version } = await payoutOf(payoutNo);
    const wish = { payoutNo, expectedVersion: version, choice, channel: choice === "REPAY" ? "bank" : null };
    return proposeRepayout(by(actor, commandId), { commandId, ...wish, reason: "we think that it failed" });
  };
  const doubtful = async () => {
    const [payee = ""] = await addPayees(desk, "M2", 1);
    const { payoutNo } = accepted(await askFor(desk.people.maker, { merchantNo: "M2", amountMinor: 21n, payee }));
    expect((await channelSays(desk, payoutNo, "NO_ANSWER")).status).toBe("IN_DOUBT");
    return payoutNo;
  };

  test("nobody pays again or gives back, whatever their role", async () => {
    const payoutNo = await doubtful();
    for (const role of ROLES) {
      const actor = await addUser(desk.db.ownerPool, `doubt-${role.toLowerCase()}`, role);
      const allowed = ["OPERATOR", "FINANCE", "FINANCE_LEAD"].includes(role);
      const code = allowed ? "payout_in_doubt" : "not_permitted";
      expect(await propose(actor, payoutNo, "REPAY")).toMatchObject({ ok: false, refusal: { code } });
      expect(await propose(actor, payoutNo, "RETURN")).toMatchObject({ ok: false, refusal: { code } });
    }
    const everything = await addUser(desk.db.ownerPool, "doubt-all", ...ROLES);
    expect(await propose(everything, payoutNo, "REPAY")).toMatchObject({ refusal: { code: "payout_in_doubt" } });
    expect(await lastAttemptOf(payoutNo)).toMatchObject({ attemptNo: 1 });
  });

  test("the database refuses another attempt, and another state without its proof", async () => {
    const payoutNo = await doubtful();
    const attempt = await lastAttemptOf(payoutNo);
    const { channelId, amountMinor, asset, payeeDigest } = attempt;
    const again = {
      kind: "PAYOUT",
      objectNo: payoutNo,
      operation: "TRANSFER",
      channelId,
      amountMinor,
      asset,
      payeeDigest,
    } as const;
    const [approval] = await reader.query<{ id: bigint }>("SELECT min(id) AS id FROM approvals");
    await expect(
      transact("test.again", asSystem(), {}, async (tx) => {
        await prepareAttempt(tx, { ...again, approvalId: approval?.id ?? 1n });
        return accept(null);
      }),
    ).rejects.toThrow(/money_attempts_one_open/);
    for (const status of ["SUCCEEDED", "FAILED", "RETURNED", "BOUNCED", "REFUSED"]) {
      await expect(
        transact("test.move", asSystem(), { status }, async (tx) => {
          const set = "status = $2, version = version + 1, command_id = $3";
          await tx.query(`UPDATE payouts SET ${set} WHERE payout_no = $1`, [payoutNo, status, tx.context.commandId]);
          return accept(null);
        }),
      ).rejects.toMatchObject({ code: "CD042" });
    }
  });

  test("a request that was made before is void once the channel contradicts itself", async () => {
    const [payee = ""] = await addPayees(desk, "M2", 1);
    const { payoutNo } = accepted(await askFor(desk.people.maker, { merchantNo: "M2", amountMinor: 22n, payee }));
    await channelSays(desk, payoutNo, "CHANNEL");
    const { approvalNo } = accepted(await propose(desk.people.maker, payoutNo, "REPAY"));
    expect((await channelSays(desk, payoutNo, "SUCCEEDED")).status).toBe("FAILED");
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
    expect(accepted(await decideAs(desk.people.finance, verdict)).outcome).toBe("STALE");
    expect(await propose(desk.people.maker, payoutNo, "RETURN")).toMatchObject({
      refusal: { code: "payout_contradicted" },
    });
    expect(await lastAttemptOf(payoutNo)).toMatchObject({ attemptNo: 1 });
  });

  test("two who approve another attempt at once make one", async () => {
    const [payee = ""] = await addPayees(desk, "M2", 1);
    const { payoutNo } = accepted(await askFor(desk.people.maker, { merchantNo: "M2", amountMinor: 23n, payee }));
    await channelSays(desk, payoutNo, "CHANNEL");
    const { approvalNo } = accepted(await propose(desk.people.maker, payoutNo, "REPAY"));
    expect(await propose(desk.people.colleague, payoutNo, "RETURN")).toMatchObject({
      refusal: { code: "approval_waits_already" },
    });
    const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
    const { finance, finance2, lead, lead2 } = desk.people;
    const decided = await Promise.all([finance, finance2, lead, lead2].map((checker) => decideAs(checker, verdict)));
    expect(decided.filter((one) => one.ok)).toHaveLength(1);
    expect(await lastAttemptOf(payoutNo)).toMatchObject({ attemptNo: 2 });
  });
});
