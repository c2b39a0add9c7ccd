import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { AnswerSource } from "@/core/money-out/attempt";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { accept } from "@/core/result";
import { reader, transact } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import { type Desk, openDesk } from "@/tests/desk-fixture";
import { type Attempt, prepareAttempt } from "./attempts";
import { hearAnswer } from "./hear-answer";
import type { Outgoing } from "./outgoing";

/** How often each object was told of an end: a test double in the place of payouts and refunds. */
const ends = new Map<string, string[]>();
vi.mock("@/server/money-out/registry", () => {
  const end = (word: string) => async (_: unknown, attempt: Attempt) => {
    ends.set(attempt.objectNo, [...(ends.get(attempt.objectNo) ?? []), word]);
  };
  const bounced = async (_: unknown, attempt: Attempt) => {
    if (ends.get(attempt.objectNo)?.includes("BACK")) return false;
    await end("BACK")(_, attempt);
    return true;
  };
  const double = { instruct: vi.fn(), succeeded: end("PAID"), failed: end("FAILED"), bounced, doubted: vi.fn() };
  return { OUTGOING: { PAYOUT: double as unknown as Outgoing, REFUND: double as unknown as Outgoing } };
});

let desk: Desk;
let channelId = 0n;
beforeAll(async () => {
  desk = await openDesk();
  channelId = (await reader.query<{ id: bigint }>("SELECT id FROM channels WHERE code = 'wechat'"))[0]?.id ?? 0n;
});
afterAll(() => desk.db.drop());

const said = { code: "X", message: "" };
const paid = { kind: "SUCCEEDED", channelNo: "C", asset: "CNY", happenedAt: new Date("2026-11-20T04:00:00Z") } as const;
const EVENTS: Readonly<Record<string, { source: AnswerSource; outcome: ChannelOutcome }>> = {
  accepted: { source: "RESPONSE", outcome: { kind: "PROCESSING", channelNo: null } },
  silent: { source: "RESPONSE", outcome: { kind: "NO_ANSWER", ...said } },
  unknown: { source: "INQUIRY", outcome: { kind: "NOT_FOUND" } },
  paid: { source: "CALLBACK", outcome: { ...paid, amountMinor: 700n } },
  failed: { source: "CALLBACK", outcome: { kind: "FAILED", fault: "CHANNEL", ...said } },
  bounced: { source: "CALLBACK", outcome: { ...paid, ...said, kind: "BOUNCED", amountMinor: 700n } },
  otherAmount: { source: "CALLBACK", outcome: { ...paid, amountMinor: 701n } },
};
/** Six at a time: those that say how far it is, and those by which money goes and comes back. */
const SETS = [
  ["accepted", "silent", "unknown", "paid", "failed", "otherAmount"],
  ["accepted", "silent", "paid", "failed", "bounced", "otherAmount"],
] as const;
/**
 * The model: the first final word ends it, for ever; whatever final word differs from it afterwards is a case. What bounced was
 * paid, and comes back once.
 */
function expected(order: readonly string[]) {
  const end = order.find((name) => name === "paid" || name === "failed" || name === "bounced");
  const after = order.slice(end === undefined ? order.length : order.indexOf(end) + 1);
  const cases = new Set<string>();
  if (end === "failed" && after.includes("bounced")) cases.add("CONTRADICTION");
  if (end === "failed" && (after.includes("paid") || after.includes("otherAmount"))) cases.add("LATE_SUCCESS");
  if ((end === "paid" || end === "bounced") && after.includes("failed")) cases.add("CONTRADICTION");
  const others = end === "failed" ? order.slice(0, order.indexOf(end)) : order;
  if (others.includes("otherAmount")) cases.add("AMOUNT_DIFFERS");
  const isBack = end === "bounced" || (end === "paid" && after.includes("bounced"));
  const last = end === "failed" ? ["FAILED"] : ["PAID", ...(isBack ? ["BACK"] : [])];
  return { end: end === undefined ? [] : last, cases: [...cases].sort() };
}

function* permutations(rest: readonly string[]): Generator<readonly string[]> {
  if (rest.length === 0) yield [];
  for (const [index, first] of rest.entries()) {
    const others = rest.filter((_, at) => at !== index);
    for (const tail of permutations(others)) yield [first, ...tail];
  }
}
async function prepareAll(names: readonly string[]): Promise<Attempt[]> {
  const prepared: Attempt[] = [];
  await transact("test.prepare", asSystem(), randomUUID(), async (tx) => {
    for (const objectNo of names) {
      const what = { kind: "PAYOUT", objectNo, operation: "TRANSFER", channelId, amountMinor: 700n } as const;
      prepared.push(await prepareAttempt(tx, { ...what, asset: "CNY", payeeDigest: "" }));
    }
    return accept(null);
  });
  await desk.db.ownerPool.query(
    "UPDATE money_attempts SET status = 'SENT', sends = 1, version = version + 1 WHERE status = 'WAITING'",
  );
  return prepared;
}

it.each(SETS)(
  "every order of %s, %s, %s, %s, %s and %s, each of them twice in places, ends where the model does, with one booking",
  async (...set) => {
    const orders = [...permutations(set)].map((order, index) => {
      const repeated = order[index % order.length] ?? "paid";
      return [...order.slice(0, 3), repeated, ...order.slice(3)];
    });
    expect(orders).toHaveLength(720);
    const nameOf = (index: number) => `${set.join("")}${index}`;
    const attempts = await prepareAll(orders.map((_, index) => nameOf(index)));
    const walk = async (order: readonly string[], index: number) => {
      const attempt = attempts[index];
      for (const name of order) {
        const event = EVENTS[name];
        if (attempt && event) expect((await hearAnswer(attempt, event)).ok).toBe(true);
      }
    };
    for (let from = 0; from < orders.length; from += 16) {
      await Promise.all(orders.slice(from, from + 16).map((order, offset) => walk(order, from + offset)));
    }
    const rows = await reader.query<{ no: string; status: string; cases: string[] }>(
      `SELECT a.object_no AS no, a.status, array(SELECT DISTINCT kind FROM money_cases k WHERE k.out_no = a.out_no ORDER BY 1) AS cases
     FROM money_attempts a`,
    );
    const found = new Map(rows.map((row) => [row.no, { end: ends.get(row.no) ?? [], cases: row.cases }]));
    for (const [index, order] of orders.entries()) {
      expect(found.get(nameOf(index)), order.join(" ")).toEqual(expected(order));
    }
  },
  120_000,
);
