import { z } from "zod";
import { BULK_ROW_STATES, type BulkRowState, MAX_BULK_ROWS } from "@/core/suspense/bulk";
import type { GroupedBy } from "@/core/suspense/group-key";
import type { BreakKind, Direction } from "@/core/suspense/item";
import { RESOLUTIONS, type Resolution } from "@/core/suspense/resolutions";
import type { SuggestionReason } from "@/core/suspense/suggest-resolution";
import type { ActionRefusal } from "./action-result";
import type { AskingRuleDto } from "./approval-policy";
import { SHEET_FORMATS } from "./sheet-formats";
import { suspenseFilters } from "./suspense-filters";
import { businessNoWire, commandIdWire, type MoneyDto } from "./wire";

/** Chosen rows, with the versions that were seen where the page knows them; or all that a filter shows, on every page. */
const selection = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("ITEMS"),
    items: z
      .array(z.strictObject({ itemNo: businessNoWire, version: z.int().min(1).optional() }))
      .min(1)
      .max(MAX_BULK_ROWS),
  }),
  z.strictObject({ by: z.literal("FILTER"), filters: suspenseFilters }),
]);
export type BulkSelection = z.output<typeof selection>;
/** A selection as a page asks for it: filters as its address has them, which only the server judges. */
export type AskedSelection =
  | Extract<BulkSelection, { by: "ITEMS" }>
  | { readonly by: "FILTER"; readonly filters: Readonly<Record<string, string>> };

export const prepareBulkInput = z.strictObject({
  commandId: commandIdWire,
  selection,
  resolution: z.enum(RESOLUTIONS),
  reason: z.string().trim().min(1).max(4000),
});
export type PrepareBulkInput = z.output<typeof prepareBulkInput>;

export const BULK_MODES = ["EACH", "BUNDLE"] as const;
export type BulkMode = (typeof BULK_MODES)[number];

/** `snapshot` is the preview's token: what is done is what it covers, or nothing. */
export const confirmBulkInput = z.strictObject({
  commandId: commandIdWire,
  jobNo: businessNoWire,
  snapshot: z.string().regex(/^[0-9a-f]{64}$/),
  mode: z.enum(BULK_MODES),
});
export type ConfirmBulkInput = z.output<typeof confirmBulkInput>;

export const cancelBulkInput = z.strictObject({ commandId: commandIdWire, jobNo: businessNoWire });
export type CancelBulkInput = z.output<typeof cancelBulkInput>;

export const BULK_STATUSES = ["PREPARING", "READY", "RUNNING", "DONE", "CANCELLED", "FAILED"] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];
const ENDED: readonly BulkStatus[] = ["DONE", "CANCELLED", "FAILED"];

export function hasBulkEnded(status: BulkStatus): boolean {
  return ENDED.includes(status);
}

export const exportSuspenseInput = z.strictObject({
  commandId: commandIdWire,
  selection,
  format: z.enum(SHEET_FORMATS),
  locale: z.enum(["en", "zh-CN"]),
});
export type ExportSuspenseInput = z.output<typeof exportSuspenseInput>;

export const bulkRowsFilters = z.object({
  job: businessNoWire,
  state: z.enum(BULK_ROW_STATES).optional(),
});
export type BulkRowsFilters = z.output<typeof bulkRowsFilters>;

export const groupFilters = z.object({
  kind: suspenseFilters.shape.kind,
  direction: suspenseFilters.shape.direction,
  channel: suspenseFilters.shape.channel,
  single: z.literal("1").optional(),
  test: suspenseFilters.shape.test,
});
export type GroupFilters = z.output<typeof groupFilters>;

/** Similar items of the open queue. `waiting` of `count` wait for a checker already. */
export type SuspenseGroupDto = {
  readonly key: string;
  readonly channel: { readonly no: string; readonly name: string };
  readonly kind: BreakKind;
  readonly itemKind: "PAYMENT" | "REFUND";
  readonly direction: Direction;
  readonly by: GroupedBy;
  readonly value: string;
  readonly asset: string;
  readonly count: number;
  readonly waiting: number;
  readonly amountMinor: string;
  readonly oldestOn: string;
  readonly oldestDays: number;
  /** For its oldest item; null resolution: each has to be looked at. */
  readonly suggestion: { readonly resolution: Resolution | null; readonly reason: SuggestionReason | null };
};

/** What one account would get from all vouchers together, minor units of `asset`. */
export type BulkAccountDto = {
  readonly accountNo: string;
  readonly asset: string;
  readonly debitMinor: string;
  readonly creditMinor: string;
};
export type BulkCountDto = {
  readonly state: BulkRowState;
  readonly count: number;
  readonly amounts: readonly MoneyDto[];
};
export type BulkCheckersDto = {
  readonly rule: AskingRuleDto;
  readonly count: number;
  readonly amounts: readonly MoneyDto[];
};
export type BulkBlockDto = { readonly refusal: ActionRefusal; readonly count: number };

export type BulkJobDto = {
  readonly jobNo: string;
  readonly kind: "PROPOSE" | "EXPORT";
  readonly source: "SELECTION" | "FILTER" | "SHEET";
  readonly status: BulkStatus;
  readonly mode: BulkMode | null;
  readonly rowCount: number;
  readonly doneCount: number;
  readonly rowsPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly isCancelAsked: boolean;
  /** Set while the preview can be confirmed; `expiresAt` by the database's clock. */
  readonly snapshot: string | null;
  readonly expiresAt: string | null;
  readonly isExpired: boolean;
  readonly createdBy: string;
  readonly isOwn: boolean;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly bundleNo: string | null;
  readonly sheetName: string | null;
  readonly hasFile: boolean;
  readonly resolution: Resolution | null;
  readonly reason: string | null;
  readonly counts: readonly BulkCountDto[];
  readonly failure: ActionRefusal | null;
};
/** What a job would do, or did: by account, by rule, and why not. */
export type BulkPreviewDto = BulkJobDto & {
  readonly accounts: readonly BulkAccountDto[];
  readonly checkers: readonly BulkCheckersDto[];
  readonly blocks: readonly BulkBlockDto[];
};

export type BulkRowDto = {
  readonly rowNo: number;
  readonly itemNo: string;
  readonly itemVersion: number;
  readonly sheetRow: number | null;
  readonly state: BulkRowState;
  readonly resolution: Resolution | null;
  readonly reason: string | null;
  readonly amountMinor: string | null;
  readonly asset: string | null;
  readonly direction: Direction | null;
  readonly refusal: ActionRefusal | null;
  readonly approvalNo: string | null;
  readonly voucherNo: string | null;
};
