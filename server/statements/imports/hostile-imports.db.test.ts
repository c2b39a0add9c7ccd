import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestDatabase } from "@/tests/database";
import { openDesk } from "@/tests/desk-fixture";
import { send, writeBill } from "@/tests/imports/import-desk";
import { claimImport } from "./claim-import";
import { endImport } from "./end-import";
import { runNextImport } from "./run-import";

let db: TestDatabase;
let folder = "";
let ended = "";
let openNo = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-hostile-"));
  process.env.DESK_DATA_DIR = folder;
  db = (await openDesk()).db;
  ended = (await send(writeBill("2026-03-01", 2))).importNo;
  await runNextImport();
  openNo = (await send(writeBill("2026-03-02", 2))).importNo;
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

const WORKING = "worker = gen_random_uuid(), lease_until = now() + interval '1 hour'";

test.each([
  [
    "an ended job is opened again",
    () => `UPDATE imports SET status = 'QUEUED', finished_at = NULL WHERE import_no = '${ended}'`,
    /has ended as DONE/,
  ],
  [
    "an ended job tells another statement",
    () => `UPDATE imports SET statement_no = 'ST1' WHERE import_no = '${ended}'`,
    /has ended as DONE/,
  ],
  [
    "a job becomes one about another file",
    () => `UPDATE imports SET file_sha256 = 'x' WHERE import_no = '${openNo}'`,
    /about another file/,
  ],
  [
    "a job is done without a statement",
    () => `UPDATE imports SET status = 'DONE', finished_at = now() WHERE import_no = '${openNo}'`,
    /done_says_what/,
  ],
  [
    "a job is refused without a reason",
    () => `UPDATE imports SET status = 'REFUSED', finished_at = now() WHERE import_no = '${openNo}'`,
    /refused_says_why/,
  ],
  [
    "a job has failed without a sentence",
    () => `UPDATE imports SET status = 'FAILED', finished_at = now() WHERE import_no = '${openNo}'`,
    /failed_says_why/,
  ],
  [
    "a job is cancelled and nobody asked",
    () => `UPDATE imports SET status = 'CANCELLED', finished_at = now() WHERE import_no = '${openNo}'`,
    /cancelled_was_asked/,
  ],
  [
    "a job is read by nobody",
    () => `UPDATE imports SET status = 'READING' WHERE import_no = '${openNo}'`,
    /working_is_leased/,
  ],
  [
    "a job ends at no time",
    () => `UPDATE imports SET status = 'FAILED', failure = 'x' WHERE import_no = '${openNo}'`,
    /ended_is_dated/,
  ],
  [
    "a job that waits names a statement",
    () => `UPDATE imports SET statement_no = 'ST1' WHERE import_no = '${openNo}'`,
    /only_done_is_stored/,
  ],
  ["a job goes", () => `DELETE FROM imports WHERE import_no = '${openNo}'`, /permission denied/],
  [
    "what is stored this moment is cancelled",
    () =>
      `WITH p AS (SELECT 1) UPDATE imports SET status = 'CANCELLED', finished_at = now(), cancel_asked_at = now(), worker = NULL, lease_until = NULL WHERE import_no = '${openNo}' AND status = 'PROMOTING'`,
    /cannot be cancelled/,
  ],
  ["half of what is kept is named", () => "UPDATE statements SET kept_file = NULL", /permission denied/],
  ["a key's hash is changed", () => "UPDATE api_keys SET key_hash = 'x'", /permission denied/],
  ["a waiver goes", () => "DELETE FROM delivery_waivers", /permission denied/],
] as readonly [string, () => string, RegExp][])("as the application: %s", async (name, sql, message) => {
  if (name.startsWith("what is stored")) {
    await db.pool.query(`UPDATE imports SET status = 'PROMOTING', ${WORKING} WHERE import_no = '${openNo}'`);
  }
  await expect(db.pool.query(sql())).rejects.toThrow(message);
});

test("a worker whose job was taken by another cannot end it", async () => {
  await db.ownerPool.query(
    `UPDATE imports SET lease_until = now() - interval '1 second' WHERE import_no = '${openNo}'`,
  );
  const first = await claimImport();
  await db.ownerPool.query(
    `UPDATE imports SET lease_until = now() - interval '1 second' WHERE import_no = '${openNo}'`,
  );
  const second = await claimImport();
  if (!first || !second) throw new Error("both claim it");
  expect(await endImport(first.job.id, first.worker, { status: "CANCELLED" })).toBe(false);
  expect(await endImport(second.job.id, second.worker, { status: "CANCELLED" })).toBe(true);
});
