import "server-only";
import type {
  ClearingItemFilters,
  ClearingItemRowDto,
  ClearingItemSumDto,
  ClearingKind,
  ClearingRows,
} from "@/contracts/clearing-views";
import type { PageDto, RowCountDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { countRows, readPage, Where } from "@/server/queries/keyset";
import { reader } from "@/server/transact";
import { ofScope } from "./clearing-sums";
import { addChannel, channelOf } from "./list-clearing-lines";

type Page = { readonly cursor: string | null; readonly limit: number };
type ItemRaw = {
  merchant_id: bigint;
  share_no: number;
  kind: ClearingKind;
  object_no: string;
  order_no: string | null;
  merchant_no: string;
  merchant_name: string;
  receiver_no: string | null;
  receiver_name: string | null;
  channel_code: string | null;
  channel_name: string | null;
  asset: string;
  occurred_on: string;
  gross: bigint;
  refund: bigint;
  fee: bigint;
  share: bigint;
  adjustment: bigint;
  cost: bigint;
  amount: bigint;
};

/** Of each figure, the rows that it is made of and what each gives to it. */
const PARTS: Readonly<Record<ClearingRows, { readonly rows: string; readonly amount: string }>> = {
  gross: { rows: "i.gross_minor <> 0", amount: "i.gross_minor" },
  refund: { rows: "i.refund_minor <> 0", amount: "i.refund_minor" },
  feeCharged: { rows: "i.fee_minor > 0", amount: "i.fee_minor" },
  feeReturned: { rows: "i.fee_minor < 0", amount: "-i.fee_minor" },
  fee: { rows: "i.fee_minor <> 0", amount: "i.fee_minor" },
  share: { rows: "i.share_minor <> 0", amount: "i.share_minor" },
  received: { rows: "true", amount: "s.share_minor" },
  adjustment: { rows: "i.adjustment_minor <> 0", amount: "i.adjustment_minor" },
  cost: { rows: "i.cost_minor <> 0", amount: "i.cost_minor" },
};
const NET = "i.gross_minor - i.refund_minor - i.fee_minor - i.share_minor + i.adjustment_minor";
const ITEMS = "clearing_items i";
/** What others share is a row for each who receives. */
const SHARES = "clearing_shares s JOIN clearing_items i ON i.kind = s.kind AND i.object_no = s.object_no";

/** Asked for by row, so that only the rows shown are named: joined, the merchants' order would be taken for the way to read a batch. */
const named = (table: "merchants" | "channels", column: string, id: string) =>
  `(SELECT named.${column} FROM ${table} named WHERE named.id = ${id})`;

/** The items of a batch, merchant by merchant; of shares received, the shares. */
export function listClearingItems(
  actor: Actor,
  filters: ClearingItemFilters,
  page: Page,
): Promise<PageDto<ClearingItemRowDto>> {
  const { from, where, amount, shareNo, receiver } = questionOf(actor, filters);
  return readPage<ItemRaw, ClearingItemRowDto>({
    select: `SELECT i.merchant_id, ${shareNo} AS share_no, i.kind, i.object_no, i.order_no,
      ${named("merchants", "merchant_no", "i.merchant_id")} AS merchant_no, ${named("merchants", "name", "i.merchant_id")} AS merchant_name,
      ${named("merchants", "merchant_no", receiver)} AS receiver_no, ${named("merchants", "name", receiver)} AS receiver_name,
      ${named("channels", "code", "i.channel_id")} AS channel_code, ${named("channels", "name", "i.channel_id")} AS channel_name, i.asset, i.occurred_on,
      i.gross_minor AS gross, i.refund_minor AS refund, i.fee_minor AS fee, i.share_minor AS share, i.adjustment_minor AS adjustment,
      i.cost_minor AS cost, ${amount} AS amount`,
    from,
    where,
    keys: ["i.merchant_id", "i.kind", "i.object_no", shareNo],
    casts: ["bigint", "text", "text", "int"],
    direction: "ASC",
    page,
    countsApart: true,
    toRow,
    toKey: (raw) => [`${raw.merchant_id}`, raw.kind, raw.object_no, `${raw.share_no}`],
  });
}

export function countClearingItems(actor: Actor, filters: ClearingItemFilters): Promise<RowCountDto> {
  const { from, where } = questionOf(actor, filters);
  return countRows(from, where);
}

/** What all these rows come to: the figure that led to them. */
export async function sumClearingItems(actor: Actor, filters: ClearingItemFilters): Promise<ClearingItemSumDto> {
  const { from, where, amount } = questionOf(actor, filters);
  const rows = await reader.query<{ asset: string; count: number; minor: bigint }>(
    `SELECT i.asset, count(*)::int AS count, sum(${amount})::bigint AS minor FROM ${from} ${where.toSql()}
     GROUP BY i.asset ORDER BY i.asset <> 'CNY', i.asset`,
    where.params,
  );
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    amounts: rows.map(({ asset, minor }) => ({ amountMinor: `${minor}`, asset })),
  };
}

function questionOf(actor: Actor, { batch, merchant, channel, kind, part, asset }: ClearingItemFilters) {
  const isReceived = part === "received";
  const owner = isReceived ? "s.receiver_id" : "i.merchant_id";
  const where = new Where();
  where.add(`${isReceived ? "s" : "i"}.batch_id = (SELECT id FROM clearing_batches WHERE batch_no = ?)`, batch);
  if (actor.scope !== null) where.add(ofScope(owner), actor.scope);
  if (merchant) where.add(`${owner} = (SELECT id FROM merchants WHERE merchant_no = ?)`, merchant);
  addChannel(where, "i.channel_id", channel);
  if (kind) where.add("i.kind = ?", kind);
  if (asset) where.add("i.asset = ?", asset);
  if (part) where.add(PARTS[part].rows);
  return {
    where,
    from: isReceived ? SHARES : ITEMS,
    amount: part ? PARTS[part].amount : NET,
    // Cast, since a bare number in ORDER BY would name a column.
    shareNo: isReceived ? "s.share_no" : "0::int",
    receiver: isReceived ? "s.receiver_id" : "NULL::bigint",
  };
}

function toRow(raw: ItemRaw): ClearingItemRowDto {
  return {
    key: `${raw.kind}|${raw.object_no}|${raw.share_no}`,
    kind: raw.kind,
    objectNo: raw.object_no,
    orderNo: raw.order_no,
    merchant: { no: raw.merchant_no, name: raw.merchant_name },
    receiver: raw.receiver_no === null ? null : { no: raw.receiver_no, name: raw.receiver_name ?? raw.receiver_no },
    channel: channelOf(raw.channel_code, raw.channel_name),
    asset: raw.asset,
    occurredOn: raw.occurred_on,
    grossMinor: `${raw.gross}`,
    refundMinor: `${raw.refund}`,
    feeMinor: `${raw.fee}`,
    shareMinor: `${raw.share}`,
    adjustmentMinor: `${raw.adjustment}`,
    costMinor: `${raw.cost}`,
    amountMinor: `${raw.amount}`,
  };
}
