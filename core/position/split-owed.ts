import type { OwedDay } from "./expect-remittances";
import type { Flow } from "./flow";

/**
 * What became of a day's money. AWAITED: on its way, booked by hand in part, or kept back; UNSEEN: due, and no statement of the bank's
 * says that it is not there; LATE: not there; AT_BANK: it came as another sum, and stands in suspense at the bank.
 */
export type Fate = "AWAITED" | "UNSEEN" | "LATE" | "AT_BANK";
/** A day of a channel's statements with what became of it; minor units, signed. */
export type StatedDay = OwedDay & { readonly fate: Fate; readonly bookedMinor: bigint };
/**
 * What the books have at a channel (`postedMinor`), when the newest of it will be remitted, and by what that is lowered:
 * refunds under way, and the contract's rate where the channel keeps its cost (null where it does not).
 */
export type CapturedAt = {
  readonly channel: string;
  readonly bankAccount: string;
  readonly asset: string;
  readonly dueOn: string;
  readonly costBps: number | null;
  readonly postedMinor: bigint;
  readonly refundingMinor: bigint;
};
export type Overdue = { readonly channel: string; readonly asset: string; readonly amountMinor: bigint };
export type SplitOwed = {
  readonly owed: readonly OwedDay[];
  readonly overdue: readonly Overdue[];
  readonly costs: readonly Flow[];
};

/**
 * Which of the money at channels is counted on, and for which day. A statement's day counts with what is still to come of
 * it. It does not where it is late, or was due before `previousOn` and nobody has seen it: whoever pays on the strength of that is
 * short when it does not come. Nor where it came as another sum: that is at the bank already, in suspense. What the books have beyond
 * all statements' days was captured since, and is due after the newest day; less refunds and the channel's cost.
 */
export function splitOwed(
  stated: readonly StatedDay[],
  captured: readonly CapturedAt[],
  previousOn: string,
): SplitOwed {
  const counted: OwedDay[] = [];
  const late: OwedDay[] = [];
  for (const day of stated) {
    const openMinor = day.openMinor - day.bookedMinor;
    const isLate = day.fate === "LATE" || (day.fate === "UNSEEN" && day.dueOn < previousOn);
    if (openMinor === 0n || day.fate === "AT_BANK") continue;
    (isLate && openMinor > 0n ? late : counted).push({ ...day, openMinor });
  }
  const since = captured.map((one) => sinceStatements(one, stated));
  return {
    owed: [...counted, ...since.flatMap(({ owed }) => owed)],
    overdue: sumOverdue(late),
    costs: since.flatMap(({ costs }) => costs),
  };
}

function sinceStatements(one: CapturedAt, stated: readonly StatedDay[]): { owed: OwedDay[]; costs: Flow[] } {
  const { channel, bankAccount, asset, dueOn, costBps, postedMinor, refundingMinor } = one;
  const statedMinor = stated
    .filter((day) => day.channel === channel && day.asset === asset)
    .reduce((sum, day) => sum + day.openMinor - day.bookedMinor, 0n);
  const leftMinor = postedMinor - statedMinor - refundingMinor;
  if (leftMinor === 0n) return { owed: [], costs: [] };
  const costMinor = leftMinor > 0n && costBps !== null ? rateOf(leftMinor, costBps) : 0n;
  const owed = { channel, bankAccount, asset, dueOn, openMinor: leftMinor - costMinor };
  if (costMinor === 0n) return { owed: [owed], costs: [] };
  const from = { kind: "CHANNEL", code: channel } as const;
  return { owed: [owed], costs: [{ kind: "COST", from, to: null, asset, amountMinor: costMinor, dueOn }] };
}

const FULL_BPS = 10_000n;

/** Rounded up: less is counted on rather than more. */
function rateOf(minor: bigint, bps: number): bigint {
  return (minor * BigInt(bps) + FULL_BPS - 1n) / FULL_BPS;
}

function sumOverdue(days: readonly OwedDay[]): Overdue[] {
  const sums = new Map<string, Overdue>();
  for (const { channel, asset, openMinor } of days) {
    const key = `${channel} ${asset}`;
    sums.set(key, { channel, asset, amountMinor: openMinor + (sums.get(key)?.amountMinor ?? 0n) });
  }
  return [...sums.values()];
}
