import "server-only";
import {
  PAYOUT_VIEWS,
  type PayoutFilters,
  type PayoutRowDto,
  type PayoutSumDto,
  STATUSES_OF,
} from "@/contracts/payout-views";
import type { PageDto, RowCountDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { countRows, readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";
import { PAYOUT_FROM, PAYOUT_SELECT, type PayoutRaw, toPayoutRow } from "./payout-rows";

type Page = { readonly cursor: string | null; readonly limit: number };

/** One page of the payouts in the reader's scope, the newest first. They are counted apart. */
export function listPayouts(actor: Actor, filters: PayoutFilters, page: Page): Promise<PageDto<PayoutRowDto>> {
  return readPage<PayoutRaw, PayoutRowDto>({
    select: PAYOUT_SELECT,
    from: PAYOUT_FROM,
    where: payoutWhere(actor, filters),
    keys: ["o.id"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    countsApart: true,
    toRow: toPayoutRow,
    toKey: (raw) => [`${raw.id}`],
  });
}

export function countPayouts(actor: Actor, filters: PayoutFilters): Promise<RowCountDto> {
  return countRows("payouts o", payoutWhere(actor, filters));
}

/** What is not finished, by what it waits for: an index holds only those, however many there have ever been. */
export async function sumPayouts(actor: Actor): Promise<PayoutSumDto[]> {
  const where = payoutWhere(actor, {}).add("o.status NOT IN ('SUCCEEDED', 'RETURNED', 'REFUSED')");
  const rows = await reader.query<{ status: string; asset: string; minor: bigint; count: number }>(
    `SELECT o.status, o.asset, sum(o.amount_minor)::bigint AS minor, count(*)::int AS count
     FROM payouts o ${where.toSql()} GROUP BY 1, 2 ORDER BY o.asset <> 'CNY', o.asset`,
    where.params,
  );
  const assets = [...new Set(rows.map((row) => row.asset))];
  return assets.flatMap((asset) =>
    PAYOUT_VIEWS.map((view) => {
      const own = rows.filter((row) => row.asset === asset && STATUSES_OF[view].some((one) => one === row.status));
      const minor = own.reduce((sum, row) => sum + row.minor, 0n);
      return { view, asset, amountMinor: `${minor}`, count: own.reduce((sum, row) => sum + row.count, 0) };
    }),
  );
}

/** Speaks of `payouts o` alone, so that counting joins nothing. */
function payoutWhere(actor: Actor, { q, show, status, merchant, channel, batch, on }: PayoutFilters): Where {
  const where = new Where();
  const merchantIds = "(SELECT id FROM merchants WHERE merchant_no = ANY (?))";
  if (actor.scope !== null) where.add(`o.merchant_id IN ${merchantIds}`, actor.scope);
  if (q) {
    where.add(
      `(o.payout_no = ? OR o.client_ref = ? OR o.payout_no = (SELECT t.object_no FROM money_attempts t WHERE t.out_no = ? AND t.kind = 'PAYOUT'))`,
      q,
      q,
      q,
    );
  }
  if (show) where.add(`o.status IN (${STATUSES_OF[show].map((one) => `'${one}'`).join(", ")})`);
  if (status) where.add("o.status = ?", status);
  if (merchant) where.add(`o.merchant_id IN ${merchantIds}`, [merchant]);
  if (channel) where.add("o.channel_id = (SELECT id FROM channels WHERE code = ?)", channel);
  if (batch) where.add("o.batch_no = ?", batch);
  if (on) {
    where.add("o.requested_at >= (?::date)::timestamp AT TIME ZONE 'Asia/Shanghai'", on);
    where.add("o.requested_at < (?::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'", on);
  }
  return where;
}
