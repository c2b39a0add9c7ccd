import "server-only";
import type { SettlementFilters, SettlementRowDto } from "@/contracts/settlement-views";
import type { PageDto, RowCountDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { countRows, readPage, Where } from "@/server/queries/keyset";
import { SETTLEMENT_FROM, SETTLEMENT_SELECT, type SettlementRaw, toSettlementRow } from "./settlement-rows";

type Page = { readonly cursor: string | null; readonly limit: number };

/** One page of the settlements in the reader's scope, the newest first. They are counted apart. */
export function listSettlements(
  actor: Actor,
  filters: SettlementFilters,
  page: Page,
): Promise<PageDto<SettlementRowDto>> {
  return readPage<SettlementRaw, SettlementRowDto>({
    select: SETTLEMENT_SELECT,
    from: SETTLEMENT_FROM,
    where: settlementWhere(actor, filters),
    keys: ["s.id"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    countsApart: true,
    toRow: toSettlementRow,
    toKey: (raw) => [`${raw.id}`],
  });
}

export function countSettlements(actor: Actor, filters: SettlementFilters): Promise<RowCountDto> {
  return countRows("settlements s", settlementWhere(actor, filters));
}

const SHOWN = {
  open: "s.status IN ('COMPUTED', 'REVIEWED')",
  unpaid: "s.status = 'RELEASED' AND s.settled_minor > 0",
  owing: "s.carried_minor < 0",
  held: "s.held_minor <> 0",
} as const;

/** Speaks of `settlements s` alone, so that counting joins nothing. */
function settlementWhere(actor: Actor, { q, show, status, merchant, on }: SettlementFilters): Where {
  const where = new Where();
  const merchantIds = "(SELECT id FROM merchants WHERE merchant_no = ANY (?))";
  if (actor.scope !== null) where.add(`s.merchant_id IN ${merchantIds}`, actor.scope);
  if (q) {
    const batch = "s.batch_id = (SELECT id FROM settlement_batches WHERE batch_no = ?)";
    where.add(`(s.settlement_no = ? OR s.payout_no = ? OR ${batch})`, q, q, q);
  }
  if (show) where.add(SHOWN[show]);
  if (status) where.add("s.status = ?", status);
  if (merchant) where.add(`s.merchant_id IN ${merchantIds}`, [merchant]);
  if (on) where.add("s.batch_id = (SELECT id FROM settlement_batches WHERE settled_on = ?::date)", on);
  return where;
}
