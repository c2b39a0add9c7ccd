import { z } from "zod";
import type { ActName } from "@/core/approvals/acts";
import {
  CLOSE_LINES,
  type CloseFinding,
  type CloseLine,
  FINDING_CODES,
  FINDING_STATES,
  type FindingState,
} from "@/core/day-close/findings";
import { commandIdWire, dayWire } from "./wire";

const side = z
  .string()
  .regex(/^-?\d{1,30}$/)
  .nullable();
/** A finding as reports and requests keep it. */
export const storedFinding: z.ZodType<CloseFinding> = z.strictObject({
  line: z.enum(CLOSE_LINES),
  code: z.enum(FINDING_CODES),
  state: z.enum(FINDING_STATES),
  place: z.string(),
  asset: z.string().nullable(),
  left: side,
  right: side,
  params: z.record(z.string(), z.string()),
});
export const storedFindings = z.array(storedFinding);

/** What a request to close a day all the same freezes: everything that stands in its way. */
export const dayExceptionPayload = z.strictObject({ day: dayWire, blocking: storedFindings.min(1) });
export type DayExceptionPayload = z.output<typeof dayExceptionPayload>;
/** `days`: what opens again, the day and every closed one after it. */
export const dayReopenPayload = z.strictObject({ day: dayWire, days: z.array(dayWire).min(1) });
export type DayReopenPayload = z.output<typeof dayReopenPayload>;

export const DAY_REASON_CHARS = 500;
const reason = z.string().trim().min(3, "say why, in a few words").max(DAY_REASON_CHARS);
/** What the reader saw in the way goes with it: other findings are not what they ask about. */
export const proposeDayExceptionInput = z.strictObject({
  commandId: commandIdWire,
  date: dayWire,
  blocking: z.int().min(1),
  reason,
});
export type ProposeDayExceptionInput = z.output<typeof proposeDayExceptionInput>;
export const proposeDayReopenInput = z.strictObject({ commandId: commandIdWire, date: dayWire, reason });
export type ProposeDayReopenInput = z.output<typeof proposeDayReopenInput>;

/** `difference`: the sides apart, null where only one is told. */
export type FindingDto = CloseFinding & { readonly difference: string | null; readonly isInTheWay: boolean };
export type CloseLineDto = {
  readonly line: CloseLine;
  readonly state: FindingState;
  readonly findings: readonly FindingDto[];
};
export type DayChecklistDto = { readonly lines: readonly CloseLineDto[]; readonly blocking: readonly FindingDto[] };

export const REPORT_OUTCOMES = ["CLOSED", "REFUSED", "UNTOLD"] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];

/** One attempt to close a day, as it was kept. */
export type DayReportDto = {
  readonly attempt: number;
  readonly outcome: ReportOutcome;
  readonly checklist: DayChecklistDto;
  readonly contentHash: string;
  readonly checkedAt: string;
  /** Null for the system. */
  readonly checkedBy: string | null;
  readonly exception: {
    readonly approvalNo: string;
    readonly reason: string;
    readonly maker: string;
    readonly checkers: readonly string[];
  } | null;
  /** Whether the day was opened again after this closing. */
  readonly isUndone: boolean;
};
/** A time that a day was opened again. */
export type DayReopenedDto = {
  readonly at: string;
  readonly by: string | null;
  readonly reason: string;
  readonly approvalNo: string | null;
};
export type DayCloseState = "CLOSED" | "CLOSED_WITH_EXCEPTION" | "READY" | "RED" | "WAITING" | "RUNNING" | "NOT_NEXT";
export type DayCloseDto = {
  readonly day: string;
  readonly today: string;
  readonly state: DayCloseState;
  /** The day that has to be closed first; the day itself where that is it. Null for an empty book. */
  readonly next: string | null;
  /** What the reader looks at: the checklist as it is now, or what was found at the closing in force. */
  readonly checklist: DayChecklistDto;
  readonly report: DayReportDto | null;
  readonly reports: readonly DayReportDto[];
  readonly reopened: readonly DayReopenedDto[];
  /** A request about the day that waits for its checker. */
  readonly waitingNo: string | null;
  readonly waitingAct: ActName | null;
};
/** The oldest day that is over and not closed, and what its people and jobs have not done yet. */
export type DayToCloseDto = {
  readonly day: string;
  readonly days: number;
  readonly missing: readonly FindingDto[];
};
