import { z } from "zod";
import { dayWire } from "./wire";

/** What was made, paid and cleared within a range of days, each figure with the rows behind it. */
export const REPORTS = ["channel-cost", "channel-profit", "suspense-movement"] as const;
export type ReportName = (typeof REPORTS)[number];

export const reportSearch = z.object({
  from: dayWire.optional().catch(undefined),
  to: dayWire.optional().catch(undefined),
  /** One channel's days instead of all channels. */
  channel: z.string().max(32).optional().catch(undefined),
});
export const reportFileInput = z.strictObject({
  report: z.enum(REPORTS),
  from: dayWire,
  to: dayWire,
  channel: z.string().max(32).optional(),
  format: z.enum(["csv", "xlsx"]),
  locale: z.enum(["en", "zh-CN"]),
});
export type ReportFileInput = z.output<typeof reportFileInput>;

/** Amounts in minor units of the table's asset; rates in thousandths of a basis point. */
export type ReportColumn = { readonly id: string; readonly kind: "amount" | "count" | "rate" };
/** `value` null: there is nothing to say. `href`: exactly the rows behind it. */
export type ReportCell = { readonly value: string | null; readonly href: string | null };
export type ReportRow = {
  /** A channel's code and direction, or a day. */
  readonly key: string;
  /** Empty: of no channel. */
  readonly label: string;
  readonly href: string | null;
  /** Of suspense: which way the money is wrong. */
  readonly direction: "LONG" | "SHORT" | null;
  readonly cells: Readonly<Record<string, ReportCell>>;
};
/** One asset: amounts of several are never added up. */
export type ReportTable = {
  readonly asset: string;
  readonly rows: readonly ReportRow[];
  readonly total: Readonly<Record<string, string | null>>;
};
export type ReportDto = {
  readonly report: ReportName;
  readonly from: string;
  readonly to: string;
  readonly channel: string | null;
  readonly columns: readonly ReportColumn[];
  readonly tables: readonly ReportTable[];
};
