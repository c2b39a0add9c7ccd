import { addBusinessDays, type BusinessCalendar } from "@/core/calendar/business-calendar";
import type { Flow } from "./flow";

/** What is supposed for a look ahead: payouts of a sum from a bank on a day, or a channel that remits some business days late. */
export type WhatIf = {
  readonly payout: {
    readonly bank: string;
    readonly asset: string;
    readonly amountMinor: bigint;
    readonly on: string;
  } | null;
  readonly late: { readonly channel: string; readonly days: number } | null;
};

export const NOTHING_SUPPOSED: WhatIf = { payout: null, late: null };

type Since = { readonly calendar: BusinessCalendar; readonly from: string };

/** Later than every day of any table: what would come past the end of the calendar is not counted on. */
const NOT_IN_SIGHT = "9999-12-31";

/** The same flows as they would be. `calendar` is the channel's; `from`: what was due before that day is late from that day on. */
export function applyWhatIf(flows: readonly Flow[], { payout, late }: WhatIf, { calendar, from }: Since): Flow[] {
  const supposed: Flow[] =
    payout && payout.amountMinor > 0n
      ? [
          {
            kind: "WHAT_IF",
            from: { kind: "BANK", code: payout.bank },
            to: null,
            asset: payout.asset,
            amountMinor: payout.amountMinor,
            dueOn: payout.on,
          },
        ]
      : [];
  const shifted = late
    ? flows.map((flow) => (isRemittanceOf(flow, late.channel) ? delay(flow, late.days, { calendar, from }) : flow))
    : flows;
  return [...shifted, ...supposed];
}

function isRemittanceOf({ kind, from }: Flow, channel: string): boolean {
  return kind === "REMITTANCE" && from !== null && from !== "ANY_BANK" && from.code === channel;
}

function delay(flow: Flow, days: number, { calendar, from }: Since): Flow {
  const due = addBusinessDays(calendar, flow.dueOn > from ? flow.dueOn : from, days);
  return { ...flow, dueOn: due.ok ? due.value : NOT_IN_SIGHT };
}
