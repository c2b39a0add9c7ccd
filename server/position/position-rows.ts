import "server-only";
import type { CoverageDto, PlaceDayDto, PlaceDto, PositionAheadDto } from "@/contracts/position-views";
import type { RestPlaceDay, RestPositionSum } from "@/contracts/rest/position-operations";

/** One bank or channel on one day, as the command line and REST say it. */
export function toPlaceDayRow(place: PlaceDto, { on, ...day }: PlaceDayDto): RestPlaceDay {
  const { kind, code, asset, minimumMinor, capMinor, capUsedBps, capAlarm } = place;
  const named = kind === "BANK" ? { bank: code } : { channel: code };
  const limits = kind === "BANK" ? { minimumMinor } : { capMinor, capUsedBps, capAlarm };
  return { date: on, ...named, asset, ...day, parts: { ...day.parts }, ...limits };
}

/** One asset: its coverage, whether each day can be settled, and what is not counted on; the main asset last, as in the trial balance. */
export function toSums(ahead: PositionAheadDto, coverages: readonly CoverageDto[]): RestPositionSum[] {
  return coverages.toReversed().map((coverage) => {
    const isOwn = ({ asset }: { readonly asset: string }) => asset === coverage.asset;
    return {
      coverage: {
        ...coverage,
        held: [...coverage.held],
        owed: [...coverage.owed],
        explaining: [...coverage.explaining],
      },
      settle: ahead.verdicts
        .filter(isOwn)
        .map(({ asset: _, shortBanks, ...day }) => ({ ...day, shortBanks: [...shortBanks] })),
      transfers: ahead.transfers.filter(isOwn).map((one) => ({ ...one })),
      overdue: ahead.overdue.filter(isOwn).map((one) => ({ ...one })),
      onCallMinor: ahead.onCall.find(isOwn)?.amountMinor ?? "0",
    };
  });
}
