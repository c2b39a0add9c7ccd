import "server-only";
import pg from "pg";
import { measureAnchors } from "@/server/audit/read-anchors";
import { proveBooks } from "@/server/reconciliation/prove-books";
import { type DbReader, reader } from "@/server/transact";
import { ADMINISTRATION_CHECKS } from "./administration-checks";
import { APPROVAL_CHECKS } from "./approval-checks";
import { askRest } from "./ask-rest";
import { checkAttachments } from "./attachments-check";
import { ATTEMPT_CHECKS } from "./attempt-checks";
import { AUDIT_CHAIN, checkAuditAnchored } from "./audit-checks";
import { BANK_CHECKS } from "./bank-checks";
import type { CheckResult } from "./book-check";
import { BULK_CHECKS } from "./bulk-checks";
import { CALENDAR_CHECKS } from "./calendar-checks";
import { CLAIM_CHECKS } from "./claim-checks";
import { CLEARING_CHECKS } from "./clearing-checks";
import { checkCoverage } from "./coverage-check";
import { DAY_CLOSE_CHECKS } from "./day-close-checks";
import { findHorizon } from "./find-horizon";
import { keepProof, type Proof, sealProved } from "./keep-proof";
import { LEDGER_CHECKS } from "./ledger-checks";
import { MAPPING_CHECKS } from "./mapping-checks";
import { MATCHING_CHECKS } from "./matching-checks";
import { ORDER_CHECKS } from "./order-checks";
import { PAYOUT_CHECKS } from "./payout-checks";
import { proveAtOnce } from "./prove-at-once";
import { RECONCILIATION_CHECKS } from "./reconciliation-checks";
import { REFUND_CHECKS } from "./refund-checks";
import { SERVICE_LEVEL_CHECKS } from "./service-level-checks";
import { SETTLEMENT_CHECKS } from "./settlement-checks";
import { type Book, readSnapshot } from "./snapshot";

const SERIALIZATION_FAILURE = "40001";
/** Without the mark of a full proof every increment would be a full one: an import under way is worth waiting for. */
const HORIZON_PATIENCE_MS = 30_000;

const EXACT_CHECKS = [
  ...LEDGER_CHECKS,
  ...ORDER_CHECKS,
  ...PAYOUT_CHECKS,
  ...REFUND_CHECKS,
  ...RECONCILIATION_CHECKS,
  ...MAPPING_CHECKS,
  ...MATCHING_CHECKS,
  ...APPROVAL_CHECKS,
  ...BANK_CHECKS,
  ...BULK_CHECKS,
  ...ATTEMPT_CHECKS,
  ...CLAIM_CHECKS,
  ...CLEARING_CHECKS,
  ...SETTLEMENT_CHECKS,
  ...ADMINISTRATION_CHECKS,
  ...SERVICE_LEVEL_CHECKS,
  ...CALENDAR_CHECKS,
  ...DAY_CLOSE_CHECKS,
  AUDIT_CHAIN,
];

/**
 * Runs every proof on `db`, which has to be a snapshot where others write at the same time; what lies outside of the
 * database was looked at before it: `anchorBytes` was measured, and `files` proved. Changes nothing.
 */
export async function verifyBooks(db: Book, anchorBytes?: number, files?: CheckResult): Promise<Proof> {
  const answers = await proveAtOnce(db);
  const checks = await askRest(db, answers, EXACT_CHECKS, { scope: "ALL" });
  checks.push(await checkAuditAnchored(db, anchorBytes), await checkBooksFollowChannels(db));
  checks.push(files ?? (await checkAttachments(db)));
  checks.push(answers.checks.get("coverage") ?? (await checkCoverage(db)));
  return { ok: checks.every((check) => check.ok), checks };
}

/**
 * Runs every proof and keeps what it found, for the pages and whoever asks before money goes out. A full proof that holds
 * clears an alarm that is older than it, and is where the next increment goes on from. `allFiles`: every attached file is
 * read, and not the newest and a part of the others.
 */
export async function proveAndKeep(now: Date, { allFiles = false } = {}): Promise<Proof> {
  // A store may take its time, and no session of the database waits that long in the middle of a snapshot.
  const files = await checkAttachments(reader, { all: allFiles });
  const anchorBytes = await measureAnchors(reader);
  const voucherId = await findHorizon(reader, HORIZON_PATIENCE_MS);
  const startedAt = performance.now();
  const { proof, beganAt } = await readSnapshot(
    async (snapshot) => {
      const found = await verifyBooks(snapshot, anchorBytes, files);
      const tookMs = performance.now() - startedAt;
      if (found.ok && voucherId !== null)
        await sealAnew(snapshot, { voucherId, vouchers: 0n, beganAt: snapshot.beganAt, tookMs });
      return { proof: found, beganAt: snapshot.beganAt };
    },
    { writes: true },
  );
  const tookMs = performance.now() - startedAt;
  await keepProof(reader, { ...proof, kind: "FULL", ranAt: now, beganAt, tookMs });
  return proof;
}

/** An increment that was proved while this took its time has sealed more; what it sealed stays. */
async function sealAnew(snapshot: DbReader, mark: Parameters<typeof sealProved>[1]): Promise<void> {
  await snapshot.query("SAVEPOINT sealing");
  try {
    await sealProved(snapshot, mark);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === SERIALIZATION_FAILURE)) throw error;
    await snapshot.query("ROLLBACK TO SAVEPOINT sealing");
  }
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
