import { rateAt } from "@/core/clearing/fee-tiers";
import { feeOf } from "@/core/money/money";
import { reader } from "@/server/transact";
import { grossOf, HOLIDAYS, MAKE_UP_DAYS, type NumberedSet, type SetOrder } from "./data-set";

/** How often each thing that the data sets are about has happened in them: none may be missing, or they would prove nothing about it. */
export async function countIngredients(sets: readonly NumberedSet[]): Promise<Record<string, number>> {
  return { ...countOrders(sets), ...countFees(sets), ...(await countBooked()) };
}

function countOrders(sets: readonly NumberedSet[]): Record<string, number> {
  const orders = sets.flatMap((set) => set.orders);
  const count = (is: (order: SetOrder) => boolean) => orders.filter(is).length;
  const hourOf = ({ paidAt }: SetOrder) => paidAt.toISOString().slice(0, 13);
  return {
    orders: orders.length,
    refunds: orders.reduce((sum, { refunds }) => sum + refunds.length, 0),
    refundedOnLaterDays: count(({ paidOn, refunds }) => refunds.some(({ day }) => day > paidOn)),
    refundedAltogether: count(
      (order) => order.refunds.reduce((left, { amountMinor }) => left - amountMinor, grossOf(order)) === 0n,
    ),
    onHolidays: count(({ paidOn }) => HOLIDAYS.includes(paidOn)),
    onMakeUpDays: count(({ paidOn }) => MAKE_UP_DAYS.includes(paidOn)),
    // 02:00 to 03:00 in Berlin and 01:00 to 02:00 in New York, both times.
    inBerlinsHourThatIsThereTwice: count(
      (order) => order.channel.code === "berlin" && ["2026-10-25T00", "2026-10-25T01"].includes(hourOf(order)),
    ),
    inNewYorksHourThatIsThereTwice: count(
      (order) => order.channel.code === "newyork" && ["2026-11-01T05", "2026-11-01T06"].includes(hourOf(order)),
    ),
    heardOfLater: count(({ paidOn, heardOn }) => heardOn > paidOn),
    orderedTheDayBefore: count(({ orderedAt, paidAt }) => dayOf(orderedAt) < dayOf(paidAt)),
    withSeveralReceivers: sets.filter(({ contract }) => contract.shares.length > 1).length,
  };
}

/** The day in Shanghai, which is eight hours ahead all year. */
function dayOf(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** By the contracts' own rates: whether a volume reached a tier is told by the books. */
function countFees(sets: readonly NumberedSet[]): Record<string, number> {
  const orders = sets.flatMap(({ contract, orders: all }) => all.map((order) => ({ contract, gross: grossOf(order) })));
  const ratesOf = ({ contract, gross }: (typeof orders)[number]) =>
    [0n, 10n ** 15n].map((volume) => feeOf(gross, rateAt(contract.feeBps, contract.feeTiers, volume)));
  const count = (is: (order: (typeof orders)[number]) => boolean) => orders.filter(is).length;
  return {
    atTheLowestFee: count((order) => ratesOf(order).every((fee) => fee < order.contract.feeMinMinor)),
    atTheHighestFee: count((order) => ratesOf(order).every((fee) => fee > (order.contract.feeMaxMinor ?? fee))),
    worthLessThanTheFee: count(({ contract, gross }) => gross < contract.feeMinMinor),
  };
}

async function countBooked(): Promise<Record<string, number>> {
  const rows = await reader.query<{ name: string; count: number }>(
    `SELECT 'negativeNets' AS name, count(*)::int AS count
     FROM (SELECT FROM clearing_lines GROUP BY batch_id, merchant_id HAVING sum(net_minor) < 0) AS negative
     UNION ALL SELECT 'owingAfterSettlement', count(*)::int FROM settlements WHERE carried_minor < 0
     UNION ALL SELECT 'waitedForMoney', sum(carried_count)::int FROM clearing_batches
     UNION ALL SELECT 'couponsNobodyFunded', count(*)::int FROM coupon_shortfalls
     UNION ALL SELECT 'adjustedByHand', count(*)::int FROM clearing_items WHERE kind = 'ADJUSTMENT' AND order_no IS NULL
     UNION ALL SELECT 'sharesPaid', count(*)::int FROM clearing_shares WHERE share_minor > 0
     UNION ALL SELECT 'sharesGivenBack', count(*)::int FROM clearing_shares WHERE share_minor < 0
     UNION ALL SELECT 'feesGivenBack', count(*)::int FROM clearing_items WHERE fee_minor < 0
     UNION ALL SELECT 'ratesByVolume', count(*)::int FROM clearing_terms WHERE fee_tiers LIKE '%:' || fee_bps AND fee_tiers <> ''
     UNION ALL SELECT 'statementDaysOfTheirOwn', count(*)::int FROM orders WHERE expected_on <> (paid_at AT TIME ZONE 'Asia/Shanghai')::date
     UNION ALL SELECT 'settledMoreThanOnce', count(*)::int FROM (SELECT FROM settlements GROUP BY merchant_id HAVING count(*) > 1) AS often`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
