import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveBooks } from "@/server/commands/prove-books";
import { findBooksState } from "@/server/queries/find-books-state";
import { reader } from "@/server/transact";
import { proveIncrement } from "@/server/verify/prove-increment";
import { addUser, as, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany } from "@/tests/small-company";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
});
afterAll(() => db.drop());

const cover = (by: string) =>
  db.ownerPool.query(
    `UPDATE account_balances SET posted_minor = posted_minor ${by} WHERE account_id = (SELECT id FROM accounts WHERE account_no = 'M1-DEPOSIT')`,
  );

test("finance and auditors prove everything; the trail keeps who asked, the page reads what was found", async () => {
  const auditor = await addUser(db.ownerPool, "auditor", "AUDITOR");
  const operator = await addUser(db.ownerPool, "operator", "OPERATOR");
  expect(await findBooksState()).toEqual({ last: null, alarm: null, increment: null });
  const input = () => ({ commandId: randomUUID() });
  expect(await proveBooks(as(operator), input())).toMatchObject({ refusal: { code: "not_permitted" } });
  expect(await proveBooks(as(auditor), input())).toEqual({ ok: true, value: { isOk: true, failed: [] } });
  expect(await findBooksState()).toMatchObject({ last: { isOk: true }, alarm: null });

  await cover("+ 3");
  await proveIncrement();
  const failed = await findBooksState();
  expect(failed.last?.isOk).toBe(true);
  expect(failed.alarm?.failed.map((check) => check.name)).toEqual([
    "balances_are_entries",
    "trial_balance",
    "coverage",
  ]);
  expect(failed.alarm?.failed[0]?.figure).toContain("M1-DEPOSIT");
  const found = ["balances_are_entries", "subjects_are_accounts", "trial_balance", "coverage"];
  expect(await proveBooks(as(auditor), input())).toEqual({ ok: true, value: { isOk: false, failed: found } });
  expect((await findBooksState()).alarm?.failed.map((check) => check.name)).toEqual(found);

  await cover("- 3");
  expect(await proveBooks(as(auditor), input())).toMatchObject({ value: { isOk: true } });
  expect((await findBooksState()).alarm).toBeNull();
  const lines = await reader.query(
    "SELECT actor_login, action, detail FROM audit_events WHERE action = 'books.proved' ORDER BY id",
  );
  expect(lines.map((line) => line.detail)).toMatchObject([
    { failed: 0 },
    { failed: 4, first: found[0] },
    { failed: 0 },
  ]);
});
