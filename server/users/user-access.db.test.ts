import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { verifyCredentials } from "@/server/auth/verify-credentials";
import { disableUser } from "@/server/commands/disable-user";
import { reader } from "@/server/transact";
import { as, asSystem, addUser as insertUser, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { addUserWithPassword } from "./add-user-with-password";

let db: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  db = await openDeskDatabase();
  admin = await insertUser(db.ownerPool, "ada", "ADMIN");
});
afterAll(() => db.drop());

const PERSON = { displayName: "Li Na", roles: ["FINANCE" as const], merchantNos: [], reason: "joins the team" };

function codeOf(result: { ok: true } | { ok: false; refusal: { code: string } }): string {
  return result.ok ? "done" : result.refusal.code;
}

describe("adding a user", () => {
  it("says a one-time password that opens nothing before somebody else has agreed, and keeps it nowhere", async () => {
    const added = await addUserWithPassword(as(admin), { ...PERSON, login: "li.na" });
    const password = added.ok ? (added.value.oneTimePassword ?? "") : "";
    expect(password).not.toBe("");
    expect(await verifyCredentials("li.na", password)).toBeNull();
    const kept = await reader.query<{ text: string }>(
      "SELECT outcome::text AS text FROM receipts UNION ALL SELECT detail::text FROM audit_events",
    );
    expect(kept.filter(({ text }) => text.includes(password))).toEqual([]);
  });

  it("does not say another password when the same request comes again", async () => {
    const commandId = randomUUID();
    const input = { ...PERSON, login: "chen.jie" };
    const first = await addUserWithPassword(as(admin, commandId), input);
    const again = await addUserWithPassword(as(admin, commandId), input);
    const approvalNo = first.ok ? first.value.approvalNo : "";
    expect(again).toEqual({ ok: true, value: { login: "chen.jie", oneTimePassword: null, approvalNo } });
  });

  it("refuses a login that is taken, a merchant that is not there, and whoever is no administrator", async () => {
    expect(codeOf(await addUserWithPassword(as(admin), { ...PERSON, login: "li.na" }))).toBe("login_taken");
    const scoped = { ...PERSON, login: "scoped", merchantNos: ["M404"] };
    expect(codeOf(await addUserWithPassword(as(admin), scoped))).toBe("merchant_unknown");
    const operator: Actor = { ...admin, roles: ["OPERATOR"] };
    expect(codeOf(await addUserWithPassword(as(operator), { ...PERSON, login: "other" }))).toBe("not_permitted");
  });
});

describe("shutting a user out", () => {
  it("ends sessions and sign-in at once, and once", async () => {
    const added = await addUserWithPassword(asSystem(), { ...PERSON, login: "wang.fang" });
    const password = added.ok ? (added.value.oneTimePassword ?? "") : "";
    await verifyCredentials("wang.fang", password);
    expect(codeOf(await disableUser(as(admin), { login: "wang.fang" }))).toBe("done");
    expect(await verifyCredentials("wang.fang", password)).toBeNull();
    const open = await reader.query(
      "SELECT 1 FROM sessions JOIN users ON users.id = user_id WHERE login = 'wang.fang' AND revoked_at IS NULL",
    );
    expect(open).toEqual([]);
    expect(codeOf(await disableUser(as(admin), { login: "wang.fang" }))).toBe("user_disabled_already");
  });

  it("refuses oneself and a user who is not there", async () => {
    expect(codeOf(await disableUser(as(admin), { login: "ada" }))).toBe("user_is_self");
    expect(codeOf(await disableUser(as(admin), { login: "nobody" }))).toBe("user_unknown");
  });

  it("leaves one administrator when two disable each other at once", async () => {
    const second = await insertUser(db.ownerPool, "bea", "ADMIN");
    const outcomes = await Promise.all([
      disableUser(as(admin), { login: "bea" }),
      disableUser(as(second), { login: "ada" }),
    ]);
    expect(outcomes.map(codeOf).sort()).toEqual(["done", "user_is_last_admin"]);
    const [left] = await reader.query<{ count: bigint }>(
      "SELECT count(*) AS count FROM users JOIN user_roles ON user_id = id WHERE role = 'ADMIN' AND disabled_at IS NULL",
    );
    expect(left?.count).toBe(1n);
  });
});
