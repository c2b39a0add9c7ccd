import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { addUser, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { findSignedIn } from "./find-signed-in";

let db: TestDatabase;
let person: Actor;
beforeAll(async () => {
  db = await openDeskDatabase();
  person = await addUser(db.ownerPool, "person", "OPERATOR");
});
afterAll(() => db.drop());

/** A session that was last seen so many seconds ago. */
async function openSession(seenSecondsAgo: number): Promise<string> {
  const id = randomUUID();
  await db.ownerPool.query(
    `INSERT INTO sessions (id, user_id, last_seen_at, expires_at)
     VALUES ($1, $2, now() - make_interval(secs => $3), now() + interval '1 hour')`,
    [id, person.userId, seenSecondsAgo],
  );
  return id;
}
const find = (sessionId: string, version = 1) => findSignedIn(person.userId ?? "", sessionId, version);

async function secondsSinceSeen(id: string): Promise<number> {
  const { rows } = await db.ownerPool.query<{ seconds: number }>(
    "SELECT extract(epoch FROM now() - last_seen_at)::float AS seconds FROM sessions WHERE id = $1",
    [id],
  );
  return rows[0]?.seconds ?? Number.NaN;
}

it("finds who is signed in, and writes their sign of life once a minute", async () => {
  const [fresh, older] = [await openSession(20), await openSession(90)];
  expect((await find(fresh))?.actor).toMatchObject({ userId: person.userId, roles: ["OPERATOR"], scope: null });
  expect(await secondsSinceSeen(fresh)).toBeGreaterThan(19);
  expect(await find(older)).not.toBeNull();
  expect(await secondsSinceSeen(older)).toBeLessThan(80);
});

it("knows nobody by a session that paused, was revoked, is another's or older than the user's newest", async () => {
  expect(await find(await openSession(16 * 60))).toBeNull();
  const revoked = await openSession(0);
  await db.ownerPool.query("UPDATE sessions SET revoked_at = now() WHERE id = $1", [revoked]);
  expect(await find(revoked)).toBeNull();
  expect(await find(randomUUID())).toBeNull();
  expect(await find(await openSession(0), 2)).toBeNull();
});

it("refuses on the very next request whoever was disabled, and knows a role that was taken away", async () => {
  const session = await openSession(0);
  expect(await find(session)).not.toBeNull();
  await db.ownerPool.query("DELETE FROM user_roles WHERE user_id = $1", [person.userId]);
  expect((await find(session))?.actor.roles).toEqual([]);
  await db.ownerPool.query("UPDATE users SET disabled_at = now() WHERE id = $1", [person.userId]);
  expect(await find(session)).toBeNull();
});
