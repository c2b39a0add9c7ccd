import type { ApprovalAlarmDto } from "./approval-alarms";
import type { ApprovalCountsDto } from "./approval-views";
import type { BankBreaksDto } from "./bank-views";
import type { BoardDto } from "./board-views";
import type { BooksStateDto } from "./books-views";
import type { CalendarAlarmDto } from "./calendar";
import type { DayToCloseDto } from "./day-close";
import type { CoverageDto, PositionAlarmsDto } from "./position-views";
import type { BatchRowDto } from "./reconciliation-views";
import type { SuspenseSummaryDto } from "./suspense-views";
import type { MentionDto } from "./teamwork";

/** What somebody has to look at in money that goes out; `again`: neither paid nor given back, which finance is asked about. */
export type MoneyOutCountsDto = {
  readonly payoutsInDoubt: number;
  readonly payoutsAgain: number;
  readonly refundsInDoubt: number;
  readonly openCases: number;
};

/** What the home page shows to one person; a part is null where their roles do not reach it. */
export type HomeDto = {
  readonly today: string;
  /** `mayWork`: whether items can be in this person's hands. */
  readonly queue: (SuspenseSummaryDto & { readonly mayWork: boolean }) | null;
  /** Comments that mention this person and that they have not read. */
  readonly mentions: readonly MentionDto[];
  /** `maySign`: whether any request could ever wait for this person. */
  readonly approvals: (ApprovalCountsDto & { readonly maySign: boolean }) | null;
  /** What should be looked at in how requests were approved, for whoever reviews. */
  readonly alarms: readonly ApprovalAlarmDto[] | null;
  readonly days: {
    readonly board: BoardDto;
    readonly latest: readonly BatchRowDto[];
    /** Newest statements that no current batch was run over, of whatever day. */
    readonly unreconciled: number;
    readonly missing: number;
  } | null;
  /** The oldest day that is over and not closed. */
  readonly toClose: DayToCloseDto | null;
  readonly coverages: readonly CoverageDto[] | null;
  readonly position: PositionAlarmsDto | null;
  readonly proof: BooksStateDto | null;
  readonly bank: BankBreaksDto | null;
  /** Calendars that end soon, or have ended. */
  readonly calendarAlarms: readonly CalendarAlarmDto[];
  readonly inDoubt: { readonly orders: number } | null;
  readonly moneyOut: MoneyOutCountsDto | null;
  readonly setUp: { readonly users: number; readonly channels: number; readonly merchants: number } | null;
};
