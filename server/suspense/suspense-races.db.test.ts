import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { Actor } from "@/core/permissions/actor";
import { invariant, type Result } from "@/core/result";
import { proposeClaimMovement } from "@/server/commands/propose-claim-movement";
import { proposeReopening } from "@/server/commands/reopen-suspense-item";
import { findClaimOfItem } from "@/server/store/claims";
import { reader } from "@/server/transact";
import {
  accepted,
  by,
  type Desk,
  decideAs,
  itemOf,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
  suspenseDifferences,
} from "@/tests/desk-fixture";

/** So many rounds of each race. Those with a reconciliation in them take a statement day each. */
const ROUNDS = Number(process.env.DESK_RACE_ROUNDS ?? 60);
const PATIENCE = { timeout: 600_000 };

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

/** Items of payments that only the channel knows, one a round, by their keys. */
async function openLongs(name: string, amountMinor: bigint): Promise<string[]> {
  const keys = Array.from({ length: ROUNDS }, (_, round) => `${name}-${round}`);
  await reconcileDay({ lines: keys.map((orderNo) => ({ orderNo, amountMinor })) });
  return keys;
}

/** The same for rounds that take a day each: what lies further back than its channel's lines are looked for stays a break. */
async function* longsOfLate(name: string, amountMinor: bigint): AsyncGenerator<string> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const key = `${name}-${round}`;
    await reconcileDay({ lines: [{ orderNo: key, amountMinor }] });
    yield key;
  }
}

function propose(actor: Actor, { itemNo, version }: { itemNo: string; version: number }, choice: ResolutionChoice) {
  return proposeAs(actor, { itemNo, expectedVersion: version, choice, reason: "clear" });
}
function approve(actor: Actor, approvalNo: string) {
  return decideAs(actor, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" });
}
/** The refusal of the one that came too late, of two of which exactly one may win. */
function loserOf<T>(answers: readonly Result<T>[]) {
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  const refused = answers.find((answer) => !answer.ok);
  invariant(refused && !refused.ok, "one came too late");
  return refused.refusal;
}
async function vouchersOf(itemNo: string): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM vouchers WHERE object_no = $1 AND approval_id IS NOT NULL",
    [itemNo],
  );
  return row?.count ?? 0;
}
async function resolve(itemNo: string, choice: ResolutionChoice): Promise<void> {
  const item = await itemOf(itemNo);
  const { approvalNo } = accepted(await propose(desk.people.maker, item, choice));
  expect(accepted(await approve(desk.people.finance, approvalNo)).outcome).toBe("EXECUTED");
}

