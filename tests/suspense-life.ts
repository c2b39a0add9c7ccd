import { randomUUID } from "node:crypto";
import { CLAIM_ACTS } from "@/core/suspense/claim";
import type { SuspenseStatus } from "@/core/suspense/item";
import { listResolutions } from "@/core/suspense/playbook";
import type { SuspenseAct } from "@/core/suspense/transitions";
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
import type { Random } from "./random";
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
const LOTS = 1_000_000_000;
const OPEN: readonly SuspenseStatus[] = ["OPEN", "ASSIGNED", "INVESTIGATING"];

type Life = { readonly people: Desk["people"]; readonly random: Random; readonly days: Day[]; nextNo: number };

/** Everything that can happen to suspense items, by the commands that people and files come in by. */
export function suspenseLife({ people }: Desk, random: Random): LifeStep[] {
  const life: Life = { people, random, days: [], nextNo: 1 };
  return [
    { name: "a day is reconciled", weight: 8, may: ["EXPLAIN"], act: () => openDay(life) },
    { name: "a corrected file or late news", weight: 8, may: ["EXPLAIN"], act: () => correct(life) },
    { name: "taken", weight: 12, may: ["TAKE"], act: () => workOn(life, claimSuspenseItem) },
    { name: "released", weight: 5, may: ["RELEASE"], act: () => workOn(life, releaseSuspenseItem) },
    { name: "commented", weight: 6, may: ["INVESTIGATE"], act: () => comment(life) },
    { name: "proposed", weight: 22, may: ["INVESTIGATE", "PROPOSE"], act: () => propose(life) },
    {
      name: "approved",
      weight: 30,
      may: ["RESOLVE", "RETURN", "PROPOSE", "REOPEN"],
      act: () => decide(life, "APPROVE"),
    },
    { name: "rejected", weight: 4, may: ["RETURN"], act: () => decide(life, "REJECT") },
    { name: "withdrawn", weight: 4, may: ["RETURN"], act: () => withdraw(life) },
    { name: "reopening asked", weight: 8, may: [], act: () => askToReopen(life) },
    { name: "claim moved", weight: 8, may: [], act: () => moveClaim(life) },
  ];
}

const workers = ({ people }: Life) => [people.maker, people.colleague, people.finance2];
const checkers = ({ people }: Life) => [people.finance, people.finance2, people.lead, people.lead2, people.maker];
const amountOf = (random: Random, from: bigint, to: bigint) => from + BigInt(random.below(Number(to - from) + 1));

