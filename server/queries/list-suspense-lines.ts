import "server-only";
import type { SuspenseStatus } from "@/core/suspense/item";
import { reader } from "@/server/transact";

/** A suspense item as files and other systems take it; `amountMinor` is positive, `direction` is its sign. */
export type SuspenseLine = {
  itemNo: string;
  kind: string;
  direction: "LONG" | "SHORT";
  status: SuspenseStatus;
  amountMinor: bigint;
  asset: string;
  channel: string;
  openedOn: string;
  /** Calendar days from opening until `today`, or until it was resolved; scripts count on it, pages age in bank days. */
  ageDays: number;
  assignee: string | null;
};

const PAGE_ROWS = 1_000;

const PAGE = `
  SELECT i.id, i.item_no AS "itemNo", i.kind, i.direction, i.status, i.amount_minor AS "amountMinor", i.asset,
         c.code AS channel, i.opened_on AS "openedOn", u.login AS assignee,
         greatest(0, coalesce((i.resolved_at AT TIME ZONE 'Asia/Shanghai')::date, $1::date) - i.opened_on) AS "ageDays"
  FROM suspense_items i JOIN channels c ON c.id = i.channel_id LEFT JOIN users u ON u.id = i.assignee_id
  WHERE i.id > $2 AND ($3::text[] IS NULL OR i.status = ANY ($3))
  ORDER BY i.id LIMIT ${PAGE_ROWS}`;

/** Suspense items in the order in which they were opened, a page at a time; of every status when none is given. */
export async function* listSuspenseLines(
  today: string,
  statuses: readonly SuspenseStatus[] | null,
): AsyncGenerator<SuspenseLine> {
  let after = 0n;
  for (;;) {
    const rows = await reader.query<SuspenseLine & { id: bigint }>(PAGE, [today, after, statuses]);
    for (const { id, ...row } of rows) {
      after = id;
      yield row;
    }
    if (rows.length < PAGE_ROWS) return;
  }
}
