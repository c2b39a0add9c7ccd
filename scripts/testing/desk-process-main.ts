import { randomUUID } from "node:crypto";
import { addDays } from "@/core/calendar/settlement-day";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant, type Result } from "@/core/result";
import { importStatement } from "@/server/commands/import-statement";
import { runClearing } from "@/server/commands/run-clearing";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { runSettlement } from "@/server/commands/run-settlement";
import { makePool } from "@/server/db";
import { findLegs } from "@/server/queries/find-legs";
import type { DeskAnswer, DeskTask } from "./desk-process";

/** The other end of `DeskProcess`: does what it is asked for, one task at a time, and says what it took. */
const MEGABYTE = 1024 * 1024;
const SAMPLED_EVERY_MS = 10;

const { DATABASE_URL } = process.env;
invariant(DATABASE_URL, "whoever starts this says which database");
const pool = makePool(DATABASE_URL, {
  DESK_POOL_MAX: 4,
  DESK_STATEMENT_TIMEOUT_MS: 0,
  DESK_LOCK_TIMEOUT_MS: 0,
  DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 0,
  DESK_TRANSACTION_TIMEOUT_MS: 0,
});
globalThis.deskPool = pool;
await pool.query("SELECT 1");

globalThis.gc?.();
const idle = process.memoryUsage.rss();
let highest = idle;
const look = () => {
  highest = Math.max(highest, process.memoryUsage.rss());
};
setInterval(look, SAMPLED_EVERY_MS).unref();

function accepted<T>(result: Result<T>): void {
  invariant(result.ok, result.ok ? "" : result.refusal.message);
}

async function perform(task: DeskTask): Promise<void> {
  const { day } = task;
  const context = { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: new Date() };
  if (task.name === "clear") return accepted(await runClearing(context, { date: day }));
  if (task.name === "settle") return accepted(await runSettlement(context, { date: day }));
  const { channel } = task;
  if (task.name === "import") {
    const upload = { path: task.path, fileName: `${day}.csv`, channel, settlesOn: day };
    accepted(await importStatement(context, upload));
  } else if (task.name === "batch") accepted(await runReconciliation(context, { channel, date: day }));
  else await findLegs(channel, day, addDays(day, 1));
}

process.on("message", async (task: DeskTask) => {
  const used = process.cpuUsage();
  const begun = performance.now();
  await perform(task);
  look();
  const { user, system } = process.cpuUsage(used);
  const answer: DeskAnswer = {
    seconds: (performance.now() - begun) / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
    memoryMb: (highest - idle) / MEGABYTE,
  };
  process.send?.(answer);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