async function openDay(life: Life): Promise<boolean> {
  const { random, days } = life;
  if (days.length >= MAX_DAYS) return false;
  const lines: FixtureLine[] = [];
  const orders: FixtureOrder[] = [];
  const unpaid: string[] = [];
  for (let left = 1 + random.below(5); left > 0; left -= 1) {
    const orderNo = `L${life.nextNo++}`;
    const amountMinor = amountOf(random, 100n, 9_000n);
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
}

/** A corrected file: a line is gone, has come, or says another amount; or the order is paid after all by its own system. */
async function correct(life: Life): Promise<boolean> {
  const { random, days } = life;
  const day = days.at(-1 - random.below(Math.min(DAYS_CORRECTED, days.length || 1)));
  if (!day) return false;
  const paid = random.once(3) ? day.unpaid.pop() : undefined;
  if (paid !== undefined) {
    const line = day.lines.find(({ orderNo }) => orderNo === paid);
    const news = { orderNo: paid, cashMinor: line?.amountMinor ?? 100n, merchantNo: "M1" };
    // News of another amount or merchant than the order's is refused, which is as well.
    await takeOrders([orderLine(news, day.on)]).catch(() => undefined);
  } else if (day.lines.length > 0 && !random.once(3)) {
    const nth = random.below(day.lines.length);
    const isGone = random.once(2);
    day.lines = day.lines.flatMap((line, at) =>
      at !== nth ? [line] : isGone ? [] : [{ ...line, amountMinor: line.amountMinor + 1n }],
    );
  } else {
    const [short] = await pickItems(random, "direction = 'SHORT' AND kind = 'SHORT'");
    const line = { orderNo: short?.matchKey ?? `L${life.nextNo++}`, amountMinor: short?.amountMinor ?? 700n };
    day.lines = [...day.lines, line];
  }
  await importBill(day.on, day.lines);
  return (await runReconciliation(asSystem(), { channel: "wechat", date: day.on })).ok;
}

async function workOn(life: Life, work: typeof claimSuspenseItem | typeof releaseSuspenseItem): Promise<boolean> {
  const [item] = await pickItems(life.random, "true");
  if (!item) return false;
  const commandId = randomUUID();
  const input = { commandId, itemNo: item.itemNo, expectedVersion: seenVersion(life.random, item) };
  return (await work(by(life.random.pick(workers(life)), commandId), input)).ok;
}

async function comment(life: Life): Promise<boolean> {
  const [item] = await pickItems(life.random, "true");
  if (!item) return false;
  await noteFinding(life.random.pick(workers(life)), item.itemNo);
  return true;
}

async function propose(life: Life): Promise<boolean> {
  const { random, days } = life;
  const [found] = await pickItems(random, `status = ANY ('{${OPEN.join(",")}}')`);
  if (!found) return false;
  const item = await itemOf(found.itemNo);
  const resolution = random.pick(listResolutions(item));
  const like = `channel_id = ${item.channelId} AND amount_minor = ${item.amountMinor} AND id <> ${item.id}`;
  const [counterpart] = await pickItems(random, like);
  const unpaid = random.pick(days).unpaid.at(0);
  const choice = {
    resolution,
    ...(resolution === "OFFSET" || resolution === "MATCH_BY_HAND" ? { counterpartNo: counterpart?.itemNo } : {}),
    ...(resolution === "BOOK_TO_ORDER" ? { orderNo: item.orderNo ?? unpaid ?? "L1" } : {}),
  };
  const expectedVersion = seenVersion(random, item);
  const proposal = { itemNo: item.itemNo, expectedVersion, choice, reason: "so it is" };
  return (await proposeAs(random.pick(workers(life)), proposal)).ok;
}

async function decide(life: Life, verdict: "APPROVE" | "REJECT"): Promise<boolean> {
  const request = await pickRequest(life.random);
  if (!request) return false;
  const decision = { approvalNo: request.approvalNo, expectedVersion: request.version, verdict, note: "looked at" };
  return (await decideAs(life.random.pick(checkers(life)), decision)).ok;
}

async function withdraw(life: Life): Promise<boolean> {
  const request = await pickRequest(life.random);
  if (!request) return false;
  const commandId = randomUUID();
  const input = { commandId, approvalNo: request.approvalNo, expectedVersion: request.version };
  return (await withdrawApproval(by(life.random.pick(workers(life)), commandId), input)).ok;
}

async function askToReopen(life: Life): Promise<boolean> {
  const [item] = await pickItems(life.random, "status = 'RESOLVED'");
  if (!item) return false;
  const commandId = randomUUID();
  const expectedVersion = seenVersion(life.random, item);
  const input = { commandId, itemNo: item.itemNo, expectedVersion, reason: "wrong after all" };
  return (await proposeReopening(by(life.random.pick(workers(life)), commandId), input)).ok;
}

async function moveClaim(life: Life): Promise<boolean> {
  const { random } = life;
  const [claim] = await reader.query<{ claimNo: string; version: number; left: bigint }>(
    `SELECT claim_no AS "claimNo", version, claimed_minor - recovered_minor - written_off_minor AS left FROM claims
     ORDER BY status <> 'OPEN', md5(claim_no || $1) LIMIT 1`,
    [`${random.below(LOTS)}`],
  );
  if (!claim) return false;
  const commandId = randomUUID();
  const act = random.pick(CLAIM_ACTS);
  const amountMinor = amountOf(random, 0n, claim.left + 1n);
  const input = {
    commandId,
    claimNo: claim.claimNo,
    expectedVersion: claim.version,
    act,
    amountMinor,
    reason: "letter",
  };
  return (await proposeClaimMovement(by(random.pick(workers(life)), commandId), input)).ok;
}

/** What was on the screen: mostly what is there, sometimes what was there a moment ago. */
function seenVersion(random: Random, { version }: { readonly version: number }): number {
  return random.once(20) ? Math.max(1, version - 1) : version;
}

async function pickItems(random: Random, condition: string): Promise<(ItemRaw & { matchKey: string })[]> {
  return reader.query<ItemRaw & { matchKey: string }>(
    `SELECT item_no AS "itemNo", status, version, direction, amount_minor AS "amountMinor", match_key AS "matchKey"
     FROM suspense_items WHERE ${condition} ORDER BY md5(item_no || $1) LIMIT 1`,
    [`${random.below(LOTS)}`],
  );
}

async function pickRequest(random: Random): Promise<{ approvalNo: string; version: number } | undefined> {
  const [request] = await reader.query<{ approvalNo: string; version: number }>(
    `SELECT approval_no AS "approvalNo", version FROM approvals ORDER BY status <> 'PENDING', md5(approval_no || $1) LIMIT 1`,
    [`${random.below(LOTS)}`],
  );
  return request;
}
