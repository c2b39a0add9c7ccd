import "server-only";
import type pg from "pg";
import { getLog } from "@/server/log";

/** What a commit has to have reached before it is acknowledged; weaker settings of `synchronous_commit` lose some of it. */
const SAFE_COMMITS = ["on", "remote_apply"];

/**
 * Why a voucher that was acknowledged could be gone after the machine or its power failed, a sentence each: the desk runs all
 * the same, since a trial needs no second server, and says so at its start.
 */
export async function listDurabilityRisks(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names')",
  );
  const setting = new Map(rows.map(({ name, setting }) => [name, setting]));
  const commit = setting.get("synchronous_commit") ?? "";
  const risks = [
    setting.get("fsync") === "off" ? "fsync is off: the database does not wait for its disk." : null,
    setting.get("full_page_writes") === "off" ? "full_page_writes is off: a page may be half written." : null,
    SAFE_COMMITS.includes(commit) ? null : `synchronous_commit is ${commit}: commits are acknowledged too early.`,
    setting.get("synchronous_standby_names") === ""
      ? "synchronous_standby_names is empty: if this server is lost, a standby may lack what was acknowledged last."
      : null,
  ];
  return risks.filter((risk) => risk !== null);
}

/** Says at a process's start what `listDurabilityRisks` finds. */
export async function warnOfDurabilityRisks(pool: pg.Pool): Promise<void> {
  for (const risk of await listDurabilityRisks(pool)) getLog().warn({ risk }, "what is acknowledged could be lost");
}
