import "server-only";
import { measureAnchors } from "@/server/audit/read-anchors";
import { getPool } from "@/server/db";
import { proveBooks } from "@/server/reconciliation/prove-books";
import { type DbReader, reader } from "@/server/transact";
import { AUDIT_CHAIN, checkAuditAnchored } from "./audit-checks";
import { type CheckResult, runBookCheck } from "./book-check";
import { checkCoverage } from "./coverage-check";
import { LEDGER_CHECKS } from "./ledger-checks";
import { ORDER_CHECKS } from "./order-checks";
import { RECONCILIATION_CHECKS } from "./reconciliation-checks";
import { readSnapshot } from "./snapshot";

export type Proof = { ok: boolean; checks: CheckResult[] };

/**
 * Runs every proof on `db`, which has to be a snapshot where others write at the same time; `anchorBytes` was measured
 * before it. Changes nothing.
 */
export async function verifyBooks(db: DbReader, anchorBytes?: number): Promise<Proof> {
  const checks: CheckResult[] = [];
  for (const check of [...LEDGER_CHECKS, ...ORDER_CHECKS, ...RECONCILIATION_CHECKS, AUDIT_CHAIN]) {
    checks.push(await runBookCheck(db, check));
  }
  checks.push(await checkAuditAnchored(db, anchorBytes), await checkBooksFollowChannels(db), await checkCoverage(db));
  return { ok: checks.every((check) => check.ok), checks };
}

/** Runs every proof and keeps what it found, for the pages and whoever asks before money goes out. */
export async function proveAndKeep(now: Date): Promise<Proof> {
  const anchorBytes = await measureAnchors(reader);
  const proof = await readSnapshot((snapshot) => verifyBooks(snapshot, anchorBytes));
  await getPool().query("INSERT INTO proofs (ran_at, ok, checks) VALUES ($1, $2, $3)", [
    now,
    proof.ok,
    JSON.stringify(proof.checks),
  ]);
  return proof;
}

async function checkBooksFollowChannels(db: DbReader): Promise<CheckResult> {
  const proofs = await proveBooks(db, null);
  const wrong = proofs.filter((proof) => !proof.balanced);
  const name = "books_follow_channels";
  if (wrong.length === 0) return { name, ok: true, figure: `${proofs.length} channel receivables` };
  const said = wrong.map((proof) => {
    const expected =
      proof.statementNetMinor + proof.bufferedOursMinor - proof.bufferedChannelMinor - proof.remittedMinor;
    return `${proof.channel} ${proof.asset}: ${proof.receivableMinor} in the books, ${expected} by the channel`;
  });
  return { name, ok: false, figure: said.join("; ") };
}
