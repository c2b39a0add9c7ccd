import { addDays } from "@/core/calendar/settlement-day";
import { type LineNames, nameLine } from "./name-line";
import type { BankLine, BookEntry, ExpectedDay, LineBreak, MatchReason, PlannedMatch, Remitter } from "./remittance";

export type RemittanceFacts = {
  readonly lines: readonly BankLine[];
  readonly days: readonly ExpectedDay[];
  readonly entries: readonly BookEntry[];
  readonly remitters: readonly Remitter[];
};
export type RemittancePlan = { readonly matches: readonly PlannedMatch[]; readonly breaks: readonly LineBreak[] };

/** A line that names its payer and no day is held against days of at most this age. */
const REACH_DAYS = 45;
/** Parts of one remittance come within these days of each other. */
const PARTS_DAYS = 7;

type NamedLine = BankLine & { readonly names: LineNames };
type Work = {
  lines: NamedLine[];
  days: ExpectedDay[];
  entries: BookEntry[];
  readonly matches: PlannedMatch[];
};

/**
 * Matches the lines of one bank account in one asset with what is expected there, tolerance zero. Pure, total, and the
 * same for whatever order the facts come in. A match needs a name: of the voucher, of the day with its channel, or of the
 * channel. What fits by amount and time alone is a suggestion.
 */
export function matchRemittances(facts: RemittanceFacts): RemittancePlan {
  const lines = facts.lines
    .map((line): NamedLine => ({ ...line, names: nameLine(line, facts.remitters) }))
    .sort((left, right) => compare(left.bookedOn, right.bookedOn) || compare(left.id, right.id));
  const days = [...facts.days].sort(
    (left, right) => compare(left.settlesOn, right.settlesOn) || compare(left.channel, right.channel),
  );
  const entries = [...facts.entries].sort((left, right) => compare(left.voucherId, right.voucherId));
  const work: Work = { lines, days, entries, matches: [] };
  // What the bank takes back is the bank's word, and nobody has to decide on it.
  matchReversals(work);
  const held = work.lines.filter((line) => line.isHeld);
  work.lines = work.lines.filter((line) => !line.isHeld);
  matchVouchers(work);
  matchNamedDays(work);
  matchParts(work);
  matchCounterparties(work);
  matchUnnamedParts(work);
  return { matches: work.matches, breaks: [...work.lines, ...held].map((line) => toBreak(line, work.days)) };
}

function compare<T extends string | bigint>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** A line that the bank takes back with another one: together they are nothing, and nothing is posted. */
function matchReversals(work: Work): void {
  for (const line of work.lines.filter((one) => one.isReversal)) {
    const references = new Set([line.entryNo, line.ourReference, line.channelReference].filter((no) => no !== null));
    const taken = work.lines.find(
      (other) =>
        !other.isReversal &&
        other.signedMinor === -line.signedMinor &&
        other.bookedOn <= line.bookedOn &&
        [other.entryNo, other.ourReference, other.channelReference].some((no) => no !== null && references.has(no)),
    );
    if (taken && work.lines.includes(line)) take(work, "REVERSAL", ["TAKES_BACK"], [taken, line], []);
  }
}

/** A number in the line that means exactly one voucher of ours, of the very amount. */
function matchVouchers(work: Work): void {
  for (const line of [...work.lines]) {
    const tokens = tokensOf(line);
    const named = work.entries.filter(
      (entry) => entry.signedMinor === line.signedMinor && entry.names.some((name) => tokens.has(name)),
    );
    const [entry] = named;
    if (!entry || named.length > 1) continue;
    take(work, "VOUCHER", ["NAMES_VOUCHER", "SUM_IS_EXACT"], [line], [], [entry.voucherId]);
    work.entries = work.entries.filter((one) => one !== entry);
  }
}

function tokensOf(line: BankLine): Set<string> {
  const whole = [line.ourReference, line.channelReference, line.entryNo].filter((text) => text !== null);
  return new Set([...whole, ...(line.remark ?? "").split(/[\s,;，；。/|]+/)].filter((token) => token.length >= 3));
}

