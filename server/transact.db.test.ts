import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accept, refuse } from "@/core/result";
import { defineCommand } from "@/server/command";
import { makePool } from "@/server/db";
import { withSnapshot } from "@/server/queries/stream-rows";
import { type DbTransaction, transact } from "@/server/transact";
import { readSnapshot } from "@/server/verify/snapshot";
import { addUser, as, asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(() => db.drop());

const INSERT = "INSERT INTO outbox (topic, payload, command_id) VALUES ($1, '{}', $2)";

async function enqueue(tx: DbTransaction, topic: string): Promise<void> {
  await tx.query(INSERT, [topic, tx.context.commandId]);
}

/** Leaves one outbox row per effect: the trace by which effects are counted. */
const note = (commandId: string, topic: string) =>
  transact("test.note", asSystem(commandId), { topic }, async (tx) => {
    await enqueue(tx, topic);
    return accept({ topic });
  });

async function countOf(topic: string): Promise<bigint> {
  const { rows } = await db.pool.query<{ count: bigint }>("SELECT count(*) AS count FROM outbox WHERE topic = $1", [
    topic,
  ]);
  return rows[0]?.count ?? 0n;
}

describe("one command id", () => {
  it("takes effect once, however often and at once it is sent, and answers the same each time", async () => {
    const commandId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => note(commandId, "fifty")));
    expect(answers).toEqual(Array.from({ length: 50 }, () => ({ ok: true, value: { topic: "fifty" } })));
    expect(await countOf("fifty")).toBe(1n);
  });

  it("is refused for another input, and nothing is written", async () => {
    const commandId = randomUUID();
    await note(commandId, "first");
    expect(await note(commandId, "second")).toMatchObject({ ok: false, refusal: { code: "command_id_reused" } });
    expect(await countOf("second")).toBe(0n);
  });

  it("answers its own actor alone", async () => {
    const commandId = randomUUID();
    await note(commandId, "mine");
    const other = await addUser(db.ownerPool, "curious", "AUDITOR");
    const theirs = await transact("test.note", as(other, commandId), { topic: "mine" }, async () => accept("theirs"));
    expect(theirs).toMatchObject({ ok: false, refusal: { code: "command_id_reused" } });
  });

  it("is not burned by a refusal: the same id works once the cause is gone", async () => {
    const commandId = randomUUID();
    let isReady = false;
    const attempt = () =>
      transact("test.ready", asSystem(commandId), {}, async (tx) => {
        await enqueue(tx, "ready");
        return isReady ? accept("done") : refuse("not_ready", "not yet");
      });
    expect(await attempt()).toMatchObject({ ok: false });
    expect(await countOf("ready")).toBe(0n);
    isReady = true;
    expect(await attempt()).toEqual({ ok: true, value: "done" });
    expect(await countOf("ready")).toBe(1n);
  });
});

describe("a transaction", () => {
  it("that throws leaves nothing behind", async () => {
    const failing = transact("test.fail", asSystem(), {}, async (tx) => {
      await enqueue(tx, "thrown");
      throw new Error("halfway");
    });
    await expect(failing).rejects.toThrow("halfway");
    expect(await countOf("thrown")).toBe(0n);
  });

  it("is tried again after a deadlock, and value is kept", async () => {
    const lockBoth = (first: number, second: number) =>
      transact("test.lock", asSystem(), { first, second }, async (tx) => {
        await tx.query("SELECT pg_advisory_xact_lock(77, $1)", [first]);
        await new Promise((resolve) => setTimeout(resolve, 150));
        await tx.query("SELECT pg_advisory_xact_lock(77, $1)", [second]);
        await enqueue(tx, "deadlock");
        return accept(null);
      });
    const results = await Promise.all([lockBoth(1, 2), lockBoth(2, 1)]);
    expect(results.every((result) => result.ok)).toBe(true);
    expect(await countOf("deadlock")).toBe(2n);
  });

  it("cannot leave a row that stands on no receipt, even if a statement escapes its rollback", async () => {
    const orphan = db.pool.query("INSERT INTO outbox (topic, payload, command_id) VALUES ('orphan', '{}', $1)", [
      randomUUID(),
    ]);
    await expect(orphan).rejects.toMatchObject({ code: "23503" });
  });
});

describe("a command", () => {
  const run = defineCommand<{ no: string }, string>({
    action: "test.view",
    permission: "user.edit",
    object: ({ no }) => ({ type: "test", no }),
    toHashed: (input) => ({ ...input }),
    effect: async () => accept("seen"),
  });

  it("is for those who hold its permission; a refusal is on record", async () => {
    const clerk = await addUser(db.ownerPool, "clerk", "OPERATOR");
    const admin = await addUser(db.ownerPool, "admin1", "ADMIN");
    expect(await run(as(clerk), { no: "7" })).toMatchObject({ ok: false, refusal: { code: "not_permitted" } });
    expect(await run(as(admin), { no: "7" })).toEqual({ ok: true, value: "seen" });
    const { rows } = await db.pool.query(
      "SELECT actor_login, outcome, command_id FROM audit_events WHERE stream = 'test'",
    );
    expect(rows).toEqual([{ actor_login: "clerk", outcome: "REFUSED", command_id: null }]);
  });
});

describe("a transaction that may take longer than the session's own limit", () => {
  const LIMITS = {
    DESK_POOL_MAX: 2,
    DESK_STATEMENT_TIMEOUT_MS: 5_000,
    DESK_LOCK_TIMEOUT_MS: 5_000,
    DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 5_000,
    DESK_TRANSACTION_TIMEOUT_MS: 700,
  };
  let usual: typeof globalThis.deskPool;
  beforeAll(() => {
    usual = globalThis.deskPool;
    globalThis.deskPool = makePool(db.appUrl, LIMITS);
  });
  afterAll(async () => {
    await globalThis.deskPool?.end();
    globalThis.deskPool = usual;
  });
  const SLOW = "SELECT pg_sleep(1.5)::text";

  it("is not ended by it: a command", async () => {
    const slow = async (tx: DbTransaction) => {
      await tx.query(SLOW);
      return accept({});
    };
    expect(await transact("test.slow", asSystem(), {}, slow, { seconds: 30 })).toEqual({ ok: true, value: {} });
  });

  it("is not ended by it: a long read and a proof", async () => {
    const read = withSnapshot(async function* (snapshot) {
      yield (await snapshot.query(SLOW)).length;
    });
    expect((await read.next()).value).toBe(1);
    await read.return(undefined);
    expect(await readSnapshot(async (snapshot) => (await snapshot.query(SLOW)).length)).toBe(1);
  });
});
