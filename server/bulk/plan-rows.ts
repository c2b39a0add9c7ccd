import "server-only";
import { resolutionChoice } from "@/contracts/suspense";
import type { Json } from "@/core/json";
import type { Actor } from "@/core/permissions/actor";
import { type Refusal, refuse } from "@/core/result";
import { weightOf } from "@/server/approvals/acts/suspense-request";
import { foretellRule } from "@/server/queries/asking-rule";
import { findSuspenseItem, itemUnknown, type SuspenseItemRow } from "@/server/store/suspense-items";
import { loadResolution } from "@/server/suspense/load-resolution";
import { refuseWithoutEvidence } from "@/server/suspense/refuse-without-evidence";
import { hashInput, reader } from "@/server/transact";
import type { BulkBeat } from "./claim-bulk";

const ROWS_AT_ONCE = 50;
/** So many rows are worked out beside each other: enough to hide the way to the database, few enough to leave it to others. */
const LANES = 4;

type PendingRow = {
  rowNo: number;
  itemNo: string;
  itemVersion: number;
  choice: unknown;
  reason: string | null;
  sheetRow: number | null;
  faults: Json | null;
};
type PlannedRow = { readonly row_no: number; readonly state: "READY" | "BLOCKED" | "UNCHANGED" } & {
  readonly [key: string]: Json | undefined;
};

const SAVE = `
  UPDATE bulk_rows b SET state = p.state, amount_minor = p.amount_minor, asset = p.asset, direction = p.direction,
    payload = p.payload, payload_hash = p.payload_hash, required_roles = p.required_roles, rule = p.rule, refusal = p.refusal
  FROM jsonb_to_recordset($2) AS p (row_no int, state text, amount_minor bigint, asset text, direction text, payload jsonb,
    payload_hash text, required_roles text[], rule jsonb, refusal jsonb)
  WHERE b.job_id = $1 AND b.row_no = p.row_no AND b.state = 'PENDING'`;

/** Works out what each row would post, or why it cannot; a row that is done already, by a worker that died, stays so. */
export async function planRows(jobId: bigint, maker: Actor, beat: BulkBeat): Promise<void> {
  for (;;) {
    const pending = await reader.query<PendingRow>(
      `SELECT row_no AS "rowNo", item_no AS "itemNo", item_version AS "itemVersion", choice, reason, sheet_row AS "sheetRow", faults
       FROM bulk_rows WHERE job_id = $1 AND state = 'PENDING' ORDER BY row_no LIMIT ${ROWS_AT_ONCE}`,
      [jobId],
    );
    const [first] = pending;
    if (!first) return;
    await beat.say(first.rowNo - 1);
    const planned: PlannedRow[] = [];
    const lanes = Array.from({ length: LANES }, async (_, lane) => {
      for (let at = lane; at < pending.length; at += LANES) {
        const row = pending[at];
        if (row) planned.push(await planRow(maker, row));
      }
    });
    await Promise.all(lanes);
    await reader.query(SAVE, [jobId, JSON.stringify(planned)]);
  }
}

async function planRow(maker: Actor, row: PendingRow): Promise<PlannedRow> {
  const item = await findSuspenseItem(reader, maker, row.itemNo);
  if (row.faults !== null) return blocked(row, item, faultsOf(row));
  if (!item) return blocked(row, item, itemUnknown(row.itemNo).refusal);
  if (row.choice === null) return { row_no: row.rowNo, state: "UNCHANGED", ...worthOf(item) };
  const isOpen = item.status === "OPEN" || item.status === "ASSIGNED" || item.status === "INVESTIGATING";
  if (item.version !== row.itemVersion || !isOpen) return blocked(row, item, sayStale(row, item));
  const choice = resolutionChoice.parse(row.choice);
  const loaded = await loadResolution(reader, maker, item, choice);
  if (!loaded.ok) return blocked(row, item, loaded.refusal);
  const { payload } = loaded.value;
  const missing = await refuseWithoutEvidence(reader, item, loaded.value.plan.resolution);
  if (missing) return blocked(row, item, missing.refusal);
  const rule = await foretellRule(reader, weightOf(item, loaded.value));
  return {
    row_no: row.rowNo,
    state: "READY",
    ...worthOf(item),
    payload,
    payload_hash: hashInput(payload),
    required_roles: rule.seats,
    rule: { ...rule },
  };
}

function worthOf(item: SuspenseItemRow): { [key: string]: Json } {
  return { amount_minor: `${item.amountMinor}`, asset: item.asset, direction: item.direction };
}

function blocked(row: PendingRow, item: SuspenseItemRow | null, refusal: Refusal): PlannedRow {
  return { row_no: row.rowNo, state: "BLOCKED", ...(item ? worthOf(item) : {}), refusal: { ...refusal } };
}

function faultsOf({ faults }: PendingRow): Refusal {
  return faults as unknown as Refusal;
}

/** Who chose a row has seen it at a version; another one now means that somebody has worked on it since. */
function sayStale({ itemNo, itemVersion, sheetRow }: PendingRow, { version, status }: SuspenseItemRow): Refusal {
  const params = { itemNo, now: `${version}`, seen: `${itemVersion}`, status };
  if (version === itemVersion) {
    return refuse("bulk_item_closed", `${itemNo} is ${status}, so nothing can be proposed for it now.`, params).refusal;
  }
  const [code, since] =
    sheetRow === null
      ? (["bulk_item_changed", "you chose it"] as const)
      : (["sheet_row_stale", "your export"] as const);
  const message = `${itemNo} has changed since ${since} (now version ${version} and ${status}, yours ${itemVersion}). It is left out.`;
  return refuse(code, message, params).refusal;
}