/** The line says whose money it is and of which days, and it is their sum to the cent. */
function matchNamedDays(work: Work): void {
  for (const line of [...work.lines]) {
    const named = findNamedDays(line, work.days);
    if (named.length === 0 || sumOf(named) !== line.signedMinor) continue;
    const reasons: MatchReason[] = ["NAMES_CHANNEL", reasonOfDays(line, named), "SUM_IS_EXACT"];
    take(work, named.length > 1 ? "DAYS" : "DAY", reasons, [line], named);
  }
}

/** The open days that a line means: by statement number, as settlement days, or as the days on which they were due. */
function findNamedDays(line: NamedLine, days: readonly ExpectedDay[]): ExpectedDay[] {
  const { channel, days: named, statementNos } = line.names;
  if (line.signedMinor <= 0n) return [];
  const byStatement = days.filter((day) => statementNos.includes(day.statementNo));
  if (byStatement.length > 0)
    return byStatement.every((day) => day.channel === (channel ?? day.channel)) ? byStatement : [];
  if (channel === null) return [];
  const own = days.filter((day) => day.channel === channel);
  const settled = own.filter((day) => named.includes(day.settlesOn));
  const due = own.filter((day) => named.includes(day.dueOn));
  return sumOf(settled) !== line.signedMinor && due.length > 0 && sumOf(due) === line.signedMinor ? due : settled;
}

function reasonOfDays({ names }: NamedLine, days: readonly ExpectedDay[]): MatchReason {
  if (days.some((day) => names.statementNos.includes(day.statementNo))) return "NAMES_STATEMENT";
  return days.every((day) => names.days.includes(day.settlesOn)) ? "NAMES_DAY" : "NAMES_DUE_DAY";
}

/** Several lines that name the same days: the first of them, in the order in which they came, that are the days' sum. */
function matchParts(work: Work): void {
  const groups = new Map<string, NamedLine[]>();
  for (const line of work.lines) {
    const days = findNamedDays(line, work.days);
    const key = days.map((day) => `${day.channel} ${day.settlesOn}`).join("|");
    if (key !== "") groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    const days = first ? findNamedDays(first, work.days) : [];
    const parts = takeUntil(group, sumOf(days));
    if (first && parts && days.length > 0) {
      const reasons: MatchReason[] = ["NAMES_CHANNEL", reasonOfDays(first, days), "SEVERAL_LINES", "SUM_IS_EXACT"];
      take(work, "PARTS", reasons, parts, days);
    }
  }
}

function takeUntil(lines: readonly NamedLine[], wanted: bigint): NamedLine[] | null {
  let sum = 0n;
  for (const [index, line] of lines.entries()) {
    sum += line.signedMinor;
    if (sum === wanted && index > 0) return lines.slice(0, index + 1);
  }
  return null;
}

/** The line says who pays and not for when: one day of that sum, otherwise the only row of days in a row that is. */
function matchCounterparties(work: Work): void {
  for (const line of [...work.lines]) {
    const own = findReachable(line, work.days);
    const same = own.filter((day) => day.openMinor === line.signedMinor);
    const [one] = same.sort((left, right) => distance(left, line) - distance(right, line));
    if (one) {
      take(work, "COUNTERPARTY", ["NAMES_CHANNEL", "SUM_IS_EXACT"], [line], [one]);
      continue;
    }
    const rows = findRows(own, line.signedMinor);
    const [row] = rows;
    if (row && rows.length === 1) {
      take(work, "COUNTERPARTY", ["NAMES_CHANNEL", "DAYS_IN_A_ROW", "SUM_IS_EXACT"], [line], row);
    }
  }
}

/** Days of the channel that a line may be for: not before its reach, and none that was not over when the money came. */
function findReachable(line: NamedLine, days: readonly ExpectedDay[]): ExpectedDay[] {
  if (line.names.channel === null || line.signedMinor <= 0n || meansOtherDays(line, days)) return [];
  const earliest = addDays(line.bookedOn, -REACH_DAYS);
  return days.filter(
    (day) => day.channel === line.names.channel && day.settlesOn >= earliest && day.settlesOn <= line.bookedOn,
  );
}

