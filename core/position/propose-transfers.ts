import { smallerOf, sumMinor } from "@/core/money/money";
import type { Projection } from "./project";

/** Money that one reserve bank could send another so that it can pay; minor units. */
export type ProposedTransfer = {
  readonly fromBank: string;
  readonly toBank: string;
  readonly asset: string;
  readonly amountMinor: bigint;
  /** The first day on which the receiving bank is short. */
  readonly neededOn: string;
};

/** A transfer that is asked for already and waits for its signature. */
export type WaitingTransfer = Pick<ProposedTransfer, "fromBank" | "toBank" | "asset" | "amountMinor">;

type Bank = { readonly code: string; readonly asset: string; readonly neededOn: string; leftMinor: bigint };

/**
 * For each bank that is short on some day, what others can spare: never more than stays above their own line on every day of
 * the table, so that one shortfall does not make another. The most urgent bank is helped first, by whoever has most to spare.
 * What is asked for already is not proposed again: it counts as sent by the one and received by the other.
 */
export function proposeTransfers(
  projections: readonly Projection[],
  waiting: readonly WaitingTransfer[] = [],
): ProposedTransfer[] {
  const banks = projections.filter(({ place }) => place.kind === "BANK");
  const asked = (side: "fromBank" | "toBank", { code, asset }: Projection["place"]) =>
    sumMinor(waiting.filter((one) => one[side] === code && one.asset === asset).map(({ amountMinor }) => amountMinor));
  const needs = banks.flatMap((bank) => toNeed(bank, asked("toBank", bank.place)));
  const spares = banks.map((bank): Bank => {
    const { code, asset, openingMinor, minimumMinor } = bank.place;
    // What it has now counts as well: money that is still to come in today cannot be sent on in the morning.
    const roomMinor = smallerOf(leastRoom(bank), openingMinor - (minimumMinor ?? 0n));
    const leftMinor = roomMinor - asked("fromBank", bank.place);
    return { code, asset, neededOn: "", leftMinor };
  });
  needs.sort((left, right) => (left.neededOn < right.neededOn ? -1 : left.neededOn > right.neededOn ? 1 : 0));
  return needs.flatMap((need) => fill(need, spares));
}

/** How far it stays above its line on its worst day; negative where it does not. */
function leastRoom({ place, days }: Projection): bigint {
  const rooms = days.map(({ closeMinor }) => closeMinor - (place.minimumMinor ?? 0n));
  return rooms.reduce(smallerOf);
}

function toNeed(bank: Projection, askedMinor: bigint): Bank[] {
  const first = bank.days.find(({ shortfallMinor }) => shortfallMinor > askedMinor);
  const { code, asset } = bank.place;
  return first ? [{ code, asset, neededOn: first.on, leftMinor: -leastRoom(bank) - askedMinor }] : [];
}

function fill(need: Bank, spares: readonly Bank[]): ProposedTransfer[] {
  const { code: toBank, asset, neededOn } = need;
  const givers = spares
    .filter((bank) => bank.asset === asset && bank.code !== toBank && bank.leftMinor > 0n)
    .sort((left, right) => (left.leftMinor > right.leftMinor ? -1 : left.leftMinor < right.leftMinor ? 1 : 0));
  return givers.flatMap((giver) => {
    const amountMinor = smallerOf(giver.leftMinor, need.leftMinor);
    if (amountMinor === 0n) return [];
    giver.leftMinor -= amountMinor;
    need.leftMinor -= amountMinor;
    return [{ fromBank: giver.code, toBank, asset, amountMinor, neededOn }];
  });
}
