import { randomUUID } from "node:crypto";
import type { Result } from "@/core/result";
import { CLAIM_ACTS } from "@/core/suspense/claim";
import type { SuspenseStatus } from "@/core/suspense/item";
import { listResolutions } from "@/core/suspense/playbook";
import type { Resolution } from "@/core/suspense/resolutions";
import type { SuspenseAct } from "@/core/suspense/transitions";
import type { Random } from "@/prisma/seed/random";
import { proposeClaimMovement } from "@/server/commands/propose-claim-movement";
import { proposeReopening } from "@/server/commands/reopen-suspense-item";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { withdrawApproval } from "@/server/commands/withdraw-approval";
import { claimSuspenseItem, releaseSuspenseItem } from "@/server/commands/work-suspense-item";
import { reader } from "@/server/transact";
import { asSystem } from "./command-context";
import {
  by,
  type Desk,
  decideAs,
  type FixtureLine,
  type FixtureOrder,
  importBill,
  itemOf,
  noteFinding,
  orderLine,
  proposeAs,
  reconcileDay,
} from "./desk-fixture";
import { takeOrders } from "./small-company";

/** One thing that happens at random. `may`: the acts of the transition table that it may bring about, and no others. */
export type LifeStep = {
  readonly name: string;
  readonly weight: number;
  readonly may: readonly SuspenseAct[];
  /** Whether it came about; a refusal, or nothing to do it with, is false. */
  readonly act: () => Promise<boolean>;
};

type Day = { readonly on: string; lines: FixtureLine[]; readonly unpaid: string[] };
type ItemRaw = { itemNo: string; status: SuspenseStatus; version: number; direction: string; amountMinor: bigint };

/** So many days are opened; what happens later happens to their files. A corrected file runs every later day again. */
const MAX_DAYS = 40;
const DAYS_CORRECTED = 6;
const OPEN: readonly SuspenseStatus[] = ["OPEN", "ASSIGNED", "INVESTIGATING"];

