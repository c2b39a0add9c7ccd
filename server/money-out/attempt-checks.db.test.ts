import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { accept } from "@/core/result";
import { type reader, transact } from "@/server/transact";
import { ATTEMPT_CHECKS } from "@/server/verify/attempt-checks";
import { runBookCheck } from "@/server/verify/book-check";
import { asSystem } from "@/tests/command-context";
import { type Desk, openDesk } from "@/tests/desk-fixture";
import { prepareAttempt } from "./attempts";
import { hearAnswer } from "./hear-answer";
import type { Outgoing } from "./outgoing";

vi.mock("@/server/money-out/registry", () => {
  const double = { succeeded: vi.fn(), failed: vi.fn(), doubted: vi.fn() } as unknown as Outgoing;
  return { OUTGOING: { PAYOUT: double, REFUND: double } };
});

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await transact("test.prepare", asSystem(), randomUUID(), async (tx) => {
    const [channel] = await tx.query<{ id: bigint }>("SELECT id FROM channels WHERE code = 'wechat'");
    for (const objectNo of ["PO1", "PO2"]) {
      const what = { kind: "PAYOUT", objectNo, operation: "TRANSFER", amountMinor: 700n, asset: "CNY" } as const;
      const attempt = await prepareAttempt(tx, { ...what, channelId: channel?.id ?? 0n, payeeDigest: "" });
      if (objectNo === "PO1") attempts.push(attempt);
    }
    return accept(null);
  });
  const happenedAt = new Date("2026-11-20T04:00:00Z");
  const outcome = { kind: "SUCCEEDED", channelNo: "C", amountMinor: 700n, asset: "CNY", happenedAt } as const;
  for (const attempt of attempts) await hearAnswer(attempt, { source: "CALLBACK", outcome });
});
const attempts: Parameters<typeof hearAnswer>[0][] = [];
afterAll(() => desk.db.drop());

/** The checks that fail once a superuser has done this, which is undone again. */
async function failedAfter(...statements: readonly string[]): Promise<string[]> {
  const client = await desk.db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    for (const table of ["money_attempts", "money_answers"])
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const statement of statements) await client.query(statement);
    const db = {
      query: async (sql: string, params: readonly unknown[] = []) => (await client.query(sql, [...params])).rows,
    };
    const checks = [];
    for (const check of ATTEMPT_CHECKS) checks.push(await runBookCheck(db as typeof reader, check));
    return checks.filter((check) => !check.ok).map((check) => check.name);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

const COPY = (what: string) =>
  `INSERT INTO money_attempts (out_no, kind, object_no, attempt_no, operation, channel_id, amount_minor, asset, status, finished_at, command_id)
   SELECT 'X', kind, object_no, ${what}, operation, channel_id, amount_minor, asset, status, finished_at, command_id FROM money_attempts WHERE object_no = 'PO1'`;

it("hold of what has been paid", async () => {
  expect(await failedAfter()).toEqual([]);
});

it.each([
  ["an end that no channel said", ["attempts_answered"], "DELETE FROM money_answers"],
  ["an end of another amount", ["attempts_answered"], "UPDATE money_answers SET amount_minor = 1"],
  [
    "a payment that was forgotten",
    ["attempts_answered"],
    "UPDATE money_attempts SET status = 'SENT', finished_at = NULL WHERE object_no = 'PO1'",
  ],
  ["a gap in the attempts", ["attempts_answered"], "UPDATE money_attempts SET attempt_no = 2 WHERE object_no = 'PO2'"],
  ["a second payment", ["attempts_answered", "paid_once"], COPY("2")],
])("fail at %s", async (_, failing, statement) => {
  expect(await failedAfter(statement)).toEqual(failing);
});
