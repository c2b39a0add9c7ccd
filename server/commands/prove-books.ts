import "server-only";
import type { ProveBooksInput } from "@/contracts/books-views";
import { accept } from "@/core/result";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { proveAndKeep } from "@/server/verify/verify-books";

/** As long as a proof of everything may take. */
const SECONDS = 3_000;

/**
 * Proves the whole book, now. The proof has a snapshot of its own and keeps what it found by itself; who asked, and what
 * was found, stands in the trail. One that holds clears the alarm.
 */
export const proveBooks = defineCommand<ProveBooksInput, { isOk: boolean; failed: string[] }>({
  action: "books.prove",
  permission: "books.prove",
  object: () => ({ type: "books", no: "everything" }),
  toHashed: () => ({}),
  seconds: SECONDS,
  async effect(tx) {
    // This transaction only waits, and has to outlive the proof.
    await tx.query("SELECT set_config('idle_in_transaction_session_timeout', $1, true)", [`${SECONDS}s`]);
    const { ok, checks } = await proveAndKeep(tx.context.now);
    const failed = checks.filter((check) => !check.ok).map((check) => check.name);
    const detail = { proofs: checks.length, failed: failed.length, ...(failed[0] ? { first: failed[0] } : {}) };
    await appendAudit(tx, { action: "books.proved", objectType: "books", objectNo: "everything", detail });
    return accept({ isOk: ok, failed });
  },
});
