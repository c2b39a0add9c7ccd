import "server-only";
import { expectRemittances } from "@/core/position/expect-remittances";
import type { Flow, FlowKind, Place, PlaceKind } from "@/core/position/flow";
import type { PositionDays } from "@/core/position/position-days";
import { type CapturedAt, type Fate, type StatedDay, splitOwed } from "@/core/position/split-owed";
import { loadDayStates, type RemittanceDayState } from "@/server/bank/load-day-states";
import { dueDayOf } from "@/server/bank/load-expected";
import { BANKS, CHANNELS, ON_CALL, ON_THE_WAY, SETTLEMENTS_DUE, TO_RELEASE } from "@/server/position/position-sql";
import type { CalendarFinder } from "@/server/store/calendars";
import type { DbReader } from "@/server/transact";

type BankRaw = {
  accountNo: string;
  code: string;
  asset: string;
  postedMinor: bigint;
  frozenMinor: bigint;
  minimumMinor: bigint;
  version: number;
  paysOut: boolean;
};
type ChannelRaw = {
  accountNo: string;
  code: string;
  name: string;
  asset: string;
  postedMinor: bigint;
  bankAccount: string;
  lagDays: number;
  costBps: number | null;
  capMinor: bigint | null;
};
type OnTheWayRaw = { kind: FlowKind; place: PlaceKind; code: string; asset: string; minor: bigint };
type DueRaw = { asset: string; dueOn: string; minor: bigint };
type AmountRaw = { asset: string; minor: bigint };

/** A place with what pages need of it besides. `version` is that of its minimum line; 0 where nobody has set one. */
export type NamedPlace = Place & { readonly name: string; readonly accountNo: string | null; readonly version: number };
/** Money of a channel's that is due and not counted on: late, or not seen at the bank for more than a business day. */
export type OverdueAmount = { readonly channel: string; readonly asset: string; readonly amountMinor: bigint };
export type PositionInputs = {
  readonly places: readonly NamedPlace[];
  readonly flows: readonly Flow[];
  readonly overdue: readonly OverdueAmount[];
  readonly onCall: readonly { readonly asset: string; readonly amountMinor: bigint }[];
};

/** Everything that the position of these days is made of, as the books have it now. One snapshot: `db` reads it all at one instant. */
export async function loadPosition(
  db: DbReader,
  { days, previousOn }: PositionDays,
  findCalendar: CalendarFinder,
): Promise<PositionInputs> {
  const [date = ""] = days;
  const banks = await db.query<BankRaw>(BANKS);
  const channels = await db.query<ChannelRaw>(CHANNELS);
  const onTheWay = await db.query<OnTheWayRaw>(ON_THE_WAY);
  const due = await db.query<DueRaw>(SETTLEMENTS_DUE, [date]);
  const toRelease = await db.query<AmountRaw>(TO_RELEASE);
  const onCall = await db.query<AmountRaw>(ON_CALL);
  const states = await loadDayStates(db, {}, date);
  const captured = channels.map((channel) => toCaptured(channel, onTheWay, date, findCalendar));
  const { owed, overdue, costs } = splitOwed(states.map(toStated), captured, previousOn);
  const flows = [
    ...expectRemittances(owed).flows,
    ...costs,
    ...banks.flatMap((bank) => toHeld(bank, date)),
    ...onTheWay.map((row) => toOnTheWay(row, date)),
    ...due.map((row) => toSettlement("SETTLEMENT", row)),
    ...toRelease.map((row) => toSettlement("RELEASE", { ...row, dueOn: date })),
  ];
  return {
    places: withEveryBank([...banks.map(toBank), ...channels.map(toChannel)], flows),
    flows,
    overdue,
    onCall: onCall.map(({ asset, minor }) => ({ asset, amountMinor: minor })),
  };
}

const FATES: Readonly<Partial<Record<RemittanceDayState["state"], Fate>>> = {
  UNSEEN: "UNSEEN",
  LATE: "LATE",
  OTHER_AMOUNT: "AT_BANK",
};

function toStated({ state, ...day }: RemittanceDayState): StatedDay {
  return { ...day, fate: FATES[state] ?? "AWAITED" };
}

function toBank({ accountNo, code, asset, postedMinor, minimumMinor, version, paysOut }: BankRaw): NamedPlace {
  const line = minimumMinor > 0n ? minimumMinor : null;
  const named = { kind: "BANK", code, name: code, accountNo, asset, version } as const;
  return { ...named, openingMinor: postedMinor, minimumMinor: line, capMinor: null, paysOut };
}

function toChannel({ accountNo, code, name, asset, postedMinor, capMinor }: ChannelRaw): NamedPlace {
  const named = { kind: "CHANNEL", code, name, accountNo, asset, version: 0 } as const;
  return { ...named, openingMinor: postedMinor, minimumMinor: null, capMinor, paysOut: false };
}

/** A channel's books, with the refunds that it will keep back, for what no statement has told of yet. */
function toCaptured(
  channel: ChannelRaw,
  onTheWay: readonly OnTheWayRaw[],
  date: string,
  find: CalendarFinder,
): CapturedAt {
  const { code, asset, postedMinor, bankAccount, costBps, lagDays } = channel;
  const refund = onTheWay.find((row) => row.place === "CHANNEL" && row.code === code && row.asset === asset);
  const dueOn = dueDayOf(find, { channel: code, bankAccount, settlesOn: date }, lagDays);
  return { channel: code, bankAccount, asset, dueOn, costBps, postedMinor, refundingMinor: refund?.minor ?? 0n };
}

function toHeld({ code, asset, frozenMinor }: BankRaw, dueOn: string): Flow[] {
  if (frozenMinor === 0n) return [];
  return [{ kind: "HELD", from: { kind: "BANK", code }, to: null, asset, amountMinor: frozenMinor, dueOn }];
}

function toOnTheWay({ kind, place, code, asset, minor }: OnTheWayRaw, dueOn: string): Flow {
  return { kind, from: { kind: place, code }, to: null, asset, amountMinor: minor, dueOn };
}

function toSettlement(kind: FlowKind, { asset, dueOn, minor }: DueRaw): Flow {
  return { kind, from: "ANY_BANK", to: null, asset, amountMinor: minor, dueOn };
}

/**
 * A place for each bank that money goes to or leaves from, also one that the books have no account of so far, so that
 * nothing that falls due is left out.
 */
function withEveryBank(places: readonly NamedPlace[], flows: readonly Flow[]): NamedPlace[] {
  const all = [...places];
  const add = (code: string, asset: string) => {
    const empty = { openingMinor: 0n, minimumMinor: null, capMinor: null, paysOut: true, accountNo: null, version: 0 };
    all.push({ kind: "BANK", code, name: code, asset, ...empty });
  };
  for (const { from, to, asset } of flows) {
    const isHere = (code: string) => all.some((one) => one.kind === "BANK" && one.code === code && one.asset === asset);
    for (const spot of [from, to])
      if (spot !== null && spot !== "ANY_BANK" && spot.kind === "BANK" && !isHere(spot.code)) add(spot.code, asset);
    if (from === "ANY_BANK" && !all.some((one) => one.paysOut && one.asset === asset)) add(NO_BANK, asset);
  }
  return all;
}

/** Stands for the bank that an asset lacks although something falls due in it. */
const NO_BANK = "-";
