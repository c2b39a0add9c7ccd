import "server-only";
import { z } from "zod";
import type { ClearingTermFilters, ClearingTermRowDto } from "@/contracts/clearing-views";
import type { PageDto } from "@/contracts/wire";
import { readFeeTiers } from "@/core/clearing/fee-tiers";
import type { Actor } from "@/core/permissions/actor";
import { readPage, Where } from "@/server/queries/keyset";
import { ofScope } from "./clearing-sums";

type Page = { readonly cursor: string | null; readonly limit: number };
type TermRaw = {
  merchant_id: bigint;
  merchant_no: string;
  merchant_name: string;
  fee_bps: number;
  volume_minor: bigint;
  fee_tiers: string;
  fee_min_minor: bigint;
  fee_max_minor: bigint | null;
  fee_return: ClearingTermRowDto["feeReturn"];
  shares: unknown;
};

/** As the contract has it; what a share leaves out is nothing. */
const keptShares = z.array(
  z.looseObject({
    merchantNo: z.string(),
    bps: z.number().default(0),
    fixedMinor: z.union([z.string(), z.number()]).default("0").transform(String),
  }),
);

/** The contract of each merchant as the batch has kept it, whatever became of it since. */
export function listClearingTerms(
  actor: Actor,
  filters: ClearingTermFilters,
  page: Page,
): Promise<PageDto<ClearingTermRowDto>> {
  const where = new Where().add("t.batch_id = (SELECT id FROM clearing_batches WHERE batch_no = ?)", filters.batch);
  if (actor.scope !== null) where.add(ofScope("t.merchant_id"), actor.scope);
  if (filters.merchant) where.add(ofScope("t.merchant_id"), [filters.merchant]);
  return readPage<TermRaw, ClearingTermRowDto>({
    select: `SELECT t.merchant_id, m.merchant_no, m.name AS merchant_name, t.fee_bps, t.volume_minor, t.fee_tiers, t.fee_min_minor, t.fee_max_minor,
      t.fee_return, t.shares`,
    from: "clearing_terms t",
    joins: "JOIN merchants m ON m.id = t.merchant_id",
    where,
    keys: ["t.merchant_id"],
    casts: ["bigint"],
    direction: "ASC",
    page,
    toRow: (raw) => ({
      merchant: { no: raw.merchant_no, name: raw.merchant_name },
      feeBps: raw.fee_bps,
      volumeMinor: `${raw.volume_minor}`,
      tiers: readFeeTiers(raw.fee_tiers).map(({ fromMinor, feeBps }) => ({ fromMinor: `${fromMinor}`, feeBps })),
      feeMinMinor: `${raw.fee_min_minor}`,
      feeMaxMinor: raw.fee_max_minor === null ? null : `${raw.fee_max_minor}`,
      feeReturn: raw.fee_return,
      shares: keptShares.parse(raw.shares).map(({ merchantNo, bps, fixedMinor }) => ({ merchantNo, bps, fixedMinor })),
    }),
    toKey: (raw) => [`${raw.merchant_id}`],
  });
}
