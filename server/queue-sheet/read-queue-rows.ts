import "server-only";
import { suspenseFilters } from "@/contracts/suspense-filters";
import { scaleOf } from "@/core/money/format-money";
import { toDecimalString } from "@/core/money/parse-money";
import type { Actor } from "@/core/permissions/actor";
import { LOCKED_COLUMNS, type LockedColumn, toSeal } from "@/core/suspense/queue-sheet";
import type { Where } from "@/server/queries/keyset";
import { filterSuspense } from "@/server/queries/list-suspense";
import { SUSPENSE_FROM, SUSPENSE_SELECT, type SuspenseRaw, suspenseWhere } from "@/server/queries/suspense-rows";
import { reader } from "@/server/transact";
import { digestCells, signRow } from "./seal-rows";
import type { SheetTexts } from "./sheet-words";

const ROWS_AT_ONCE = 1_000;

/** What an export holds: the rows that a filter shows, or chosen ones; both within the reader's scope. */
export type QueueExport = {
  readonly jobNo: string;
  readonly sealKey: string;
  readonly criteria: { readonly filters?: unknown; readonly itemNos?: unknown };
  readonly today: string;
};

/** The rows of an export as the texts of their cells, a thousand at a time, in the order of their opening. */
export async function* readQueueRows(
  actor: Actor,
  queueExport: QueueExport,
  texts: SheetTexts,
): AsyncGenerator<string[][]> {
  for (let after = 0n; ; ) {
    const where = whereOf(actor, queueExport).add("i.id > ?", after);
    const raws = await reader.query<SuspenseRaw>(
      `${SUSPENSE_SELECT} FROM ${SUSPENSE_FROM} ${where.toSql()} ORDER BY i.id LIMIT ${ROWS_AT_ONCE}`,
      where.params,
    );
    const last = raws.at(-1);
    if (!last) return;
    yield raws.map((raw) => toCells(raw, queueExport, texts));
    after = last.id;
  }
}

export async function countQueueRows(actor: Actor, queueExport: QueueExport): Promise<number> {
  const where = whereOf(actor, queueExport);
  const [row] = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${SUSPENSE_FROM} ${where.toSql()}`,
    where.params,
  );
  return row?.count ?? 0;
}

function whereOf(actor: Actor, { criteria, today }: QueueExport): Where {
  if (Array.isArray(criteria.itemNos)) return suspenseWhere(actor, today).add("i.item_no = ANY (?)", criteria.itemNos);
  return filterSuspense(actor, suspenseFilters.parse(criteria.filters), today).where;
}

function toCells(raw: SuspenseRaw, { jobNo, sealKey }: QueueExport, texts: SheetTexts): string[] {
  const cells = lockedCells(raw, texts);
  const locked = LOCKED_COLUMNS.map((column) => cells[column]);
  const identity = { exportNo: jobNo, itemNo: raw.itemNo, version: raw.version, digests: digestCells(locked) };
  return [...locked, "", "", "", `${raw.version}`, toSeal(identity, signRow(sealKey, identity))];
}

/** Every cell is text: numbers keep their digits, and a spreadsheet computes nothing of ours. */
function lockedCells(raw: SuspenseRaw, { enums }: SheetTexts): Record<LockedColumn, string> {
  const sign = raw.direction === "SHORT" ? "-" : "";
  return {
    itemNo: raw.itemNo,
    kind: enums.outcome[raw.kind],
    itemKind: enums.itemKind[raw.itemKind],
    direction: enums.direction[raw.direction],
    amount: `${sign}${toDecimalString(raw.amountMinor, scaleOf(raw.asset))}`,
    asset: raw.asset,
    channel: raw.channelName,
    matchKey: raw.matchKey,
    orderNo: raw.orderNo ?? "",
    merchantNo: raw.merchantNo ?? "",
    merchant: raw.merchantName ?? "",
    openedOn: raw.openedOn,
    ageDays: `${raw.ageDays}`,
    status: enums.suspenseStatus[raw.status],
    assignee: raw.assignee ?? "",
  };
}
