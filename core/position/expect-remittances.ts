import type { Flow, Spot } from "./flow";

/** What a channel still owes for one of its days; minor units, negative where it keeps something back. */
export type OwedDay = {
  readonly channel: string;
  readonly bankAccount: string;
  readonly asset: string;
  readonly dueOn: string;
  readonly openMinor: bigint;
};
/** `keptMinor`: what a channel keeps back beyond all that it owes, 0 or more: it will come out of days that are not known yet. */
export type ExpectedRemittances = { readonly flows: readonly Flow[]; readonly keptMinor: ReadonlyMap<string, bigint> };

/**
 * The remittances that these days make, one a channel, bank and due day. A negative sum is kept back from the next ones of the same
 * channel until it is used up, as channels do; nothing is ever remitted backwards.
 */
export function expectRemittances(owed: readonly OwedDay[]): ExpectedRemittances {
  const flows: Flow[] = [];
  const keptMinor = new Map<string, bigint>();
  const sorted = [...owed].sort((left, right) => (left.dueOn < right.dueOn ? -1 : left.dueOn > right.dueOn ? 1 : 0));
  for (const due of sumByDue(sorted)) {
    const key = `${due.channel} ${due.bankAccount} ${due.asset}`;
    const leftMinor = due.openMinor - (keptMinor.get(key) ?? 0n);
    keptMinor.set(key, leftMinor < 0n ? -leftMinor : 0n);
    if (leftMinor > 0n) flows.push(toFlow(due, leftMinor));
  }
  return { flows, keptMinor };
}

function sumByDue(sorted: readonly OwedDay[]): OwedDay[] {
  const sums = new Map<string, OwedDay>();
  for (const day of sorted) {
    const key = `${day.channel} ${day.bankAccount} ${day.asset} ${day.dueOn}`;
    sums.set(key, { ...day, openMinor: day.openMinor + (sums.get(key)?.openMinor ?? 0n) });
  }
  return [...sums.values()];
}

function toFlow({ channel, bankAccount, asset, dueOn }: OwedDay, amountMinor: bigint): Flow {
  const from: Spot = { kind: "CHANNEL", code: channel };
  return { kind: "REMITTANCE", from, to: { kind: "BANK", code: bankAccount }, asset, amountMinor, dueOn };
}
