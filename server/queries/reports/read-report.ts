import "server-only";
import type { ReportColumn, ReportDto, ReportName, ReportTable } from "@/contracts/report-views";
import { CHANNEL_COST_COLUMNS, readChannelCost } from "./channel-cost";
import { CHANNEL_PROFIT_COLUMNS, readChannelProfit } from "./channel-profit";
import type { ReportRange } from "./range";
import { readSuspenseMovement, SUSPENSE_MOVEMENT_COLUMNS } from "./suspense-movement";

type Report = {
  readonly columns: readonly ReportColumn[];
  readonly read: (range: ReportRange) => Promise<readonly ReportTable[]>;
};
const READERS: Readonly<Record<ReportName, Report>> = {
  "channel-cost": { columns: CHANNEL_COST_COLUMNS, read: readChannelCost },
  "channel-profit": { columns: CHANNEL_PROFIT_COLUMNS, read: readChannelProfit },
  "suspense-movement": { columns: SUSPENSE_MOVEMENT_COLUMNS, read: readSuspenseMovement },
};

/** A report of whole days; every figure comes from what is kept, nothing is summed up beforehand. */
export async function readReport(report: ReportName, range: ReportRange): Promise<ReportDto> {
  const { columns, read } = READERS[report];
  return { report, ...range, columns, tables: await read(range) };
}
