import "server-only";
import type { ClearingLineFilters, ClearingLineRowDto, ClearingSumsDto } from "@/contracts/clearing-views";
import { NO_CHANNEL } from "@/contracts/clearing-views";
import type { NamedDto } from "@/contracts/suspense-views";
import type { PageDto } from "@/contracts/wire";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { LINE_FIGURES, ofScope } from "./clearing-sums";

type Page = { readonly cursor: string | null; readonly limit: number };
type LineRaw = ClearingSumsDto & {
  merchant_id: bigint;
  channel_id: bigint;
  merchant_no: string;
  merchant_name: string;
  channel_code: string | null;
  channel_name: string | null;
};

const SELECT = `SELECT l.merchant_id, l.channel_id, m.merchant_no, m.name AS merchant_name, c.code AS channel_code,
  c.name AS channel_name, l.asset, l.item_count::int AS items, ${LINE_FIGURES}`;

/** What a batch has for each merchant at each channel, in the order of its key. */
export function listClearingLines(
  actor: Actor,
  filters: ClearingLineFilters,
  page: Page,
): Promise<PageDto<ClearingLineRowDto>> {
  const where = new Where().add("l.batch_id = (SELECT id FROM clearing_batches WHERE batch_no = ?)", filters.batch);
  if (actor.scope !== null) where.add(ofScope("l.merchant_id"), actor.scope);
  if (filters.merchant) where.add(ofScope("l.merchant_id"), [filters.merchant]);
  addChannel(where, "l.channel_id", filters.channel);
  return readPage<LineRaw, ClearingLineRowDto>({
    select: SELECT,
    from: "clearing_lines l",
    joins: "JOIN merchants m ON m.id = l.merchant_id LEFT JOIN channels c ON c.id = l.channel_id",
    where,
    keys: ["l.merchant_id", "l.channel_id", "l.asset"],
    casts: ["bigint", "bigint", "text"],
    direction: "ASC",
    page,
    toRow,
    toKey: (raw) => [`${raw.merchant_id}`, `${raw.channel_id}`, raw.asset],
  });
}

export function addChannel(where: Where, column: string, channel: string | undefined): void {
  if (channel === NO_CHANNEL) where.add(`${column} = 0`);
  else if (channel) where.add(`${column} = (SELECT id FROM channels WHERE code = ?)`, channel);
}

export function channelOf(code: string | null, name: string | null): NamedDto | null {
  return code === null ? null : { no: code, name: name ?? code };
}

function toRow({
  merchant_id,
  channel_id,
  merchant_no,
  merchant_name,
  channel_code,
  channel_name,
  ...sums
}: LineRaw): ClearingLineRowDto {
  return {
    ...sums,
    key: `${merchant_id}|${channel_id}|${sums.asset}`,
    merchant: { no: merchant_no, name: merchant_name },
    channel: channelOf(channel_code, channel_name),
  };
}
