import "server-only";
import type { CoverageDto, PositionAlarmsDto } from "@/contracts/position-views";
import { listCoverages } from "@/server/queries/get-position";
import { listPositionAlarms } from "@/server/queries/list-position-alarms";

type HomePosition = { readonly coverages: readonly CoverageDto[]; readonly alarms: PositionAlarmsDto };

/**
 * Coverage and what can be settled are sums over every merchant, and home is opened all day by everybody: they are read at most
 * once in so long, by whoever comes first, and the others wait for that reading. The position's own page is never older than itself.
 */
const FRESH_MS = 10_000;
let latest: { readonly readAtMs: number; readonly position: Promise<HomePosition> } | null = null;

/** What home tells of the position, as it was at most ten seconds ago; a reading that failed is not kept. */
export function findHomePosition(now: Date): Promise<HomePosition> {
  // The running time and not the desk's clock, which may stand still.
  const nowMs = performance.now();
  if (latest !== null && nowMs - latest.readAtMs < FRESH_MS) return latest.position;
  const position = readHomePosition(now);
  const mine = { readAtMs: nowMs, position };
  latest = mine;
  position.catch(() => {
    if (latest === mine) latest = null;
  });
  return position;
}

async function readHomePosition(now: Date): Promise<HomePosition> {
  const [coverages, alarms] = await Promise.all([listCoverages(), listPositionAlarms(now)]);
  return { coverages, alarms };
}
