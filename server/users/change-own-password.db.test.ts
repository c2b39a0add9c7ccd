import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { verifyCredentials } from "@/server/auth/verify-credentials";
import { reader } from "@/server/transact";
import { addUser, as, asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { addUserWithPassword } from "./add-user-with-password";
import { changeOwnPassword } from "./change-own-password";

const NEW_PASSWORD = "a sentence of my own";

let db: TestDatabase;
let admin: Actor;
beforeAll(async () => {
  db = await openDeskDatabase();
  admin = await addUser(db.ownerPool, "ada", "ADMIN");
});
afterAll(() => db.drop());

/** A user with a one-time password, as the users page adds one. */
async function newcomer(login: string): Promise<{ actor: Actor; password: string }> {
  const person = { login, displayName: login, roles: ["AUDITOR" as const], merchantNos: [], reason: "joins" };
  const added = await addUserWithPassword(asSystem(), person);
  const password = added.ok ? (added.value.oneTimePassword ?? "") : "";
  const [row] = await reader.query<{ id: bigint }>("SELECT id FROM users WHERE login = $1", [login]);
  return { actor: { ...admin, userId: `${row?.id}`, login, roles: ["AUDITOR"] }, password };
}

async function change(actor: Actor, currentPassword: string, newPassword: string): Promise<string> {
  const result = await changeOwnPassword(as(actor), { currentPassword, newPassword });
  return result.ok ? "done" : result.refusal.code;
}

describe("changing one's own password", () => {
  it("ends the one-time password and every session, and opens sign-in with the new one", async () => {
    const { actor, password } = await newcomer("li.na");
    await verifyCredentials("li.na", password);
    expect(await change(actor, password, NEW_PASSWORD)).toBe("done");
    expect(await verifyCredentials("li.na", password)).toBeNull();
    const [user] = await reader.query(
      `SELECT must_change_password, session_version,
              (SELECT count(*)::int FROM sessions WHERE user_id = users.id AND revoked_at IS NULL) AS open
       FROM users WHERE login = 'li.na'`,
    );
    expect(user).toEqual({ must_change_password: false, session_version: 2, open: 0 });
    expect(await verifyCredentials("li.na", NEW_PASSWORD)).not.toBeNull();
    const kept = await reader.query<{ text: string }>(
      "SELECT input_hash || outcome::text AS text FROM receipts UNION ALL SELECT detail::text FROM audit_events",
    );
    expect(kept.filter(({ text }) => text.includes(NEW_PASSWORD) || text.includes(password))).toEqual([]);
  });

  it("refuses a wrong current password, a poor new one and the old one, and leaves everything as it is", async () => {
    const { actor, password } = await newcomer("chen.jie");
    expect(await change(actor, "wrong", NEW_PASSWORD)).toBe("password_wrong");
    expect(await change(actor, password, "short")).toBe("password_too_short");
    expect(await change(actor, password, password)).toBe("password_unchanged");
    expect(await verifyCredentials("chen.jie", password)).not.toBeNull();
  });

  it("locks out who guesses the current password, also with the right one", async () => {
    const { actor, password } = await newcomer("wang.fang");
    for (let guess = 1; guess <= 8; guess += 1)
      expect(await change(actor, "guess", NEW_PASSWORD)).toBe("password_wrong");
    expect(await change(actor, password, NEW_PASSWORD)).toBe("password_locked");
  });

  it("is nothing that the system itself can do, nor somebody of the demo", async () => {
    expect(await change({ ...admin, demo: true }, "any", NEW_PASSWORD)).toBe("password_of_demo");
    expect(await change({ ...admin, userId: null }, "any", NEW_PASSWORD)).toBe("user_unknown");
  });
});