/** Everything that can happen to suspense items, by the commands that people and files come in by. */
export function suspenseLife({ people }: Desk, random: Random): LifeStep[] {
  const days: Day[] = [];
  let nextNo = 1;
  const workers = [people.maker, people.colleague, people.finance2];
  const checkers = [people.finance, people.finance2, people.lead, people.lead2, people.maker];

  const openDay = async (): Promise<boolean> => {
    if (days.length >= MAX_DAYS) return false;
    const lines: FixtureLine[] = [];
    const orders: FixtureOrder[] = [];
    const unpaid: string[] = [];
    for (let left = random.intBetween(1, 5); left > 0; left -= 1) {
      const orderNo = `L${nextNo++}`;
      const amountMinor = random.minorBetween(100n, 9_000n);
      const merchantNo = random.pick(["M1", "M2"]);
      const what = random.pick(["MATCHED", "LONG", "SHORT", "UNPAID", "MORE", "LESS", "FEE", "TWICE"] as const);
      if (what !== "LONG") {
        orders.push({ orderNo, cashMinor: amountMinor, merchantNo, status: what === "UNPAID" ? "CREATED" : "PAID" });
      }
      if (what === "UNPAID") unpaid.push(orderNo);
      if (what === "SHORT") continue;
      const other = what === "MORE" ? 50n : what === "LESS" ? -50n : 0n;
      const line = { orderNo, amountMinor: amountMinor + other, ...(what === "FEE" ? { feeMinor: 99n } : {}) };
      lines.push(line, ...(what === "TWICE" ? [line] : []));
    }
    days.push({ on: await reconcileDay({ orders, lines }), lines, unpaid });
    return true;
  };

  /** A corrected file: a line is gone, has come, or says another amount; or the order is paid after all by its own system. */
  const correct = async (): Promise<boolean> => {
    const day = days.at(-random.intBetween(1, Math.min(DAYS_CORRECTED, days.length || 1)));
    if (!day) return false;
    const paid = day.unpaid.pop();
    if (paid !== undefined && random.chance(300)) {
      const line = day.lines.find(({ orderNo }) => orderNo === paid);
      const news = { orderNo: paid, cashMinor: line?.amountMinor ?? 100n, merchantNo: "M1" };
      // News of another amount or merchant than the order's is refused, which is as well.
      await takeOrders([orderLine(news, day.on)]).catch(() => undefined);
    } else if (day.lines.length > 0 && random.chance(600)) {
      const nth = random.intBetween(0, day.lines.length - 1);
      const changed = day.lines.map((line) => ({ ...line, amountMinor: line.amountMinor + 1n })).at(nth);
      day.lines = day.lines.flatMap((line, at) =>
        at !== nth ? [line] : random.chance(500) && changed ? [changed] : [],
      );
    } else {
      const [short] = await pickItems(random, "direction = 'SHORT' AND kind = 'SHORT'");
      day.lines = [
        ...day.lines,
        { orderNo: short?.matchKey ?? `L${nextNo++}`, amountMinor: short?.amountMinor ?? 700n },
      ];
    }
    await importBill(day.on, day.lines);
    return (await runReconciliation(asSystem(), { channel: "wechat", date: day.on })).ok;
  };

  const work = (what: "take" | "release" | "comment") => async (): Promise<boolean> => {
    const [item] = await pickItems(random, "true");
    if (!item) return false;
    const actor = random.pick(workers);
    if (what === "comment") return succeeds(noteFinding(actor, item.itemNo));
    const commandId = randomUUID();
    const input = { commandId, itemNo: item.itemNo, expectedVersion: seenVersion(random, item) };
    return succeeds((what === "take" ? claimSuspenseItem : releaseSuspenseItem)(by(actor, commandId), input));
  };

  const propose = async (): Promise<boolean> => {
    const [found] = await pickItems(random, `status = ANY ('{${OPEN.join(",")}}')`);
    if (!found) return false;
    const item = await itemOf(found.itemNo);
    const resolution: Resolution = random.pick(listResolutions(item));
    const [counterpart] = await pickItems(
      random,
      `channel_id = ${item.channelId} AND amount_minor = ${item.amountMinor}`,
    );
    const unpaid = random.pick(days).unpaid.at(0);
    const choice = {
      resolution,
      ...(resolution === "OFFSET" || resolution === "MATCH_BY_HAND" ? { counterpartNo: counterpart?.itemNo } : {}),
      ...(resolution === "BOOK_TO_ORDER" ? { orderNo: item.orderNo ?? unpaid ?? "L1" } : {}),
    };
    const expectedVersion = seenVersion(random, item);
    return succeeds(
      proposeAs(random.pick(workers), { itemNo: item.itemNo, expectedVersion, choice, reason: "so it is" }),
    );
  };

  const decide = (verdict: "APPROVE" | "REJECT") => async (): Promise<boolean> => {
    const request = await pickRequest(random);
    if (!request) return false;
    const decision = { approvalNo: request.approvalNo, expectedVersion: request.version, verdict, note: "looked at" };
    return succeeds(decideAs(random.pick(checkers), decision));
  };

  const withdraw = async (): Promise<boolean> => {
    const request = await pickRequest(random);
    if (!request) return false;
    const commandId = randomUUID();
    const input = { commandId, approvalNo: request.approvalNo, expectedVersion: request.version };
    return succeeds(withdrawApproval(by(random.pick(workers), commandId), input));
  };

  const askToReopen = async (): Promise<boolean> => {
    const [item] = await pickItems(random, "status = 'RESOLVED'");
    if (!item) return false;
    const commandId = randomUUID();
    const input = {
      commandId,
      itemNo: item.itemNo,
      expectedVersion: seenVersion(random, item),
      reason: "wrong after all",
    };
    return succeeds(proposeReopening(by(random.pick(workers), commandId), input));
  };

  const moveClaim = async (): Promise<boolean> => {
    const [claim] = await reader.query<{ claimNo: string; version: number; left: bigint }>(
      `SELECT claim_no AS "claimNo", version, claimed_minor - recovered_minor - written_off_minor AS left FROM claims
       ORDER BY status <> 'OPEN', md5(claim_no || $1) LIMIT 1`,
      [`${random.nextUint32()}`],
    );
    if (!claim) return false;
    const commandId = randomUUID();
    const act = random.pick(CLAIM_ACTS);
    const amountMinor = random.minorBetween(0n, claim.left + 1n);
    const input = {
      commandId,
      claimNo: claim.claimNo,
      expectedVersion: claim.version,
      act,
      amountMinor,
      reason: "letter",
    };
    return succeeds(proposeClaimMovement(by(random.pick(workers), commandId), input));
  };

  return [
    { name: "a day is reconciled", weight: 8, may: ["EXPLAIN"], act: openDay },
    { name: "a corrected file or late news", weight: 8, may: ["EXPLAIN"], act: correct },
    { name: "taken", weight: 12, may: ["TAKE"], act: work("take") },
    { name: "released", weight: 5, may: ["RELEASE"], act: work("release") },
    { name: "commented", weight: 6, may: ["INVESTIGATE"], act: work("comment") },
    { name: "proposed", weight: 22, may: ["INVESTIGATE", "PROPOSE"], act: propose },
    { name: "approved", weight: 30, may: ["RESOLVE", "RETURN", "PROPOSE", "REOPEN"], act: decide("APPROVE") },
    { name: "rejected", weight: 4, may: ["RETURN"], act: decide("REJECT") },
    { name: "withdrawn", weight: 4, may: ["RETURN"], act: withdraw },
    { name: "reopening asked", weight: 8, may: [], act: askToReopen },
    { name: "claim moved", weight: 8, may: [], act: moveClaim },
  ];
}

/** What was on the screen: mostly what is there, sometimes what was there a moment ago. */
function seenVersion(random: Random, { version }: { readonly version: number }): number {
  return random.chance(50) ? Math.max(1, version - 1) : version;
}

async function succeeds(result: Promise<Result<unknown> | { from: number }>): Promise<boolean> {
  const answer = await result;
  return "ok" in answer ? answer.ok : true;
}

async function pickItems(random: Random, condition: string): Promise<(ItemRaw & { matchKey: string })[]> {
  return reader.query<ItemRaw & { matchKey: string }>(
    `SELECT item_no AS "itemNo", status, version, direction, amount_minor AS "amountMinor", match_key AS "matchKey"
     FROM suspense_items WHERE ${condition} ORDER BY md5(item_no || $1) LIMIT 1`,
    [`${random.nextUint32()}`],
  );
}

async function pickRequest(random: Random): Promise<{ approvalNo: string; version: number } | undefined> {
  const [request] = await reader.query<{ approvalNo: string; version: number }>(
    `SELECT approval_no AS "approvalNo", version FROM approvals ORDER BY status <> 'PENDING', md5(approval_no || $1) LIMIT 1`,
    [`${random.nextUint32()}`],
  );
  return request;
}
