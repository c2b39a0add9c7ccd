import "server-only";
import type { HoldDto, HoldFilters } from "@/contracts/ledger-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";

type HoldRaw = {
  id: bigint;
  hold_no: string;
  status: HoldDto["status"];
  amount_minor: bigint;
  captured_minor: bigint;
  released_minor: bigint;
  asset: string;
  object_type: string;
  object_no: string;
  reason: string;
  created_at: Date;
  expires_at: Date | null;
  closed_at: Date | null;
};
type Page = { readonly cursor: string | null; readonly limit: number };

/** The holds (冻结) of one account, the newest first: those that still keep money back, those that are over, or both. */
export function listHolds(actor: Actor, { account, show }: HoldFilters, page: Page): Promise<PageDto<HoldDto>> {
  const where = new Where().add(
    `h.account_id = (SELECT a.id FROM accounts a LEFT JOIN merchants m ON m.id = a.merchant_id
                     WHERE a.account_no = ? AND (?::text[] IS NULL OR m.merchant_no = ANY (?)))`,
    account,
    actor.scope,
    actor.scope,
  );
  if (show) where.add(show === "active" ? "h.status = 'ACTIVE'" : "h.status <> 'ACTIVE'");
  return readPage<HoldRaw, HoldDto>({
    select: `SELECT h.id, h.hold_no, h.status, h.amount_minor, h.captured_minor, h.released_minor, a.asset, h.object_type,
                    h.object_no, h.reason, h.created_at, h.expires_at, h.closed_at`,
    from: "holds h",
    joins: "JOIN accounts a ON a.id = h.account_id",
    where,
    keys: ["h.id"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    toRow,
    toKey: (raw) => [`${raw.id}`],
  });
}

function toRow(raw: HoldRaw): HoldDto {
  return {
    holdNo: raw.hold_no,
    status: raw.status,
    amountMinor: `${raw.amount_minor}`,
    capturedMinor: `${raw.captured_minor}`,
    releasedMinor: `${raw.released_minor}`,
    asset: raw.asset,
    objectType: raw.object_type,
    objectNo: raw.object_no,
    reason: raw.reason,
    createdAt: raw.created_at.toISOString(),
    expiresAt: raw.expires_at?.toISOString() ?? null,
    closedAt: raw.closed_at?.toISOString() ?? null,
  };
}
