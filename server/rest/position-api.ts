import "server-only";
import { type RestPosition, restPositionSearch } from "@/contracts/rest/position-operations";
import { getClock } from "@/server/clock";
import { toPlaceDayRow, toSums } from "@/server/position/position-rows";
import { listCoverages } from "@/server/queries/get-position";
import { getPositionAhead } from "@/server/queries/get-position-ahead";
import { defineApiAsk } from "@/server/rest/api-route";

/** The clearing position, for whoever watches the treasury from elsewhere. */
export const answerPositionGet = defineApiAsk({
  scope: "position.view",
  permission: "position.view",
  search: restPositionSearch,
  async read({ date, days: count }): Promise<RestPosition> {
    const now = getClock().now();
    const [ahead, coverages] = await Promise.all([
      getPositionAhead({ ...(date === undefined ? {} : { date }), count, now }),
      listCoverages(),
    ]);
    return {
      date: ahead.date,
      asOf: ahead.asOf,
      days: [...ahead.days],
      endedThrough: ahead.endedThrough,
      places: ahead.places.flatMap((place) => place.days.map((day) => toPlaceDayRow(place, day))),
      sums: toSums(ahead, coverages),
    };
  },
});
