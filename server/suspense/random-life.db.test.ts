import { afterAll, beforeAll, expect, it } from "vitest";
import type { SuspenseStatus } from "@/core/suspense/item";
import { SUSPENSE_TRANSITIONS } from "@/core/suspense/transitions";
import { reader } from "@/server/transact";
import { runBookCheck } from "@/server/verify/book-check";
import { CLAIM_CHECKS } from "@/server/verify/claim-checks";
import { SUSPENSE_CHECKS } from "@/server/verify/reconciliation-checks";
import { verifyBooks } from "@/server/verify/verify-books";
import { type Desk, openDesk } from "@/tests/desk-fixture";
import { randomOf } from "@/tests/random";
import { type LifeStep, suspenseLife } from "@/tests/suspense-life";

const SEED = Number(process.env.DESK_LIFE_SEED ?? 7);
const STEPS = Number(process.env.DESK_LIFE_STEPS ?? 400);
/** `desk verify` as a whole so often; what suspense and claims are about after every step. */
const VERIFIED_EVERY = 50;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

type Statuses = ReadonlyMap<string, SuspenseStatus>;

async function readStatuses(): Promise<Statuses> {
  const rows = await reader.query<{ no: string; status: SuspenseStatus }>(
    "SELECT item_no AS no, status FROM suspense_items",
  );
  return new Map(rows.map(({ no, status }) => [no, status]));
}

/** What changed between two moments is in the transition table, by an act that the step may bring about. */
function judgeMoves({ name, may }: LifeStep, before: Statuses, after: Statuses): string[] {
  return [...after].flatMap(([no, to]) => {
    const from = before.get(no);
    if (from === to) return [];
    // An item that is new may have been closed by the very run that opened it.
    if (from === undefined) return to === "OPEN" || to === "AUTO_RESOLVED" ? [] : [`${no} begins as ${to}`];
    const acts = SUSPENSE_TRANSITIONS.filter((step) => step.from === from && step.to === to).map((step) => step.act);
    // A counterpart of an offset goes through PROPOSED within one command.
    const isOffset = name === "approved" && to === "RESOLVED" && from !== "AUTO_RESOLVED";
    return isOffset || acts.some((act) => may.includes(act)) ? [] : [`${no} went from ${from} to ${to} when ${name}`];
  });
}

async function findFaults(isWhole: boolean): Promise<string[]> {
  const whole = isWhole ? (await verifyBooks(reader)).checks : [];
  const own = await Promise.all([...SUSPENSE_CHECKS, ...CLAIM_CHECKS].map((check) => runBookCheck(reader, check)));
  // The fixture does not pay in what it books, so coverage is short from the beginning.
  const failed = [...own, ...whole].filter((check) => !check.ok && check.name !== "coverage");
  return failed.map(({ name, figure }) => `${name}: ${figure}`);
}

it(`suspense is its open items after each of ${STEPS} random steps (seed ${SEED})`, async () => {
  const random = randomOf(SEED);
  const steps = suspenseLife(desk, random);
  const bag = steps.flatMap((step) => Array.from({ length: step.weight }, () => step));
  const done = new Map<string, number>();
  let before = await readStatuses();
  for (let nth = 1; nth <= STEPS; nth += 1) {
    const step = nth === 1 ? steps[0] : random.pick(bag);
    if (!step) continue;
    if (await step.act()) done.set(step.name, (done.get(step.name) ?? 0) + 1);
    const after = await readStatuses();
    const faults = [...judgeMoves(step, before, after), ...(await findFaults(nth % VERIFIED_EVERY === 0))];
    expect(faults, `step ${nth}, ${step.name}`).toEqual([]);
    before = after;
  }
  if (STEPS < 1_000) return;
  // Everything that can happen has happened, so that none of it was proved by never being tried.
  for (const { name } of steps) expect(done.get(name), name).toBeGreaterThan(0);
  const [lived] = await reader.query<{ resolutions: number; reopened: number; explained: number; claims: number }>(
    `SELECT count(DISTINCT resolution)::int AS resolutions, sum(reopened_count)::int AS reopened,
            count(*) FILTER (WHERE status = 'AUTO_RESOLVED')::int AS explained,
            (SELECT count(DISTINCT kind)::int FROM claim_movements) AS claims
     FROM suspense_items WHERE status IN ('RESOLVED', 'AUTO_RESOLVED') OR reopened_count > 0`,
  );
  expect(lived?.resolutions).toBeGreaterThan(6);
  expect(Math.min(lived?.reopened ?? 0, lived?.explained ?? 0, lived?.claims ?? 0)).toBeGreaterThan(0);
});
