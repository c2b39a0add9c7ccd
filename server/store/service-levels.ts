import "server-only";
import { type OpenItemsOfLevelsDto, storedServiceLevels } from "@/contracts/service-levels";
import type { Json } from "@/core/json";
import { invariant } from "@/core/result";
import { type ServiceLevel, sortServiceLevels } from "@/core/suspense/service-levels";
import { type DbReader, type DbTransaction, hashInput } from "@/server/transact";

export type ServiceLevelVersion = { readonly version: number; readonly levels: readonly ServiceLevel[] };

/** The levels in force, or those of a version. */
export async function getServiceLevels(db: DbReader, version: number | null = null): Promise<ServiceLevelVersion> {
  const [row] = await db.query<{ version: number; levels: unknown }>(
    `SELECT version, levels FROM service_level_versions WHERE $1::integer IS NULL OR version = $1 ORDER BY version DESC LIMIT 1`,
    [version],
  );
  invariant(row, "the first version of the service levels is given with the desk");
  return { version: row.version, levels: storedServiceLevels.parse(row.levels) };
}

/** Levels as they are frozen and stored: in one order, amounts as text. */
export function toStoredLevels(levels: readonly ServiceLevel[]): Json[] {
  return sortServiceLevels(levels).map(({ fromMinor, ...level }) => ({ ...level, fromMinor: `${fromMinor}` }));
}

/** Of the one list, what the other does not have. */
export function withoutLevels(all: readonly ServiceLevel[], others: readonly ServiceLevel[]): ServiceLevel[] {
  const known = new Set(toStoredLevels(others).map(hashInput));
  return all.filter((level) => !toStoredLevels([level]).some((stored) => known.has(hashInput(stored))));
}

export type NewServiceLevels = {
  readonly version: number;
  readonly levels: readonly ServiceLevel[];
  readonly before: readonly ServiceLevel[];
  readonly reason: string;
  readonly approvalId: bigint;
  readonly makerId: bigint;
};

/** A level, as rows of one statement's parameter. */
const LEVELS_OF = `jsonb_to_recordset($1::jsonb) AS w(kind text, direction text, channel text, asset text, "fromMinor" bigint,
  severity text, "bankDays" integer)`;

/**
 * Puts other levels in force. What stays as it is keeps its row, and with it the items that it has promised for. The
 * caller has closed the approval as EXECUTED; the database refuses a version that is not what it says.
 */
export async function insertServiceLevels(tx: DbTransaction, next: NewServiceLevels): Promise<void> {
  const { version, levels, before, reason, approvalId, makerId } = next;
  const { now, commandId } = tx.context;
  await tx.query(
    `INSERT INTO service_level_versions (version, levels, reason, approval_id, made_by, approved_at, command_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [version, JSON.stringify(toStoredLevels(levels)), reason, approvalId, makerId, now, commandId],
  );
  await tx.query(
    `UPDATE service_levels l SET until_version = $2 FROM ${LEVELS_OF}
     WHERE l.until_version IS NULL AND (l.kind, l.direction, l.asset, l.from_minor)
           IS NOT DISTINCT FROM (w.kind, w.direction, w.asset, w."fromMinor")
       AND l.channel_id IS NOT DISTINCT FROM (SELECT id FROM channels WHERE code = w.channel)`,
    [JSON.stringify(toStoredLevels(withoutLevels(before, levels))), version],
  );
  await tx.query(
    `INSERT INTO service_levels (kind, direction, channel_id, asset, from_minor, severity, bank_days, since_version)
     SELECT w.kind, w.direction, c.id, w.asset, w."fromMinor", w.severity, w."bankDays", $2
     FROM ${LEVELS_OF} LEFT JOIN channels c ON c.code = w.channel`,
    [JSON.stringify(toStoredLevels(withoutLevels(levels, before))), version],
  );
}

/**
 * What of the open items would be given something else by these levels, were they opened under them. They keep what
 * they have: it says how much will be different from now on, measured by what there is. Channels have to be known.
 */
export async function countUnderLevels(db: DbReader, levels: readonly ServiceLevel[]): Promise<OpenItemsOfLevelsDto> {
  const [counts] = await db.query<OpenItemsOfLevelsDto>(
    `WITH wanted AS (SELECT w.*, c.id AS channel_id FROM ${LEVELS_OF} LEFT JOIN channels c ON c.code = w.channel)
     SELECT count(*)::int AS open,
            count(*) FILTER (WHERE n.severity <> i.severity OR n."bankDays" <> l.bank_days)::int AS changed,
            count(*) FILTER (WHERE n."bankDays" < l.bank_days)::int AS sooner,
            count(*) FILTER (WHERE n."bankDays" > l.bank_days)::int AS later
     FROM suspense_items i JOIN service_levels l ON l.id = i.service_level_id
     CROSS JOIN LATERAL (
       SELECT severity, "bankDays" FROM wanted w
       WHERE coalesce(w.kind, i.kind) = i.kind AND coalesce(w.direction, i.direction) = i.direction
         AND coalesce(w.channel_id, i.channel_id) = i.channel_id AND coalesce(w.asset, i.asset) = i.asset
         AND w."fromMinor" <= i.amount_minor
       ORDER BY w.channel_id IS NULL, w.kind IS NULL, w.direction IS NULL, w.asset IS NULL, w."fromMinor" DESC LIMIT 1
     ) AS n
     WHERE i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED') AND NOT i.is_test`,
    [JSON.stringify(toStoredLevels(levels))],
  );
  invariant(counts, "an aggregate has one row");
  return counts;
}

/** The first channel that is named and that there is not; null: all are known. */
export async function findUnknownChannel(db: DbReader, levels: readonly ServiceLevel[]): Promise<string | null> {
  const [unknown] = await db.query<{ channel: string }>(
    `SELECT w.channel FROM unnest($1::text[]) AS w(channel) WHERE NOT EXISTS (SELECT 1 FROM channels WHERE code = w.channel) LIMIT 1`,
    [levels.flatMap(({ channel }) => channel ?? [])],
  );
  return unknown?.channel ?? null;
}
