import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { proposeClaimMovement } from "@/server/commands/propose-claim-movement";
import { proposeReopening } from "@/server/commands/reopen-suspense-item";
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
import { askAboutAll, countDeadlocks, fileAlike, inFlight, openItemsOf, ROUNDS, winnerOf } from "@/tests/races";

/** So many rounds that race with one run: people come before, within and after it. */
const ROUNDS_A_RUN = 25;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

/** Items of payments that only the channel knows, one a round, by their keys. */
async function openLongs(name: string, amountMinor: bigint, count: number = ROUNDS): Promise<string[]> {
  const keys = Array.from({ length: count }, (_, round) => `${name}-${round}`);
  await reconcileDay({ lines: keys.map((orderNo) => ({ orderNo, amountMinor })) });
  return keys;
}

/** What happens beside the run, and what has to be true after both. */
type Rounds = {
  readonly round: (nth: number) => Promise<void>;
  readonly check: (nth: number) => Promise<void>;
};

/**
 * Rounds in groups, each with a day of its own and a run that explains it: what lies further back than its channel's lines
 * are looked for stays a break. The run begins a little later from group to group.
 */
async function raceRuns(
  name: string,
  amountMinor: bigint,
  prepare: (keys: readonly string[]) => Promise<Rounds>,
): Promise<void> {
  for (let group = 0; group * ROUNDS_A_RUN < ROUNDS; group += 1) {
    const keys = await openLongs(`${name}${group}`, amountMinor, Math.min(ROUNDS_A_RUN, ROUNDS - group * ROUNDS_A_RUN));
    const { round, check } = await prepare(keys);
    let begin: (() => void) | undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const orders = keys.map((orderNo) => ({ orderNo, cashMinor: amountMinor }));
    const run = begun.then(() => reconcileDay({ orders }));
    await inFlight(keys, async (_, nth) => {
      if (nth === group % keys.length) begin?.();
      await round(nth);
    });
    await run;
    for (const nth of keys.keys()) await check(nth);
  }
}

function propose(actor: Actor, { itemNo, version }: { itemNo: string; version: number }, choice: ResolutionChoice) {
  return proposeAs(actor, { itemNo, expectedVersion: version, choice, reason: "clear" });
}
function approve(actor: Actor, approvalNo: string) {
  return decideAs(actor, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" });
}
async function vouchersOf(itemNo: string): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM vouchers WHERE object_no = $1 AND approval_id IS NOT NULL",
    [itemNo],
  );
  return row?.count ?? 0;
}
/** Resolves the open items of these numbers alike; answers the items. */
async function resolveAll(keys: readonly string[], choice: ResolutionChoice): Promise<string[]> {
  const asked = await askAboutAll(desk, desk.people.maker, keys, choice);
  await inFlight(asked, async ({ approvalNo }) => {
    expect(accepted(await approve(desk.people.finance, approvalNo)).outcome).toBe("EXECUTED");
  });
  return asked.map(({ itemNo }) => itemNo);
}

