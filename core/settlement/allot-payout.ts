import { smallerOf } from "@/core/money/money";

/** What of each settlement, the oldest first, is paid out of what the account has (minor units); those that get nothing are left out. */
export function allotPayout<S extends { readonly settledMinor: bigint }>(
  availableMinor: bigint,
  settlements: readonly S[],
): (S & { readonly paidMinor: bigint })[] {
  let left = availableMinor > 0n ? availableMinor : 0n;
  return settlements.flatMap((settlement) => {
    const paidMinor = smallerOf(settlement.settledMinor, left);
    left -= paidMinor;
    return paidMinor > 0n ? [{ ...settlement, paidMinor }] : [];
  });
}
