import { z } from "zod";
import { scaleOf } from "@/core/money/format-money";
import { parseDecimalAmount } from "@/core/money/parse-money";
import { BREAK_KINDS, SEVERITIES } from "@/core/suspense/item";
import type { ServiceLevelDto } from "./claim-views";
import { amountMinorWire, assetWire, commandIdWire } from "./wire";

const MAX_LEVELS = 200;
const MAX_BANK_DAYS = 90;
const scope = {
  kind: z.enum(BREAK_KINDS).nullable(),
  direction: z.enum(["LONG", "SHORT"]).nullable(),
  /** A channel's code. */
  channel: z.string().min(1).max(32).nullable(),
  asset: assetWire.nullable(),
};
const promise = { severity: z.enum(SEVERITIES), bankDays: z.int().min(1).max(MAX_BANK_DAYS) };

/** A level as it is stored and frozen: the amount in minor units, as text. */
const serviceLevel = z.strictObject({ ...scope, fromMinor: amountMinorWire, ...promise });
/** What of the open items would be given something else, were they opened under the asked levels. */
const openItems = z.strictObject({
  open: z.int().min(0),
  changed: z.int().min(0),
  sooner: z.int().min(0),
  later: z.int().min(0),
});
/** What a request for other levels freezes; `openItems` as they were counted when it was made. */
export const serviceLevelsPayload = z.strictObject({
  baseVersion: z.int().min(1),
  levels: z.array(serviceLevel).min(1).max(MAX_LEVELS),
  openItems,
});
export type ServiceLevelsPayload = z.output<typeof serviceLevelsPayload>;
export const storedServiceLevels = z.array(serviceLevel);
export type OpenItemsOfLevelsDto = z.output<typeof openItems>;

/** The same as a person types it: a decimal amount in the asset's major unit, or nothing for any amount. */
const typedLevel = z
  .strictObject({ ...scope, from: z.string().trim().max(32), ...promise })
  .transform(({ from, ...level }, context) => {
    if (from === "") return { ...level, fromMinor: 0n };
    const read = parseDecimalAmount(from.replaceAll(",", ""), scaleOf(level.asset ?? ""));
    if (level.asset !== null && read.ok && read.value >= 0n) return { ...level, fromMinor: read.value };
    context.addIssue({ code: "custom", path: ["from"], message: `"${from}" is not an amount of a currency` });
    return z.NEVER;
  });
const typedLevels = z.array(typedLevel).min(1).max(MAX_LEVELS);

export const rehearseServiceLevelsInput = z.strictObject({ levels: typedLevels });
export const proposeServiceLevelsInput = z.strictObject({
  commandId: commandIdWire,
  baseVersion: z.int().min(1),
  levels: typedLevels,
  reason: z.string().trim().min(1).max(4000),
});
export type ProposeServiceLevelsInput = z.output<typeof proposeServiceLevelsInput>;

/** A level on a request, and in a version: what it says, and nothing about items. */
export type ServiceLevelTextDto = Omit<ServiceLevelDto, "key" | "open" | "overdue" | "channel"> & {
  readonly channel: string | null;
};
export type ServiceLevelVersionDto = {
  readonly version: number;
  readonly reason: string;
  readonly madeBy: string | null;
  readonly checkedBy: string | null;
  readonly approvedAt: string;
  readonly approvalNo: string | null;
};
/** `earlier`: open items that keep what a level promised that is not in force any more. Newest first in `history`. */
export type ServiceLevelsPageDto = {
  readonly version: number;
  readonly levels: readonly (ServiceLevelDto & { readonly from: string })[];
  readonly earlier: { readonly open: number; readonly overdue: number };
  readonly history: readonly ServiceLevelVersionDto[];
  readonly waitingNo: string | null;
};