describe(`resolve against resolve, ${ROUNDS} rounds each`, () => {
  it("two propose about one item: one request, and the other is told what it is now", async () => {
    const { maker, colleague } = desk.people;
    await inFlight(await openLongs("P", 100n), async (key) => {
      const item = await openItemOf(key);
      const choices: ResolutionChoice[] = [{ resolution: "REFUND_TO_PAYER" }, { resolution: "WRITE_OFF_TO_INCOME" }];
      const answers = await Promise.all([
        propose(maker, item, choices[0] ?? { resolution: "REFUND_TO_PAYER" }),
        propose(colleague, item, choices[1] ?? { resolution: "REFUND_TO_PAYER" }),
      ]);
      expect(winnerOf(answers).refusal).toMatchObject({
        code: "suspense_item_changed",
        params: { itemNo: item.itemNo, status: "PROPOSED" },
      });
    });
    expect(await suspenseDifferences()).toEqual([]);
  });

  it("two requests that offset the same item: one takes it, the other is void and says what changed", async () => {
    const keys = Array.from({ length: ROUNDS }, (_, round) => `O-${round}`);
    await reconcileDay({
      lines: keys.flatMap((key) => ["A", "B"].map((side) => ({ orderNo: `${key}-${side}`, amountMinor: 1_000n }))),
      orders: keys.map((key) => ({ orderNo: `${key}-S`, cashMinor: 1_000n })),
    });
    const { maker, colleague, finance, finance2 } = desk.people;
    const counterparts = await openItemsOf(keys.map((key) => `${key}-S`));
    const askAll = async (actor: Actor, side: string) => {
      const items = await openItemsOf(keys.map((key) => `${key}-${side}`));
      const nosOf = (nth: number) => [items[nth] ?? "", counterparts[nth] ?? ""];
      const [own = "", counterpartNo = ""] = nosOf(0);
      const { approvalNo } = accepted(await propose(actor, await itemOf(own), { resolution: "OFFSET", counterpartNo }));
      const nos = keys.map((_, nth) => nosOf(nth));
      return [approvalNo, ...(await fileAlike(desk, { approvalNo, nos: nosOf(0) }, nos.slice(1)))];
    };
    const [first, second] = [await askAll(maker, "A"), await askAll(colleague, "B")];
    await inFlight(counterparts, async (counterpartNo, nth) => {
      const pair = [approve(finance, first[nth] ?? ""), approve(finance2, second[nth] ?? "")];
      const answers = (await Promise.all(pair)).map(accepted);
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["EXECUTED", "STALE"]);
      const late = answers.find(({ outcome }) => outcome === "STALE");
      expect(late?.changed.join()).toContain(counterpartNo);
      expect((await itemOf(counterpartNo)).status).toBe("RESOLVED");
    });
    expect(await suspenseDifferences()).toEqual([]);
  });

  it("a claim's recovery against reopening its item: one of them, never both", async () => {
    const keys = Array.from({ length: ROUNDS }, (_, round) => `C-${round}`);
    await reconcileDay({ orders: keys.map((orderNo) => ({ orderNo, cashMinor: 400n })) });
    const items = await resolveAll(keys, { resolution: "CLAIM_FROM_CHANNEL" });
    const { reopenings, recoveries } = await askAboutClaims(items);
    const { finance, finance2 } = desk.people;
    await inFlight(items, async (itemNo, nth) => {
      const pair = [approve(finance, reopenings[nth] ?? ""), approve(finance2, recoveries[nth] ?? "")];
      const answers = (await Promise.all(nth % 2 === 0 ? pair : pair.reverse())).map(accepted);
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["EXECUTED", "STALE"]);
      const { status } = await itemOf(itemNo);
      const [after] = await reader.query(
        "SELECT status, recovered_minor FROM claims WHERE item_id = (SELECT id FROM suspense_items WHERE item_no = $1)",
        [itemNo],
      );
      expect(after).toEqual(
        status === "RESOLVED"
          ? { status: "OPEN", recovered_minor: 150n }
          : { status: "TAKEN_BACK", recovered_minor: 0n },
      );
    });
    expect(await suspenseDifferences()).toEqual([]);
  });
});

function reopen(actor: Actor, itemNo: string, expectedVersion: number) {
  const commandId = randomUUID();
  return proposeReopening(by(actor, commandId), { commandId, itemNo, expectedVersion, reason: "wrong" });
}