/** A line that names an open day is held to it. The day of the booking itself is written on many a line and means nothing. */
function meansOtherDays(line: NamedLine, days: readonly ExpectedDay[]): boolean {
  return findNamedDays(line, days).some((day) => day.settlesOn !== line.bookedOn);
}

function distance(day: ExpectedDay, line: BankLine): number {
  return Math.abs(Date.parse(day.dueOn) - Date.parse(line.bookedOn));
}

/** All rows of two or more neighbouring open days that add up to `wanted`. */
function findRows(days: readonly ExpectedDay[], wanted: bigint): ExpectedDay[][] {
  const rows: ExpectedDay[][] = [];
  for (let first = 0; first < days.length; first += 1) {
    let sum = 0n;
    for (let last = first; last < days.length; last += 1) {
      sum += days[last]?.openMinor ?? 0n;
      if (sum === wanted && last > first) rows.push(days.slice(first, last + 1));
    }
  }
  return rows;
}

/** Several lines of one payer within a few days that together are one day's sum; only where there is one way to see it. */
function matchUnnamedParts(work: Work): void {
  for (const day of [...work.days]) {
    const own = work.lines.filter((line) => findReachable(line, [day]).length > 0);
    const ways: NamedLine[][] = [];
    for (const [index, first] of own.entries()) {
      const near = own.slice(index).filter((line) => line.bookedOn <= addDays(first.bookedOn, PARTS_DAYS));
      const parts = takeUntil(near, day.openMinor);
      if (parts) ways.push(parts);
    }
    const [parts] = ways;
    const reasons: MatchReason[] = ["NAMES_CHANNEL", "SEVERAL_LINES", "SUM_IS_EXACT"];
    if (parts && ways.length === 1) take(work, "PARTS", reasons, parts, [day]);
  }
}

/** Takes lines and days out of the work. Days that people booked bring their vouchers; more than the lines it never is. */
function take(
  work: Work,
  rule: PlannedMatch["rule"],
  reasons: readonly MatchReason[],
  lines: readonly NamedLine[],
  days: readonly ExpectedDay[],
  vouchers: readonly bigint[] = [],
): void {
  const booked = days.flatMap((day) => day.booked);
  const received = lines.reduce((sum, line) => sum + line.signedMinor, 0n);
  if (days.length > 0 && booked.reduce((sum, one) => sum + one.amountMinor, 0n) > received) return;
  work.lines = work.lines.filter((line) => !lines.includes(line));
  work.days = work.days.filter((day) => !days.includes(day));
  work.matches.push({
    rule,
    reasons,
    lineIds: lines.map((line) => line.id),
    days: days.map(({ channel, settlesOn, openMinor }) => ({ channel, settlesOn, amountMinor: openMinor })),
    voucherIds: [...vouchers, ...booked.map((one) => one.voucherId)],
  });
}

function sumOf(days: readonly ExpectedDay[]): bigint {
  return days.reduce((sum, day) => sum + day.openMinor, 0n);
}

function toBreak(line: NamedLine, days: readonly ExpectedDay[]): LineBreak {
  const { channel } = line.names;
  const none = { lineId: line.id, channel, settlesOn: null, deltaMinor: line.signedMinor, suggestions: [] };
  if (line.isHeld) return { ...none, kind: "HELD" };
  if (line.signedMinor <= 0n) return { ...none, kind: "UNBOOKED" };
  const suggestions = days
    .filter((day) => day.openMinor === line.signedMinor && day.settlesOn <= line.bookedOn)
    .filter((day) => day.settlesOn >= addDays(line.bookedOn, -REACH_DAYS))
    .map(({ channel: whose, settlesOn, openMinor }) => ({ channel: whose, settlesOn, amountMinor: openMinor }));
  const [meant] = findNamedDays(line, days);
  const isDue = (day: ExpectedDay) => day.channel === channel && day.dueOn <= line.bookedOn && day.openMinor > 0n;
  const against = meant ?? days.find(isDue);
  if (!against) return { ...none, kind: "UNEXPECTED", suggestions };
  const deltaMinor = line.signedMinor - (meant ? sumOf(findNamedDays(line, days)) : against.openMinor);
  return { ...none, kind: "OTHER_AMOUNT", settlesOn: against.settlesOn, deltaMinor, suggestions };
}
