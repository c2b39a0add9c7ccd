import { z } from "zod";
import type { ClearingKind } from "./clearing-views";
import type { SettlementRowDto } from "./settlement-views";
import { SHEET_FORMATS } from "./sheet-formats";
import { businessNoWire, dayWire, type MoneyDto } from "./wire";

export const runSettlementInput = z.object({ date: dayWire });

/** What people do with settlements: look them over, and let them go. */
export const SETTLEMENT_STEPS = ["review", "release"] as const;
export type SettlementStep = (typeof SETTLEMENT_STEPS)[number];
export const MAX_SETTLEMENTS_AT_ONCE = 200;

/** Which settlements, and what would be done with them: numbers with commas between. */
export const settlementMoveQuestion = z.object({
  step: z.enum(SETTLEMENT_STEPS),
  nos: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(businessNoWire).min(1).max(MAX_SETTLEMENTS_AT_ONCE)),
});

export const settlementExport = z.object({ format: z.enum(SHEET_FORMATS), locale: z.enum(["en", "zh-CN"]) });
export type SettlementExport = z.output<typeof settlementExport>;

/** Why a settlement cannot go on by this reader's hand now. */
export type SettlementObstacle = "NOT_PERMITTED" | "NOT_REVIEWED" | "DONE_ALREADY" | "REQUESTED" | "OWN_REVIEW";

/** What would become of the chosen settlements. */
export type SettlementMovePreviewDto = {
  readonly step: SettlementStep;
  readonly rows: readonly (Pick<
    SettlementRowDto,
    "settlementNo" | "merchant" | "settledMinor" | "asset" | "version" | "needsRequest"
  > & { readonly obstacle: SettlementObstacle | null })[];
  /** Of those that nothing stands against. */
  readonly sums: readonly MoneyDto[];
};

/** An item that a settlement holds back, or has let go. */
export type StandingHoldBackDto = {
  readonly key: string;
  readonly kind: ClearingKind;
  readonly objectNo: string;
  readonly orderNo: string;
  readonly netMinor: string;
  readonly reason: "OPEN_BREAK" | "DISPUTE";
  /** The suspense item's or the dispute's number. */
  readonly reasonNo: string;
  /** Whether that is still open now. */
  readonly isOpen: boolean;
  readonly heldBy: string;
  readonly heldOn: string;
};
/** What stands held back once the settlement was made, and what it took in of earlier ones. */
export type StandingHoldBacksDto = { readonly held: HoldBackListDto; readonly letGo: HoldBackListDto };
/** The first of the rows, how many there are, and what all of them come to. */
export type HoldBackListDto = {
  readonly rows: readonly StandingHoldBackDto[];
  readonly count: number;
  readonly sumMinor: string;
};
/** What waits for people, for the home page; null for what the reader does not do. */
export type SettlementWaitingDto = { readonly toReview: number | null; readonly toRelease: number | null };
