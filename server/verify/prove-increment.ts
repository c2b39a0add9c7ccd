import "server-only";
import pg from "pg";
import { getClock } from "@/server/clock";
import { getLog } from "@/server/log";
import { type DbReader, reader } from "@/server/transact";
import { askRest } from "./ask-rest";
import type { CheckResult } from "./book-check";
import { CLAIMS } from "./claim-checks";
import { checkCoverage } from "./coverage-check";
import { findHorizon } from "./find-horizon";
import { HOLDS_ARE_FROZEN } from "./hold-checks";
import { keepProof, type Proof, sealProved } from "./keep-proof";
import { NO_OVERDRAFT } from "./ledger-checks";
import { REFUNDS_IN_TRANSIT } from "./order-checks";
import { PAYOUTS_IN_TRANSIT } from "./payout-checks";
import { proveAtOnce } from "./prove-at-once";
import { SUSPENSE } from "./reconciliation-checks";
import { type Book, readSnapshot } from "./snapshot";
import { TRIAL_BALANCE } from "./subject-checks";
import { proveAndKeep } from "./verify-books";
import { fundsApart } from "./voucher-checks";
import type { Since } from "./weigh-entries";

const ATTEMPTS = 3;

/** What is asked of the balances themselves every time: none of it reads more than accounts and what is open. */
const STANDING = [
  NO_OVERDRAFT,
  HOLDS_ARE_FROZEN,
  TRIAL_BALANCE,
  SUSPENSE,
  CLAIMS,
  REFUNDS_IN_TRANSIT,
  PAYOUTS_IN_TRANSIT,
];

/**
 * Proves what is new since the last green proof, and what stands: new vouchers are complete and balanced, new entries go
 * on from each account's seal, every balance is its seal and what came since. Then the seals move on. A failure is kept,
 * which raises the alarm, and the seals stay. Without a mark, everything is proved.
 */
export async function proveIncrement(): Promise<Proof> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await proveOnce();
    } catch (error) {
      // Somebody else has moved the seals meanwhile: their proof holds, and the next one goes on from there.
      if (attempt === ATTEMPTS || !isOvertaken(error)) throw error;
    }
  }
}

function isOvertaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === "40001" || error.code === "23505");
}

async function proveOnce(): Promise<Proof> {
  const now = getClock().now();
  const horizon = await findHorizon(reader);
  const startedAt = performance.now();
  const outcome = await readSnapshot(
    async (snapshot) => {
      const mark = await readMark(snapshot);
      if (!mark) return null;
      const { proof, vouchers } = await proveSince(snapshot, mark);
      const tookMs = performance.now() - startedAt;
      // Somebody posts for very long: the mark stays where it is, and what came after it is proved once more next time.
      const voucherId = horizon === null || horizon < mark.voucherId ? mark.voucherId : horizon;
      if (proof.ok) await sealProved(snapshot, { voucherId, vouchers, beganAt: snapshot.beganAt, tookMs });
      return { proof, beganAt: snapshot.beganAt, tookMs };
    },
    { writes: true },
  );
  if (!outcome) return proveAndKeep(now);
  const { proof, beganAt, tookMs } = outcome;
  if (!proof.ok) await tell({ ...proof, kind: "INCREMENTAL", ranAt: now, beganAt, tookMs });
  return proof;
}

async function proveSince(db: Book, since: Since): Promise<{ proof: Proof; vouchers: bigint }> {
  const mark = since.voucherId;
  const answers = await proveAtOnce(db, since);
  const checks = await askRest(db, answers, [{ ...fundsApart("NEW"), params: [mark] }, ...STANDING], {
    scope: "NEW",
    mark,
  });
  checks.push(answers.checks.get("coverage") ?? (await checkCoverage(db)));
  const vouchers = answers.kinds.reduce((sum, kind) => sum + kind.vouchers, 0n);
  return { proof: { ok: checks.every((check) => check.ok), checks }, vouchers };
}

async function readMark(db: DbReader): Promise<Since | null> {
  const [mark] = await db.query<Since>(
    'SELECT voucher_id AS "voucherId", seen_voucher_id AS "seenVoucherId" FROM proof_marks',
  );
  return mark ?? null;
}

/** Keeps a failure, unless the last proof failed in the very same checks already: the alarm stands, one row tells of it. */
async function tell(proof: Parameters<typeof keepProof>[1]): Promise<void> {
  const failed = namesOf(proof.checks);
  getLog().error({ failed }, "the books do not prove");
  const [last] = await reader.query<{ ok: boolean; checks: CheckResult[] }>(
    "SELECT ok, checks FROM proofs ORDER BY id DESC LIMIT 1",
  );
  if (last && !last.ok && namesOf(last.checks) === failed) return;
  await keepProof(reader, proof);
}

function namesOf(checks: readonly CheckResult[]): string {
  return checks.flatMap((check) => (check.ok ? [] : [check.name])).join(", ");
}
