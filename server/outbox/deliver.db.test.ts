import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { accept } from "@/core/result";
import { deliverOutbox } from "@/server/outbox/deliver";
import { enqueue } from "@/server/outbox/enqueue";
import { reader, transact } from "@/server/transact";
import { asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(() => db.drop());
beforeEach(() => db.ownerPool.query("DELETE FROM outbox"));

const leave = (messages: number) =>
  transact("test.leave", asSystem(), {}, async (tx) => {
    for (let index = 0; index < messages; index += 1) await enqueue(tx, "books.prove", { index });
    return accept(null);
  });

it("gives each message to one worker, however many there are", async () => {
  await leave(40);
  const seen: unknown[] = [];
  const topics = {
    "books.prove": {
      takesAll: false,
      handle: async (payload: unknown) => {
        seen.push(payload);
      },
    },
  };
  const workAll = async () => {
    while ((await deliverOutbox(topics)) > 0);
  };
  await Promise.all([workAll(), workAll(), workAll(), workAll()]);
  expect(seen).toHaveLength(40);
  expect(new Set(seen.map((payload) => JSON.stringify(payload))).size).toBe(40);
});

it("tries a failed message again later, and remembers why", async () => {
  await leave(1);
  const failing = {
    "books.prove": {
      takesAll: false,
      handle: async () => {
        throw new Error("channel away");
      },
    },
  };
  expect(await deliverOutbox(failing)).toBe(0);
  expect(await deliverOutbox(failing)).toBe(0);
  const rows = await reader.query("SELECT attempts, last_error, available_at > now() AS later, done_at FROM outbox");
  expect(rows).toEqual([{ attempts: 1, last_error: "channel away", later: true, done_at: null }]);
});

it("takes over a message whose worker died with it", async () => {
  await leave(1);
  await db.ownerPool.query("UPDATE outbox SET attempts = 1, available_at = now() - interval '1 second'");
  expect(await deliverOutbox({ "books.prove": { takesAll: true, handle: async () => undefined } })).toBe(1);
});

it("proves the books once for all that asked, and keeps the proof", async () => {
  await leave(5);
  expect(await deliverOutbox()).toBe(5);
  expect(await reader.query("SELECT ok FROM proofs")).toEqual([{ ok: true }]);
});
