import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChannelOutcome } from "@/core/money-out/channel-outcome";
import { accept } from "@/core/result";
import type { ChannelClient } from "@/server/channels/channel-client";
import { reader, transact } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import { type Desk, openDesk } from "@/tests/desk-fixture";
import { type Attempt, prepareAttempt } from "./attempts";
import { hearAnswer } from "./hear-answer";
import { doubtLost, inquireDoubtful } from "./inquire-doubtful";
import type { Outgoing } from "./outgoing";
import { sendingDone, startSending } from "./send-waiting";

/** What the objects were told, in order: a test double in the place of payouts and refunds. */
const told: string[] = [];
vi.mock("@/server/channels/find-channel-client", () => ({ findChannelClient: () => null }));
vi.mock("@/server/money-out/registry", () => {
  const note = (word: string, attempt: Attempt) => told.push(`${attempt.objectNo} ${word}`);
  const double: Outgoing = {
    async instruct(_, { outNo, amountMinor, asset }) {
      return { outNo, amountMinor, asset, payee: { holder: "H", bank: "B", accountNo: "1" }, purpose: "test" };
    },
    async succeeded(_, attempt) {
      note("succeeded", attempt);
    },
    async failed(_, attempt, { fault }) {
      note(`failed by ${fault}`, attempt);
    },
    async doubted(_, attempt, inDoubt) {
      note(inDoubt ? "doubted" : "under way", attempt);
    },
  };
  return { OUTGOING: { PAYOUT: double, REFUND: double } };
});

let desk: Desk;
let channelId = 0n;
beforeAll(async () => {
  desk = await openDesk();
  const [row] = await reader.query<{ id: bigint }>("SELECT id FROM channels WHERE code = 'wechat'");
  channelId = row?.id ?? 0n;
});
afterAll(() => desk.db.drop());
beforeEach(async () => {
  told.length = 0;
});
afterEach(() =>
  desk.db.ownerPool.query(
    `ALTER TABLE money_stops DISABLE TRIGGER lawful;
     UPDATE money_stops SET resumed_at = now() WHERE resumed_at IS NULL;
     ALTER TABLE money_stops ENABLE TRIGGER lawful`,
  ),
);

const NO_ANSWER: ChannelOutcome = { kind: "NO_ANSWER", code: "TIMEOUT", message: "no answer in time" };
const PAID: ChannelOutcome = {
  kind: "SUCCEEDED",
  channelNo: "C1",
  amountMinor: 700n,
  asset: "CNY",
  happenedAt: new Date("2026-11-20T12:00:00+08:00"),
};
let objects = 0;
const nextNo = () => {
  objects += 1;
  return `P${objects}`;
};
async function prepare(objectNo = nextNo(), approvalId?: bigint): Promise<Attempt> {
  const prepared: Attempt[] = [];
  const result = await transact("test.prepare", asSystem(), { objectNo, id: randomUUID() }, async (tx) => {
    const attempt = { kind: "PAYOUT", objectNo, operation: "TRANSFER", channelId, amountMinor: 700n } as const;
    const rest = { asset: "CNY", payeeDigest: "", ...(approvalId === undefined ? {} : { approvalId }) };
    prepared.push(await prepareAttempt(tx, { ...attempt, ...rest }));
    return accept(null);
  });
  expect(result.ok).toBe(true);
  const [attempt] = prepared;
  if (!attempt) throw new Error("nothing was prepared");
  return attempt;
}

/** A channel that says these things in turn, the last one for ever, and keeps the numbers that it was called with. */
function channelSaying(...says: readonly ChannelOutcome[]) {
  const sent: string[] = [];
  const asked: string[] = [];
  const next = () => says[Math.min(sent.length + asked.length, says.length) - 1] ?? NO_ANSWER;
  const client = {
    transfer: async ({ outNo }: { outNo: string }) => {
      sent.push(outNo);
      return next();
    },
    askTransfer: async (outNo: string) => {
      asked.push(outNo);
      return next();
    },
  } as unknown as ChannelClient;
  return { find: () => client, sent, asked };
}
async function sendWith(channel: { find: () => ChannelClient }) {
  await startSending(channel.find);
  await sendingDone();
}
const rowOf = async ({ id }: Attempt) => {
  const [row] = await reader.query<{ status: string; sends: number; inquiries: number; isDue: boolean | null }>(
    `SELECT status, sends, inquiries, next_inquiry_at <= now() + interval '1 hour' AS "isDue" FROM money_attempts WHERE id = $1`,
    [id],
  );
  return row;
};
const casesOf = ({ outNo }: Attempt) =>
  reader.query<{ kind: string }>("SELECT kind FROM money_cases WHERE out_no = $1 ORDER BY id", [outNo]);
/** The pool of the app's role, as the desk's own commands use it. */
const app = () => globalThis.deskPool as NonNullable<typeof globalThis.deskPool>;
const makeDue = () =>
  desk.db.ownerPool.query(
    "UPDATE money_attempts SET next_inquiry_at = now(), lease_until = NULL, version = version + 1 WHERE next_inquiry_at IS NOT NULL",
  );

