import { z } from "zod";
import type { Control } from "@/core/adjustments/controlled-subjects";
import type { AdjustmentReason } from "@/core/adjustments/reasons";
import type { FundOwner, Side } from "@/core/ledger/chart";
import type { Previewed } from "./action-result";
import type { AdjustmentOrigin } from "./adjustments";
import type { AskingRuleDto } from "./approval-policy";
import type { TAccountDto } from "./suspense-views";
import type { MoneyDto } from "./wire";

/** An account as the editor offers it. */
export type AdjustableAccountDto = {
  readonly accountNo: string;
  readonly glCode: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly ownerName: string | null;
  readonly asset: string;
  readonly normalSide: Side;
  readonly fundOwner: FundOwner;
  readonly allowNegative: boolean;
  readonly availableMinor: string;
  /** Why no line may be written to it; null where one may. */
  readonly control: Control | null;
};

/** Whoever can have a role of a template. */
export type RoleChoiceDto = { readonly no: string; readonly name: string };

export type AdjustmentLineDto = { readonly side: Side; readonly accountNo: string; readonly amountMinor: string };

/** What a choice would post, as the server plans it now. */
export type AdjustmentPreviewDto = {
  readonly event: string;
  readonly lines: readonly AdjustmentLineDto[];
  /** One drawing for each asset. */
  readonly drawings: readonly { readonly asset: string; readonly accounts: readonly TAccountDto[] }[];
  /** The day in whose books it would stand, were it approved now. */
  readonly accountingOn: string;
  /** Who would have to sign. */
  readonly rule: AskingRuleDto;
};
export type AdjustmentPreviewResultDto = Previewed<AdjustmentPreviewDto>;

export const ADJUSTMENT_STATES = ["PENDING", "EXECUTED", "REJECTED", "WITHDRAWN", "STALE", "EXPIRED"] as const;
export type AdjustmentState = (typeof ADJUSTMENT_STATES)[number];

export const adjustmentFilters = z.strictObject({
  q: z.string().trim().max(64).optional(),
  state: z.enum(ADJUSTMENT_STATES).optional(),
  mine: z.enum(["1"]).optional(),
});
export type AdjustmentFilters = z.output<typeof adjustmentFilters>;

export type AdjustmentRowDto = {
  readonly adjustmentNo: string;
  readonly approvalNo: string;
  readonly event: string;
  readonly state: AdjustmentState;
  readonly reasonCode: AdjustmentReason;
  readonly note: string;
  readonly totals: readonly MoneyDto[];
  readonly maker: string;
  readonly createdAt: string;
  readonly voucherNo: string | null;
};

export type AdjustmentDto = AdjustmentRowDto & {
  readonly origin: AdjustmentOrigin | null;
  readonly reversesVoucherNo: string | null;
  readonly reversedBy: string | null;
  readonly drawings: AdjustmentPreviewDto["drawings"];
  readonly closedAt: string | null;
  /** Whether the reader may propose to take its voucher back. */
  readonly canReverse: boolean;
};