/** For each claimed item a request to reopen it and one to note a part of its claim as paid. */
async function askAboutClaims(items: readonly string[]): Promise<{ reopenings: string[]; recoveries: string[] }> {
  const { maker, colleague } = desk.people;
  const rows = await reader.query<{ nos: [string, string, string]; version: number }>(
    `SELECT jsonb_build_array(i.item_no, v.voucher_no, k.claim_no) AS nos, i.version FROM unnest($1::text[]) WITH ORDINALITY AS o (no, nth)
     JOIN suspense_items i ON i.item_no = o.no JOIN vouchers v ON v.id = i.resolved_voucher_id JOIN claims k ON k.item_id = i.id ORDER BY o.nth`,
    [items],
  );
  const [pattern, ...others] = rows;
  invariant(pattern, "there are claims");
  const [itemNo, , claimNo] = pattern.nos;
  const reopening = accepted(await reopen(maker, itemNo, pattern.version)).approvalNo;
  const commandId = randomUUID();
  const paid = {
    commandId,
    claimNo,
    expectedVersion: 1,
    act: "RECOVERY",
    amountMinor: 150n,
    reason: "letter",
  } as const;
  const recovery = accepted(await proposeClaimMovement(by(colleague, commandId), paid)).approvalNo;
  const alike = (approvalNo: string) =>
    fileAlike(
      desk,
      { approvalNo, nos: pattern.nos },
      others.map(({ nos }) => nos),
    );
  return { reopenings: [reopening, ...(await alike(reopening))], recoveries: [recovery, ...(await alike(recovery))] };
}

describe(`resolve against a run that explains the item, ${ROUNDS} rounds each`, () => {
  it("approve: closed once, by one of them; the checker is told where the run was faster", async () => {
    let [people, runs] = [0, 0];
    await raceRuns("N", 70n, async (keys) => {
      const asked = await askAboutAll(desk, desk.people.maker, keys, { resolution: "REFUND_TO_PAYER" });
      const answers: Awaited<ReturnType<typeof approve>>[] = [];
      return {
        round: async (nth) => {
          answers[nth] = await approve(desk.people.finance, asked[nth]?.approvalNo ?? "");
        },
        check: async (nth) => {
          const [answer, itemNo] = [answers[nth], asked[nth]?.itemNo ?? ""];
          invariant(answer, "everybody was answered");
          const isPosted = answer.ok && answer.value.outcome === "EXECUTED";
          expect((await itemOf(itemNo)).status).toBe(isPosted ? "RESOLVED" : "AUTO_RESOLVED");
          expect(await vouchersOf(itemNo)).toBe(isPosted ? 1 : 0);
          if (isPosted) people += 1;
          else runs += 1;
          if (!answer.ok) {
            expect(answer.refusal).toMatchObject({ code: "approval_closed", params: { status: "STALE" } });
          }
        },
      };
    });
    expect(people + runs).toBe(ROUNDS);
    expect(Math.min(people, runs)).toBeGreaterThan(0);
    expect(await suspenseDifferences()).toEqual([]);
  });

  it("propose: either a request that the run makes void, or a refusal that says so", async () => {
    await raceRuns("Q", 80n, async (keys) => {
      const items = await openItemsOf(keys);
      const answers: Awaited<ReturnType<typeof propose>>[] = [];
      return {
        round: async (nth) => {
          const item = { itemNo: items[nth] ?? "", version: 1 };
          answers[nth] = await propose(desk.people.maker, item, { resolution: "REFUND_TO_PAYER" });
        },
        check: async (nth) => {
          const answer = answers[nth];
          invariant(answer, "everybody was answered");
          expect((await itemOf(items[nth] ?? "")).status).toBe("AUTO_RESOLVED");
          if (!answer.ok) {
            expect(answer.refusal).toMatchObject({
              code: "suspense_item_changed",
              params: { status: "AUTO_RESOLVED" },
            });
            return;
          }
          const late = await approve(desk.people.finance, answer.value.approvalNo);
          expect(late).toMatchObject({ refusal: { code: "approval_closed", params: { status: "STALE" } } });
        },
      };
    });
    expect(await suspenseDifferences()).toEqual([]);
  });
});

it("nobody has waited for somebody who waited for them", async () => {
  expect(await countDeadlocks(desk)).toBe(0n);
});
