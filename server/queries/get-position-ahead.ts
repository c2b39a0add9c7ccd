import "server-only";
import type { PlaceDto, PositionAheadDto } from "@/contracts/position-views";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { measureCap } from "@/core/position/cap-use";
import { positionDays } from "@/core/position/position-days";
import { type Projection, project } from "@/core/position/project";
import { proposeTransfers } from "@/core/position/propose-transfers";
import { judgeDays } from "@/core/position/verdict";
import { applyWhatIf, NOTHING_SUPPOSED, type WhatIf } from "@/core/position/what-if";
import { listWaitingTransfers } from "@/server/position/list-waiting-transfers";
import { loadPosition, type NamedPlace } from "@/server/position/load-position";
import { readTogether } from "@/server/read-together";
import { loadCalendarFinder } from "@/server/store/calendars";

/** `date`: the first day, today where it is left out; `count`: how many business days after it (0 to 30). */
export type PositionQuestion = {
  readonly date?: string;
  readonly count: number;
  readonly whatIf?: WhatIf;
  readonly now: Date;
};

/**
 * The clearing position: what banks and channels have, what comes in and what falls due, day by day from `date` on. The books are
 * those of now, whatever `date` is: it says from which day on what is open is laid out.
 */
export function getPositionAhead(question: PositionQuestion): Promise<PositionAheadDto> {
  const { count, whatIf = NOTHING_SUPPOSED, now } = question;
  const { date = accountingDayOf(now) } = question;
  return readTogether(async (db) => {
    const findCalendar = await loadCalendarFinder(db);
    const on = positionDays(findCalendar({}), date, count);
    const { places, flows, overdue, onCall } = await loadPosition(db, on, findCalendar);
    const calendar = findCalendar(whatIf.late ? { channel: whatIf.late.channel } : {});
    const supposed = applyWhatIf(flows, whatIf, { calendar, from: date });
    const projections = project(places, supposed, on.days);
    const waitingTransfers = await listWaitingTransfers(db);
    const asked = waitingTransfers.map((one) => ({ ...one, amountMinor: BigInt(one.amountMinor) }));
    return {
      date,
      asOf: now.toISOString(),
      days: on.days,
      endedThrough: on.endedThrough,
      places: places.map((place, index) => toPlaceDto(place, projections[index])),
      verdicts: judgeDays(projections).map(toText),
      transfers: proposeTransfers(projections, asked).map(toText),
      waitingTransfers,
      overdue: overdue.map(toText),
      onCall: onCall.map(toText),
    };
  });
}

function toPlaceDto(place: NamedPlace, projection: Projection | undefined): PlaceDto {
  const { kind, code, name, accountNo, asset, minimumMinor, version, capMinor, openingMinor, paysOut } = place;
  const use = measureCap(openingMinor, capMinor);
  return {
    ...{ kind, code, name, accountNo, asset, version, paysOut },
    minimumMinor: minimumMinor === null ? null : `${minimumMinor}`,
    capMinor: capMinor === null ? null : `${capMinor}`,
    capUsedBps: use ? `${use.usedBps}` : null,
    capAlarm: use?.alarm ?? null,
    days: (projection?.days ?? []).map(({ parts, ...day }) => ({ ...toText(day), parts: toText(parts) })),
  };
}

type Text<T> = { readonly [K in keyof T]: T[K] extends bigint ? string : T[K] };

/** Amounts as text, for the wire; everything else as it is. */
function toText<T extends object>(row: T): Text<T> {
  const entries = Object.entries(row).map(([key, value]) => [key, typeof value === "bigint" ? `${value}` : value]);
  return Object.fromEntries(entries) as Text<T>;
}
