import "server-only";
import type { MerchantAccountDto, MerchantDto, MerchantItemDto } from "@/contracts/merchant-views";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { readFeeTiers } from "@/core/clearing/fee-tiers";
import { ACCOUNT_PLACES, MERCHANT_PLACES } from "@/core/ledger/chart";
import type { Actor } from "@/core/permissions/actor";
import { getClock } from "@/server/clock";
import { reader } from "@/server/transact";

type MerchantRaw = {
  id: bigint;
  merchant_no: string;
  name: string;
  party_no: string;
  is_test: boolean;
  fee_bps: number;
  settlement_days: number;
  auto_payout: boolean;
  min_payout_minor: bigint;
  marketing_policy: "PROPORTIONAL" | "CASH_LAST";
  payout_limit_minor: bigint | null;
  payout_day_limit_minor: bigint | null;
  fee_min_minor: bigint;
  fee_max_minor: bigint | null;
  fee_tiers: string;
  fee_return: "NONE" | "PROPORTIONAL";
  version: number;
  waiting_no: string | null;
  shares: { merchantNo: string; bps?: number }[];
  opened_at: Date;
  open_items: number;
};
type AccountRaw = { account_no: string; gl_code: string; asset: string; posted_minor: bigint; frozen_minor: bigint };
type ItemRaw = {
  item_no: string;
  kind: string;
  direction: "LONG" | "SHORT";
  status: string;
  amount_minor: bigint;
  asset: string;
  channel: string;
  order_no: string | null;
  opened_on: string;
  age_days: number;
  assignee: string | null;
};

/** More than a page's worth belongs to the queue, which the merchant's page links to. */
export const MERCHANT_ITEMS_SHOWN = 100;

const MERCHANT = `
  SELECT m.id, m.merchant_no, m.name, p.party_no, m.is_test, m.fee_bps, m.settlement_days, m.auto_payout,
         m.min_payout_minor, m.marketing_policy, m.payout_limit_minor, m.payout_day_limit_minor, m.fee_min_minor, m.fee_max_minor, m.fee_tiers, m.fee_return, m.version, m.shares, m.opened_at,
         (SELECT approval_no FROM approvals
          WHERE object_type = 'merchant' AND object_no = m.merchant_no AND status = 'PENDING') AS waiting_no,
         (SELECT count(*)::int FROM suspense_items s
          WHERE s.merchant_id = m.id AND s.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')) AS open_items
  FROM merchants m JOIN parties p ON p.id = m.party_id
  WHERE m.merchant_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))`;

/** The merchant with its accounts; null when there is none, or the actor may not know of it. */
export async function findMerchant(actor: Actor, merchantNo: string): Promise<MerchantDto | null> {
  const [raw] = await reader.query<MerchantRaw>(MERCHANT, [merchantNo, actor.scope]);
  if (!raw) return null;
  return {
    merchantNo: raw.merchant_no,
    name: raw.name,
    partyNo: raw.party_no,
    isTest: raw.is_test,
    feeBps: raw.fee_bps,
    settlementCycle: `T+${raw.settlement_days}`,
    autoPayout: raw.auto_payout,
    minPayoutMinor: `${raw.min_payout_minor}`,
    marketingPolicy: raw.marketing_policy,
    payoutLimitMinor: raw.payout_limit_minor === null ? null : `${raw.payout_limit_minor}`,
    payoutDayLimitMinor: raw.payout_day_limit_minor === null ? null : `${raw.payout_day_limit_minor}`,
    feeMinMinor: `${raw.fee_min_minor}`,
    feeMaxMinor: raw.fee_max_minor === null ? null : `${raw.fee_max_minor}`,
    feeTiers: readFeeTiers(raw.fee_tiers).map(({ fromMinor, feeBps }) => ({ fromMinor: `${fromMinor}`, feeBps })),
    feeReturn: raw.fee_return,
    version: raw.version,
    waitingNo: raw.waiting_no,
    shares: raw.shares.map((share) => ({ merchantNo: share.merchantNo, bps: share.bps ?? null })),
    openedAt: raw.opened_at.toISOString(),
    accounts: await listMerchantAccounts(raw.id),
    openItems: raw.open_items,
  };
}

/** Pending, settlement, marketing, deposit; the four in CNY, then those of other assets. */
async function listMerchantAccounts(merchantId: bigint): Promise<MerchantAccountDto[]> {
  const raws = await reader.query<AccountRaw>(
    `SELECT a.account_no, a.gl_code, a.asset, b.posted_minor, b.frozen_minor
     FROM accounts a JOIN account_balances b ON b.account_id = a.id
     WHERE a.merchant_id = $1 ORDER BY a.asset <> 'CNY', a.asset, a.gl_code`,
    [merchantId],
  );
  return raws.flatMap((raw) => {
    const place = MERCHANT_PLACES.find((one) => ACCOUNT_PLACES[one].glCode === raw.gl_code);
    if (!place) return [];
    return {
      account: ACCOUNT_PLACES[place].shortName,
      accountNo: raw.account_no,
      asset: raw.asset,
      postedMinor: `${raw.posted_minor}`,
      frozenMinor: `${raw.frozen_minor}`,
      availableMinor: `${raw.posted_minor - raw.frozen_minor}`,
    };
  });
}

/** The merchant's open suspense items, as the queue ranks them: short before long, then amount × age. */
export async function listMerchantItems(actor: Actor, merchantNo: string): Promise<MerchantItemDto[]> {
  const today = accountingDayOf(getClock().now());
  const raws = await reader.query<ItemRaw>(
    `SELECT s.item_no, s.kind, s.direction, s.status, s.amount_minor, s.asset, c.code AS channel, s.order_no,
            bank_days_between(s.opened_on, $3::date) AS age_days, u.display_name AS assignee
     FROM suspense_items s JOIN merchants m ON m.id = s.merchant_id JOIN channels c ON c.id = s.channel_id
     LEFT JOIN users u ON u.id = s.assignee_id
     WHERE m.merchant_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))
       AND s.status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
     ORDER BY s.direction = 'LONG', s.amount_minor * (1 + greatest($3::date - s.opened_on, 0)) DESC, s.id
     LIMIT ${MERCHANT_ITEMS_SHOWN}`,
    [merchantNo, actor.scope, today],
  );
  return raws.map((raw) => ({
    itemNo: raw.item_no,
    kind: raw.kind,
    direction: raw.direction,
    status: raw.status,
    amountMinor: `${raw.amount_minor}`,
    asset: raw.asset,
    channel: raw.channel,
    orderNo: raw.order_no,
    openedOn: raw.opened_on,
    ageDays: raw.age_days,
    assignee: raw.assignee,
  }));
}
