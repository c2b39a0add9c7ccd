import type { PlaceDayDto, PlaceDto } from "@/contracts/position-views";
import type { RestPositionSum } from "@/contracts/rest/position-operations";
import { getClock } from "@/server/clock";
import { toPlaceDayRow, toSums } from "@/server/position/position-rows";
import { listCoverages } from "@/server/queries/get-position";
import { getPositionAhead } from "@/server/queries/get-position-ahead";
import { type DeskCommand, DeskRefusal } from "./command";
import { sayAmount } from "./say-amount";
import { noWords, parseDay } from "./words";

export const position: DeskCommand = {
  usage: "position [--date D] [--days 5]",
  summary:
    "What reserve banks and channels have, what comes in and what falls due, from a day (today) on and for some business days after it; then whether each day can be settled, and the reserve coverage. The books are those of now.",
  options: { date: { type: "string" }, days: { type: "string" } },
  async run(context) {
    noWords(context);
    const given = context.option("date");
    const from = given === undefined ? {} : { date: parseDay(given) };
    const count = parseCount(context.option("days") ?? "5");
    await context.pool();
    const ahead = await getPositionAhead({ ...from, count, now: getClock().now() });
    for (const place of ahead.places) {
      for (const day of place.days) await context.print(toPlaceDayRow(place, day), sentenceOf(place, day));
    }
    for (const sum of toSums(ahead, await listCoverages())) {
      await context.print(sum, sayVerdict(ahead.date, sum.coverage.asset, sum.settle[0]));
    }
    if (ahead.endedThrough === null) return 0;
    await context.complain(
      `The calendar is loaded through ${ahead.endedThrough}; the days beyond are left out. Import the next year on the page Calendar, or with desk calendar import.`,
    );
    return 1;
  },
};

function parseCount(text: string): number {
  if (/^([0-9]|[12][0-9]|30)$/.test(text)) return Number.parseInt(text, 10);
  throw new DeskRefusal({ code: "days_malformed", message: `"${text}" is no number of days from 0 to 30.` });
}

function sentenceOf({ kind, code, asset }: PlaceDto, day: PlaceDayDto): string {
  const say = (minor: string) => sayAmount(minor, asset);
  const short = day.shortfallMinor === "0" ? "" : `; ${say(day.shortfallMinor)} short`;
  return `${day.on} ${kind === "BANK" ? "bank" : "channel"} ${code}: ${say(day.openingMinor)} + ${say(day.inMinor)} − ${say(day.outMinor)} = ${say(day.closeMinor)}${short}`;
}

function sayVerdict(date: string, asset: string, today: RestPositionSum["settle"][number] | undefined): string {
  if (!today) return `${date} ${asset}: no reserve bank has an account.`;
  const missing = sayAmount(today.missingMinor, asset);
  const sentences: Readonly<Record<typeof today.verdict, string>> = {
    YES: "everything that falls due can be paid.",
    BELOW_MINIMUM: `everything can be paid; ${missing} are missing to the minimum lines of ${today.shortBanks.join(", ")}.`,
    TRANSFER: `${missing} are missing at ${today.shortBanks.join(", ")}; other reserve banks have it.`,
    NO: `not everything can be paid; ${missing} are missing.`,
  };
  return `${date} ${asset}: ${sentences[today.verdict]}`;
}
