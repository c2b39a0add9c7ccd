import "server-only";
import type { AdjustmentDto, AdjustmentFilters, AdjustmentRowDto, AdjustmentState } from "@/contracts/adjustment-views";
import type { PageDto } from "@/contracts/wire";
import type { Json } from "@/core/json";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { type AdjustmentPayload, adjustmentPayload } from "@/server/approvals/acts/adjustment";
import { readPage, Where } from "@/server/queries/keyset";
import { likePrefix } from "@/server/queries/like-prefix";
import { reader } from "@/server/transact";
import { drawAdjustment } from "./preview-adjustment";
import { readBooked } from "./requested-plan";

type Raw = {
  id: bigint;
  approval_no: string;
  state: AdjustmentState;
  reason: string;
  payload: Json;
  maker: string;
  created_at: Date;
  closed_at: Date | null;
  voucher_no: string | null;
};

const SELECT = `
  SELECT a.id, a.approval_no, CASE WHEN a.status = 'PENDING' AND a.expires_at <= now() THEN 'EXPIRED' ELSE a.status END AS state,
         a.reason, a.payload, u.display_name AS maker, a.created_at, a.closed_at,
         (SELECT v.voucher_no FROM vouchers v WHERE v.approval_id = a.id) AS voucher_no`;
const FROM = "approvals a LEFT JOIN merchants m ON m.id = a.merchant_id";
const JOINS = "JOIN users u ON u.id = a.maker_id";

function inScope(actor: Actor): Where {
  const where = new Where().add("a.act = 'ADJUSTMENT'");
  return actor.scope === null ? where : where.add("m.merchant_no = ANY (?)", actor.scope);
}

/** Adjustments that were asked for, the newest first, in whatever state they are. */
export function listAdjustments(
  actor: Actor,
  { q, state, mine }: AdjustmentFilters,
  page: { readonly cursor: string | null; readonly limit: number },
): Promise<PageDto<AdjustmentRowDto>> {
  const where = inScope(actor);
  if (q) where.add("(a.object_no LIKE ? OR a.approval_no LIKE ?)", likePrefix(q), likePrefix(q));
  if (state === "EXPIRED") where.add("(a.status = 'EXPIRED' OR a.status = 'PENDING' AND a.expires_at <= now())");
  else if (state === "PENDING") where.add("a.status = 'PENDING' AND a.expires_at > now()");
  else if (state) where.add("a.status = ?", state);
  if (mine) where.add("a.maker_id = ?::bigint", actor.userId);
  return readPage<Raw, AdjustmentRowDto>({
    select: SELECT,
    from: FROM,
    joins: JOINS,
    where,
    keys: ["a.id"],
    casts: ["bigint"],
    direction: "DESC",
    page,
    toRow: (raw) => toRow(raw, adjustmentPayload.parse(raw.payload)),
    toKey: (raw) => [`${raw.id}`],
  });
}

/** One adjustment with its voucher as it would be, or as it became; null when there is none in the actor's scope. */
export async function getAdjustment(actor: Actor, adjustmentNo: string): Promise<AdjustmentDto | null> {
  const where = inScope(actor).add("a.object_no = ?", adjustmentNo);
  const [raw] = await reader.query<Raw>(`${SELECT} FROM ${FROM} ${JOINS} ${where.toSql()}`, where.params);
  if (!raw) return null;
  const payload = adjustmentPayload.parse(raw.payload);
  const { choice, lines, totals, origin } = payload;
  const { balances } = await readBooked(raw.id);
  const reversedBy = await findReversal(raw.voucher_no);
  const shown = raw.state === "PENDING" ? "projected" : raw.state === "EXECUTED" ? balances : "none";
  const isReversal = choice.kind === "REVERSAL";
  return {
    ...toRow(raw, payload),
    origin,
    reversesVoucherNo: isReversal ? choice.voucherNo : null,
    reversedBy,
    drawings: await drawAdjustment(actor, lines, totals, shown),
    closedAt: raw.closed_at?.toISOString() ?? null,
    canReverse:
      raw.state === "EXECUTED" && !isReversal && reversedBy === null && isPermitted(actor.roles, "adjustment.propose"),
  };
}

async function findReversal(voucherNo: string | null): Promise<string | null> {
  if (voucherNo === null) return null;
  const [row] = await reader.query<{ no: string }>(
    "SELECT voucher_no AS no FROM vouchers WHERE reverses_voucher_id = voucher_id_of($1)",
    [voucherNo],
  );
  return row?.no ?? null;
}

function toRow(raw: Raw, { adjustmentNo, event, reasonCode, totals }: AdjustmentPayload): AdjustmentRowDto {
  return {
    adjustmentNo,
    approvalNo: raw.approval_no,
    event,
    state: raw.state,
    reasonCode,
    note: raw.reason,
    totals,
    maker: raw.maker,
    createdAt: raw.created_at.toISOString(),
    voucherNo: raw.voucher_no,
  };
}
