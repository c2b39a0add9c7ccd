import { CATALOGUE } from "@/core/ledger/catalogue";
import { ACCOUNT_PLACES, type AccountPlace, accountNoOf, type Side } from "@/core/ledger/chart";
import type { PostingRule } from "@/core/ledger/rule";
import type { ManualEvent } from "./manual-events";

/** What a person has filled in: amounts in minor units by the rule's names, and the number of whoever has each role. */
export type Filling = {
  readonly asset: string;
  readonly amounts: Readonly<Record<string, bigint | null>>;
  readonly roles: Readonly<Record<string, string | null>>;
};
export type FilledLine = {
  readonly side: Side;
  readonly place: AccountPlace;
  readonly role: string | null;
  readonly accountNo: string | null;
  readonly amountMinor: bigint | null;
};

/**
 * The lines that an event's rule makes of what is filled in so far; what is not filled in is null. Lines whose amount is
 * zero are left out, as posting leaves them out.
 */
export function fillTemplate(event: ManualEvent, { asset, amounts, roles }: Filling): FilledLine[] {
  const { lines }: PostingRule = CATALOGUE[event];
  return lines.flatMap(({ side, place, role, amount }) => {
    const amountMinor = amounts[amount] ?? null;
    if (amountMinor === 0n) return [];
    const owner = role === null ? null : (roles[role] ?? null);
    const isOpen = ACCOUNT_PLACES[place].dimension !== "COMPANY" && owner === null;
    return [{ side, place, role, accountNo: isOpen ? null : accountNoOf(place, owner, asset), amountMinor }];
  });
}
