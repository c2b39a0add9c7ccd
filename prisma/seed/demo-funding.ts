import type { DemoCompany } from "./demo-company";

export type MarketingNeeds = { platformMinor: bigint; merchants: { merchantNo: string; amountMinor: bigint }[] };

/**
 * What the marketing accounts must hold before the first day, so that no capture of the demo comes up short: the coupons
 * of all orders, whatever became of them. Merchants without coupons are left out; the others are sorted by number.
 */
export function marketingNeedsOf(company: DemoCompany): MarketingNeeds {
  const byMerchant = new Map<string, bigint>();
  let platformMinor = 0n;
  for (const line of company.days.flatMap((day) => day.orders)) {
    if (line.type !== "order") continue;
    for (const leg of line.legs) {
      if (leg.kind !== "marketing") continue;
      const amountMinor = BigInt(leg.amountMinor);
      if (leg.funder === "platform") platformMinor += amountMinor;
      else byMerchant.set(line.merchantNo, (byMerchant.get(line.merchantNo) ?? 0n) + amountMinor);
    }
  }
  const merchants = [...byMerchant].map(([merchantNo, amountMinor]) => ({ merchantNo, amountMinor }));
  return { platformMinor, merchants: merchants.sort((left, right) => (left.merchantNo < right.merchantNo ? -1 : 1)) };
}