describe("an attempt", () => {
  it("is sent once, heard of and booked, by any number of workers", async () => {
    const attempts = await Promise.all(Array.from({ length: 12 }, () => prepare()));
    const channel = channelSaying(PAID);
    await Promise.all([sendWith(channel), sendWith(channel), sendWith(channel)]);
    expect([...channel.sent].sort()).toEqual(attempts.map((attempt) => attempt.outNo).sort());
    expect(new Set(told).size).toBe(12);
    expect(told).toHaveLength(12);
  });

  it("that nobody answered is in doubt, is asked about and sent again under its own number, never under another", async () => {
    const attempt = await prepare();
    const channel = channelSaying(NO_ANSWER, { kind: "NOT_FOUND" }, { kind: "PROCESSING", channelNo: null }, PAID);
    await sendWith(channel);
    expect(await rowOf(attempt)).toMatchObject({ status: "IN_DOUBT", sends: 1, isDue: true });
    await makeDue();
    expect(await inquireDoubtful(channel.find)).toEqual({ asked: 1 });
    expect(await rowOf(attempt)).toMatchObject({ status: "WAITING", sends: 1, inquiries: 1 });
    await sendWith(channel);
    expect(await rowOf(attempt)).toMatchObject({ status: "PROCESSING", sends: 2 });
    await makeDue();
    await inquireDoubtful(channel.find);
    expect(await rowOf(attempt)).toMatchObject({ status: "SUCCEEDED" });
    expect(new Set([...channel.sent, ...channel.asked])).toEqual(new Set([attempt.outNo]));
    expect(told).toEqual(["doubted", "under way", "succeeded"].map((word) => `${attempt.objectNo} ${word}`));
  });

  it("is asked about six times, then a case is a person's", async () => {
    const attempt = await prepare();
    const channel = channelSaying(NO_ANSWER);
    await sendWith(channel);
    for (let round = 1; round <= 8; round += 1) {
      await makeDue();
      await inquireDoubtful(channel.find);
    }
    expect(await rowOf(attempt)).toMatchObject({ status: "IN_DOUBT", inquiries: 6, isDue: null });
    expect(await casesOf(attempt)).toEqual([{ kind: "UNANSWERED" }]);
  });

  it("whose worker died is in doubt once its lease is over, and the worker's late word is refused", async () => {
    const attempt = await prepare();
    await desk.db.ownerPool.query(
      `UPDATE money_attempts SET status = 'SENT', sends = 1, lease_token = nextval('attempt_leases'),
         lease_until = clock_timestamp() - interval '1 second', version = version + 1 WHERE id = $1`,
      [attempt.id],
    );
    const [stale] = await reader.query<{ token: bigint }>(
      "SELECT lease_token AS token FROM money_attempts WHERE id = $1",
      [attempt.id],
    );
    expect(await doubtLost()).toEqual({ lost: 1 });
    expect(await rowOf(attempt)).toMatchObject({ status: "IN_DOUBT" });
    const late = await hearAnswer(attempt, { source: "RESPONSE", outcome: PAID }, stale?.token);
    expect(late).toMatchObject({ ok: false, refusal: { code: "lease_lost" } });
    expect(await rowOf(attempt)).toMatchObject({ status: "IN_DOUBT" });
  });

  it("that failed stays so whatever is said later, and the late success is a case", async () => {
    const attempt = await prepare();
    await sendWith(channelSaying({ kind: "FAILED", fault: "CHANNEL", code: "X", message: "closed" }));
    expect(told).toEqual([`${attempt.objectNo} failed by CHANNEL`]);
    for (let time = 0; time < 3; time += 1) await hearAnswer(attempt, { source: "CALLBACK", outcome: PAID });
    expect(await rowOf(attempt)).toMatchObject({ status: "FAILED" });
    expect(await casesOf(attempt)).toEqual([{ kind: "LATE_SUCCESS" }]);
    expect(told).toHaveLength(1);
  });

  it("waits while money is stopped, and goes on being asked about", async () => {
    const doubtful = await prepare();
    await sendWith(channelSaying(NO_ANSWER));
    const waiting = await prepare();
    await transact("test.stop", asSystem(), randomUUID(), async (tx) => {
      await tx.query("INSERT INTO money_stops (cause, reason, command_id) VALUES ('RESTORE', 'test', $1)", [
        tx.context.commandId,
      ]);
      return accept(null);
    });
    const channel = channelSaying(PAID);
    await sendWith(channel);
    await makeDue();
    await inquireDoubtful(channel.find);
    expect(channel.sent).toEqual([]);
    expect(await rowOf(waiting)).toMatchObject({ status: "WAITING", sends: 0 });
    expect(await rowOf(doubtful)).toMatchObject({ status: "SUCCEEDED" });
    await expect(
      app().query("UPDATE money_attempts SET status = 'SENT', version = version + 1 WHERE id = $1", [waiting.id]),
    ).rejects.toMatchObject({ code: "CD041" });
  });
});

describe("the database refuses", () => {
  it("a second open attempt, one more without an approved request, and another number, amount or payee", async () => {
    const attempt = await prepare();
    await expect(prepare(attempt.objectNo, undefined)).rejects.toThrow(/needs an approved request/);
    for (const change of [
      "out_no = 'X'",
      "amount_minor = 1",
      "payee_digest = 'x'",
      "object_no = 'x'",
      "attempt_no = 9",
    ]) {
      const sql = `UPDATE money_attempts SET ${change}, version = version + 1 WHERE id = $1`;
      await expect(app().query(sql, [attempt.id])).rejects.toMatchObject({ code: "CD040" });
    }
    await expect(app().query("DELETE FROM money_attempts WHERE id = $1", [attempt.id])).rejects.toThrow();
    await expect(
      app().query("UPDATE money_attempts SET lease_token = -1, version = version + 1 WHERE id = $1", [attempt.id]),
    ).rejects.toMatchObject({ code: "CD040" });
  });
});
