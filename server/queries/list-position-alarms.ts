import "server-only";
import type { PositionAlarmsDto } from "@/contracts/position-views";
import { getPositionAhead } from "@/server/queries/get-position-ahead";

/** What of the position somebody has to act on today: assets that cannot be settled as they are, and caps that are half used or more. */
export async function listPositionAlarms(now: Date): Promise<PositionAlarmsDto> {
  const { verdicts, places } = await getPositionAhead({ count: 0, now });
  const caps = places.flatMap(({ code, name, capMinor, capUsedBps, capAlarm, days }) =>
    capMinor === null || capUsedBps === null || capAlarm === null
      ? []
      : [{ channel: code, name, capMinor, capUsedBps, capAlarm, outstandingMinor: days[0]?.openingMinor ?? "0" }],
  );
  return {
    settle: verdicts.filter(({ verdict }) => verdict !== "YES"),
    caps: caps.sort((left, right) => right.capAlarm - left.capAlarm),
  };
}
