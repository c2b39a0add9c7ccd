import "server-only";
import pg from "pg";
import { type Result, refuse } from "@/core/result";
import type { DbTransaction } from "@/server/transact";

/** Runs a part of a command: a refusal, and an account that lacks the money, undo what that part has written and no more. */
export async function behindSavepoint<T>(tx: DbTransaction, run: () => Promise<Result<T>>): Promise<Result<T>> {
  await tx.query("SAVEPOINT part");
  try {
    const result = await run();
    await tx.query(result.ok ? "RELEASE SAVEPOINT part" : "ROLLBACK TO SAVEPOINT part");
    return result;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.constraint !== "no_overdraft") throw error;
    await tx.query("ROLLBACK TO SAVEPOINT part");
    return refuse("balance_insufficient", "An account that may not be overdrawn lacks the money; nothing was posted.");
  }
}
