import "server-only";

/** Whole days, both included; `channel` null: every channel. */
export type ReportRange = { readonly from: string; readonly to: string; readonly channel: string | null };

/** The same report for one channel, day by day. */
export function channelHref(report: string, { from, to }: ReportRange, channel: string): string {
  return `/reports/${report}?${new URLSearchParams({ from, to, channel })}`;
}