describe(`resolve against resolve, ${ROUNDS} rounds each`, () => {
  it("two propose about one item: one request, and the other is told what it is now", PATIENCE, async () => {
    const { maker, colleague } = desk.people;
    for (const key of await openLongs("P", 100n)) {
      const item = await openItemOf(key);
      const choices: ResolutionChoice[] = [{ resolution: "REFUND_TO_PAYER" }, { resolution: "WRITE_OFF_TO_INCOME" }];
      const answers = await Promise.all([
        propose(maker, item, choices[0] ?? { resolution: "REFUND_TO_PAYER" }),
        propose(colleague, item, choices[1] ?? { resolution: "REFUND_TO_PAYER" }),
      ]);
      expect(loserOf(answers)).toMatchObject({
        code: "suspense_item_changed",
        params: { itemNo: item.itemNo, status: "PROPOSED" },
      });
    }
    expect(await suspenseDifferences()).toEqual([]);
  });

  it(
    "two requests that offset the same item: one takes it, the other is void and says what changed",
    PATIENCE,
    async () => {
      const keys = Array.from({ length: ROUNDS }, (_, round) => `O-${round}`);
      await reconcileDay({
        lines: keys.flatMap((key, nth) =>
          ["A", "B"].map((side) => ({ orderNo: `${key}-${side}`, amountMinor: 1_000n + BigInt(nth) })),
        ),
        orders: keys.map((key, nth) => ({ orderNo: `${key}-S`, cashMinor: 1_000n + BigInt(nth) })),
      });
      const { maker, colleague, finance, finance2 } = desk.people;
      for (const key of keys) {
        const { itemNo: counterpartNo } = await openItemOf(`${key}-S`);
        const choice = { resolution: "OFFSET", counterpartNo } as const;
        const first = accepted(await propose(maker, await openItemOf(`${key}-A`), choice));
        const second = accepted(await propose(colleague, await openItemOf(`${key}-B`), choice));
        const answers = [
          ...(await Promise.all([approve(finance, first.approvalNo), approve(finance2, second.approvalNo)])),
        ].map(accepted);
        expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["EXECUTED", "STALE"]);
        const late = answers.find(({ outcome }) => outcome === "STALE");
        expect(late?.changed.join()).toContain(counterpartNo);
        expect((await itemOf(counterpartNo)).status).toBe("RESOLVED");
      }
      expect(await suspenseDifferences()).toEqual([]);
    },
  );

  it("two reopen one item: one request, one reversal", PATIENCE, async () => {
    const { maker, colleague, finance, finance2 } = desk.people;
    for (const key of await openLongs("R", 300n)) {
      const { itemNo } = await openItemOf(key);
      await resolve(itemNo, { resolution: "WRITE_OFF_TO_INCOME" });
      const { version } = await itemOf(itemNo);
      const asked = await Promise.all(
        [maker, colleague].map((actor) => {
          const commandId = randomUUID();
          const input = { commandId, itemNo, expectedVersion: version, reason: "wrong" };
          return proposeReopening(by(actor, commandId), input);
        }),
      );
      expect(loserOf(asked).code).toBe("approval_waits_already");
      const [request] = asked.flatMap((answer) => (answer.ok ? [answer.value] : []));
      const approvalNo = request?.approvalNo ?? "";
      const decided = await Promise.all([finance, finance2].map((checker) => approve(checker, approvalNo)));
      expect(loserOf(decided)).toMatchObject({ code: "approval_closed", params: { status: "EXECUTED" } });
      expect(await vouchersOf(itemNo)).toBe(2);
      expect(await itemOf(itemNo)).toMatchObject({ status: "INVESTIGATING", reopenedCount: 1 });
    }
    expect(await suspenseDifferences()).toEqual([]);
  });

  it("a claim's recovery against reopening its item: one of them, never both", PATIENCE, async () => {
    const keys = Array.from({ length: ROUNDS }, (_, round) => `C-${round}`);
    await reconcileDay({ orders: keys.map((orderNo) => ({ orderNo, cashMinor: 400n })) });
    const { maker, colleague, finance, finance2 } = desk.people;
    for (const key of keys) {
      const { itemNo } = await openItemOf(key);
      await resolve(itemNo, { resolution: "CLAIM_FROM_CHANNEL" });
      const claim = await findClaimOfItem(reader, itemNo);
      invariant(claim, `${itemNo} was claimed`);
      const [ask, move] = [randomUUID(), randomUUID()];
      const { version } = await itemOf(itemNo);
      const reopening = { commandId: ask, itemNo, expectedVersion: version, reason: "wrong" };
      const recovery = {
        commandId: move,
        claimNo: claim.claimNo,
        expectedVersion: 1,
        act: "RECOVERY",
        amountMinor: 150n,
      } as const;
      const first = accepted(await proposeReopening(by(maker, ask), reopening));
      const second = accepted(await proposeClaimMovement(by(colleague, move), { ...recovery, reason: "letter" }));
      const answers = await Promise.all([approve(finance, first.approvalNo), approve(finance2, second.approvalNo)]);
      expect(
        answers
          .map(accepted)
          .map(({ outcome }) => outcome)
          .sort(),
      ).toEqual(["EXECUTED", "STALE"]);
      const { status } = await itemOf(itemNo);
      const [after] = await reader.query("SELECT status, recovered_minor FROM claims WHERE id = $1", [claim.id]);
      expect(after).toEqual(
        status === "RESOLVED"
          ? { status: "OPEN", recovered_minor: 150n }
          : { status: "TAKEN_BACK", recovered_minor: 0n },
      );
    }
    expect(await suspenseDifferences()).toEqual([]);
  });
});

describe(`resolve against a run that explains the item, ${ROUNDS} rounds each`, () => {
  it("approve: closed once, by one of them; the checker is told where the run was faster", PATIENCE, async () => {
    let [people, runs] = [0, 0];
    for await (const key of longsOfLate("N", 70n)) {
      const item = await openItemOf(key);
      const { approvalNo } = accepted(await propose(desk.people.maker, item, { resolution: "REFUND_TO_PAYER" }));
      const [answer] = await Promise.all([
        approve(desk.people.finance, approvalNo),
        reconcileDay({ orders: [{ orderNo: key, cashMinor: 70n }] }),
      ]);
      const { status } = await itemOf(item.itemNo);
      const isPosted = answer.ok && answer.value.outcome === "EXECUTED";
      expect(status).toBe(isPosted ? "RESOLVED" : "AUTO_RESOLVED");
      expect(await vouchersOf(item.itemNo)).toBe(isPosted ? 1 : 0);
      if (isPosted) people += 1;
      else runs += 1;
      if (!answer.ok) expect(answer.refusal).toMatchObject({ code: "approval_closed", params: { status: "STALE" } });
    }
    expect(people + runs).toBe(ROUNDS);
    expect(await suspenseDifferences()).toEqual([]);
  });

  it("propose: either a request that the run makes void, or a refusal that says so", PATIENCE, async () => {
    for await (const key of longsOfLate("Q", 80n)) {
      const item = await openItemOf(key);
      const [answer] = await Promise.all([
        propose(desk.people.maker, item, { resolution: "REFUND_TO_PAYER" }),
        reconcileDay({ orders: [{ orderNo: key, cashMinor: 80n }] }),
      ]);
      expect((await itemOf(item.itemNo)).status).toBe("AUTO_RESOLVED");
      if (!answer.ok) {
        expect(answer.refusal).toMatchObject({ code: "suspense_item_changed", params: { status: "AUTO_RESOLVED" } });
        continue;
      }
      const late = await approve(desk.people.finance, answer.value.approvalNo);
      expect(late).toMatchObject({ refusal: { code: "approval_closed", params: { status: "STALE" } } });
    }
    expect(await suspenseDifferences()).toEqual([]);
  });
});
