import "server-only";
import type { MerchantInput } from "@/contracts/merchants";
import type { Json } from "@/core/json";
import { MERCHANT_PLACES } from "@/core/ledger/chart";
import { accept } from "@/core/result";
import { givePayeeAccounts } from "@/server/administration/give-payee-accounts";
import { refusePerson } from "@/server/administration/refuse-person";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { findOrOpenAccounts } from "@/server/store/accounts";

const UPSERT_PARTY = `
  INSERT INTO parties (party_no, name) SELECT 'C-' || no, name FROM unnest($1::text[], $2::text[]) AS m (no, name)
  ON CONFLICT (party_no) DO NOTHING`;
const UPSERT_MERCHANTS = `
  INSERT INTO merchants (merchant_no, party_id, name, fee_bps, settlement_days, auto_payout, marketing_policy, is_test,
                         payee, shares, fee_min_minor, fee_max_minor, fee_tiers, fee_return, min_payout_minor, command_id)
  SELECT m.no, parties.id, m.name, m.fee, m.days, m.auto, m.policy, m.test, m.payee, m.shares, m.least, m.most, m.tiers, m.fee_return,
         m.min_payout, $15
  FROM unnest($1::text[], $2::text[], $3::int[], $4::smallint[], $5::boolean[], $6::text[], $7::boolean[], $8::jsonb[], $9::jsonb[],
              $10::bigint[], $11::bigint[], $12::text[], $13::text[], $14::bigint[])
    AS m (no, name, fee, days, auto, policy, test, payee, shares, least, most, tiers, fee_return, min_payout)
  JOIN parties ON parties.party_no = 'C-' || m.no
  ON CONFLICT (merchant_no) DO UPDATE SET name = excluded.name, fee_bps = excluded.fee_bps,
    settlement_days = excluded.settlement_days, auto_payout = excluded.auto_payout,
    marketing_policy = excluded.marketing_policy, is_test = excluded.is_test, payee = excluded.payee,
    shares = excluded.shares, fee_min_minor = excluded.fee_min_minor, fee_max_minor = excluded.fee_max_minor,
    fee_tiers = excluded.fee_tiers, fee_return = excluded.fee_return, min_payout_minor = excluded.min_payout_minor,
    version = merchants.version + 1, command_id = excluded.command_id
  RETURNING id, merchant_no`;

/**
 * Creates or changes merchants at set-up, without a checker: their four accounts are opened, and a payee that is named may
 * be paid to at once. People ask for changes instead (see `proposeMerchantSettings`, `proposeBankAccount`).
 */
export const setMerchants = defineCommand<{ readonly merchants: readonly MerchantInput[] }, { merchants: number }>({
  action: "merchant.set",
  permission: "merchant.edit",
  object: ({ merchants }) => ({
    type: "merchant",
    no: merchants.length === 1 ? (merchants[0]?.merchantNo ?? "") : `${merchants.length} merchants`,
  }),
  toHashed: ({ merchants }) => JSON.parse(JSON.stringify(merchants)) as Json,
  async effect(tx, { merchants }) {
    if (tx.context.actor.userId !== null) return refusePerson();
    const nos = merchants.map((merchant) => merchant.merchantNo);
    await tx.query(UPSERT_PARTY, [nos, merchants.map((merchant) => merchant.name)]);
    const rows = await tx.query<{ id: bigint; merchant_no: string }>(UPSERT_MERCHANTS, [
      nos,
      merchants.map((merchant) => merchant.name),
      merchants.map((merchant) => merchant.feeBps),
      merchants.map((merchant) => merchant.settlementCycle.slice(2)),
      merchants.map((merchant) => merchant.autoPayout),
      merchants.map((merchant) => merchant.marketingPolicy),
      merchants.map((merchant) => merchant.test),
      merchants.map((merchant) => JSON.stringify(merchant.payee)),
      merchants.map((merchant) => JSON.stringify(merchant.shares)),
      merchants.map((merchant) => merchant.feeMinMinor ?? "0"),
      merchants.map((merchant) => merchant.feeMaxMinor ?? null),
      merchants.map((merchant) => merchant.feeTiers),
      merchants.map((merchant) => merchant.feeReturn),
      merchants.map((merchant) => merchant.minPayoutMinor ?? "0"),
      tx.context.commandId,
    ]);
    await findOrOpenAccounts(
      tx,
      rows.flatMap((row) =>
        MERCHANT_PLACES.map((place) => ({
          place,
          asset: "CNY",
          owner: { merchant: { id: row.id, no: row.merchant_no } },
        })),
      ),
    );
    await givePayeeAccounts(tx, merchants);
    for (const merchant of merchants) {
      await appendAudit(tx, {
        action: "merchant.set",
        objectType: "merchant",
        objectNo: merchant.merchantNo,
        detail: JSON.parse(JSON.stringify(merchant)) as Json,
      });
    }
    return accept({ merchants: merchants.length });
  },
});
