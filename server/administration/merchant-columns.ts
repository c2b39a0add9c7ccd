import "server-only";
import type { MerchantSettings, SettingsColumns } from "@/contracts/administration";
import type { DbReader, DbTransaction } from "@/server/transact";

/** A merchant's settings by the names of their columns, as a request freezes them; amounts as text. */
export function toMerchantColumns(settings: MerchantSettings): SettingsColumns {
  const { payoutLimitMinor, payoutDayLimitMinor } = settings;
  return {
    fee_bps: settings.feeBps,
    settlement_days: settings.settlementDays,
    auto_payout: settings.autoPayout,
    min_payout_minor: `${settings.minPayoutMinor}`,
    marketing_policy: settings.marketingPolicy,
    fee_min_minor: `${settings.feeMinMinor}`,
    fee_max_minor: settings.feeMaxMinor === null ? null : `${settings.feeMaxMinor}`,
    fee_tiers: settings.feeTiers,
    fee_return: settings.feeReturn,
    payout_limit_minor: payoutLimitMinor === null ? null : `${payoutLimitMinor}`,
    payout_day_limit_minor: payoutDayLimitMinor === null ? null : `${payoutDayLimitMinor}`,
  };
}

export type MerchantColumns = {
  readonly id: bigint;
  readonly name: string;
  readonly version: number;
  readonly columns: SettingsColumns;
};

/** A merchant's settings as they are; null where there is none in the scope. */
export async function findMerchantColumns(
  db: DbReader,
  scope: readonly string[] | null,
  merchantNo: string,
): Promise<MerchantColumns | null> {
  const [row] = await db.query<MerchantColumns>(
    `SELECT id, name, version,
            jsonb_build_object('fee_bps', fee_bps, 'settlement_days', settlement_days, 'auto_payout', auto_payout,
                               'min_payout_minor', min_payout_minor::text, 'marketing_policy', marketing_policy, 'payout_limit_minor', payout_limit_minor::text,
                               'payout_day_limit_minor', payout_day_limit_minor::text, 'fee_min_minor', fee_min_minor::text,
                               'fee_max_minor', fee_max_minor::text, 'fee_tiers', fee_tiers, 'fee_return', fee_return) AS columns
     FROM merchants WHERE merchant_no = $1 AND ($2::text[] IS NULL OR merchant_no = ANY ($2))`,
    [merchantNo, scope],
  );
  return row ?? null;
}

export async function saveMerchantColumns(tx: DbTransaction, id: bigint, columns: SettingsColumns): Promise<void> {
  await tx.query(
    `UPDATE merchants SET fee_bps = $2, settlement_days = $3, auto_payout = $4, marketing_policy = $5,
       payout_limit_minor = $6, payout_day_limit_minor = $7, fee_min_minor = $8, fee_max_minor = $9, fee_tiers = $10, fee_return = $11,
       min_payout_minor = $12, version = version + 1, command_id = $13
     WHERE id = $1`,
    [
      id,
      columns.fee_bps,
      columns.settlement_days,
      columns.auto_payout,
      columns.marketing_policy,
      columns.payout_limit_minor,
      columns.payout_day_limit_minor,
      columns.fee_min_minor,
      columns.fee_max_minor,
      columns.fee_tiers,
      columns.fee_return,
      columns.min_payout_minor,
      tx.context.commandId,
    ],
  );
}
