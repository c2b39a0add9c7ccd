import { decidePayout, type PayoutFacts } from "./decide-payout";

/** What the facts do not name: the account that the channel is paid from, the payee as payouts keep it, and the payout itself. */
export type InTurn = { readonly bankAccount: string; readonly payeeDigest: string; readonly no: string };
export type PayoutTurn = {
  /** As `decidePayout`, on what the payouts before it leave; one that may leave is counted for those after it. */
  readonly decide: (facts: PayoutFacts, one: InTurn) => ReturnType<typeof decidePayout>;
};

/** Decides payouts one after the other, all on facts of one moment: what one takes is missing for the next ones. */
export function openTurn(): PayoutTurn {
  const taken = new Map<string, bigint>();
  const twins = new Map<string, readonly string[]>();
  const takenOf = (key: string) => taken.get(key) ?? 0n;
  return {
    decide(facts, { bankAccount, payeeDigest, no }) {
      const { merchantNo, asset, amountMinor, channel } = facts;
      const [ofMerchant, ofBank] = [`${merchantNo} ${asset}`, `bank ${bankAccount} ${asset}`];
      const twin = `${ofMerchant} ${payeeDigest} ${amountMinor}`;
      const before = twins.get(twin) ?? [];
      const decided = decidePayout({
        ...facts,
        settlementMinor: facts.settlementMinor - takenOf(ofMerchant),
        sameDayMinor: facts.sameDayMinor + takenOf(ofMerchant),
        channel: channel && { ...channel, reserveMinor: channel.reserveMinor - takenOf(ofBank) },
        twinNos: [...facts.twinNos, ...before],
      });
      if (!decided.ok) return decided;
      for (const key of [ofMerchant, ofBank]) taken.set(key, takenOf(key) + amountMinor);
      twins.set(twin, [...before, no]);
      return decided;
    },
  };
}
