import { afterAll, beforeAll, expect, it } from "vitest";
import { openDeskDatabase } from "./command-context";
import type { TestDatabase } from "./database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(() => db.drop());

/** What each code is of: the functions that refuse by it are about nothing else. */
const OF_CODE: Readonly<Record<string, readonly string[]>> = {
  CD042: ["check_payout_birth", "check_payout_move", "check_payout_proof"],
  CD044: ["check_desk_refund", "check_desk_refund_move", "check_refund_attempt"],
  CD045: ["check_dispute_held", "check_dispute_move"],
  CD046: ["check_payout_executed", "check_refund_executed"],
  CD047: ["check_batch_row"],
  CD050: ["check_clearing_open", "clearing_take"],
  CD058: ["check_clearing_batch"],
  CD059: ["check_clearing_batch"],
};

it("payouts, refunds, disputes, requests, rows of files and cleared batches are refused by codes of their own", async () => {
  const { rows } = await db.ownerPool.query<{ code: string; names: string[] }>(
    `SELECT code, array_agg(DISTINCT proname::text ORDER BY proname::text) AS names
     FROM pg_proc, regexp_matches(prosrc, '''(CD[0-9]{3})''', 'g') AS raised (codes), unnest(codes) AS code
     WHERE pronamespace = 'public'::regnamespace AND code = ANY ($1) GROUP BY code ORDER BY code`,
    [Object.keys(OF_CODE)],
  );
  expect(Object.fromEntries(rows.map(({ code, names }) => [code, names]))).toEqual(OF_CODE);
});
