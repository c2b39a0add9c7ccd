import "server-only";
import type { ClaimFilters, ClaimRowDto, ClaimSumDto } from "@/contracts/claim-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";
import { CLAIM_FROM, CLAIM_SELECT, type ClaimRaw, toClaimRow } from "./claim-rows";
import { likePrefix } from "./like-prefix";

type Page = { readonly cursor: string | null; readonly limit: number };
type Order = { readonly keys: string[]; readonly casts: string[]; readonly toKey: (raw: ClaimRaw) => string[] };

/** What is open by its due day, the oldest first; what is closed by when it was closed, the newest first. */
const BY_DUE_DAY: Order = {
  keys: ["k.due_on", "k.id"],
  casts: ["date", "bigint"],
  toKey: (raw) => [raw.dueOn, `${raw.id}`],
};
const BY_END: Order = {
  keys: ["k.closed_at", "k.id"],
  casts: ["timestamptz", "bigint"],
  toKey: (raw) => [raw.closedAtText ?? "", `${raw.id}`],
};
const BY_OPENING: Order = { keys: ["k.id"], casts: ["bigint"], toKey: (raw) => [`${raw.id}`] };

/** One page of the claims (追偿) within the reader's scope. `today` is the accounting day. */
export function listClaims(
  actor: Actor,
  filters: ClaimFilters,
  page: Page,
  today: string,
): Promise<PageDto<ClaimRowDto>> {
  const where = claimWhere(actor, today);
  const { show, channel, q } = filters;
  if (show === "open" || show === "overdue") where.add("k.status = 'OPEN'");
  if (show === "overdue") where.add("k.due_on < ?::date", today);
  if (show === "closed") where.add("k.closed_at IS NOT NULL");
  if (channel) where.add("c.code = ?", channel);
  if (q) where.add("(k.claim_no LIKE ? OR i.item_no LIKE ?)", likePrefix(q), likePrefix(q));
  const order = show === "closed" ? BY_END : show === "all" ? BY_OPENING : BY_DUE_DAY;
  return readPage<ClaimRaw, ClaimRowDto>({
    select: CLAIM_SELECT,
    from: CLAIM_FROM,
    where,
    keys: order.keys,
    casts: order.casts,
    direction: order === BY_DUE_DAY ? "ASC" : "DESC",
    page,
    toRow: toClaimRow,
    toKey: order.toKey,
  });
}

/** What all open claims come to, per asset. */
export async function sumClaims(actor: Actor, today: string): Promise<ClaimSumDto[]> {
  const where = claimWhere(actor, today).add("k.status = 'OPEN'");
  return reader.query<ClaimSumDto>(
    `SELECT k.asset, sum(k.claimed_minor - k.recovered_minor - k.written_off_minor)::text AS "outstandingMinor",
            coalesce(sum(k.claimed_minor - k.recovered_minor - k.written_off_minor)
              FILTER (WHERE k.due_on < $1::date), 0)::text AS "overdueMinor", count(*)::int AS count
     FROM ${CLAIM_FROM} ${where.toSql()} GROUP BY k.asset ORDER BY k.asset <> 'CNY', k.asset`,
    where.params,
  );
}

function claimWhere(actor: Actor, today: string): Where {
  const where = new Where();
  where.params.push(today);
  // Spoken of once, so that the parameter has its type in every statement that counts.
  where.add("$1::date IS NOT NULL");
  return actor.scope === null ? where : where.add("m.merchant_no = ANY (?)", actor.scope);
}
