import { z } from "zod";
import type { CaseKind, OutgoingKind } from "@/core/money-out/attempt";
import { businessNoWire, commandIdWire } from "./wire";

const reason = z.string().trim().min(5, "say why in a few words").max(1_000);

export const stopMoneyOutInput = z.strictObject({ commandId: commandIdWire, reason });
export type StopMoneyOutInput = z.output<typeof stopMoneyOutInput>;

export const proposeResumeInput = z.strictObject({
  commandId: commandIdWire,
  stopId: z.string().regex(/^\d{1,18}$/),
  reason,
});
export type ProposeResumeInput = z.output<typeof proposeResumeInput>;

export const askChannelInput = z.strictObject({ commandId: commandIdWire, outNo: businessNoWire });
export type AskChannelInput = z.output<typeof askChannelInput>;

export const closeMoneyCaseInput = z.strictObject({
  commandId: commandIdWire,
  caseNo: businessNoWire,
  expectedVersion: z.int().min(1),
  note: reason,
});
export type CloseMoneyCaseInput = z.output<typeof closeMoneyCaseInput>;

/** One reason why no money goes out; `PROOF` goes by itself once a full proof holds. Instants as text. */
export type MoneyStopDto = {
  readonly id: string | null;
  readonly cause: "PERSON" | "PROOF" | "RESTORE";
  readonly reason: string;
  readonly stoppedBy: string | null;
  readonly stoppedAt: string;
  /** A request to go on that waits for its checker. */
  readonly waitingNo: string | null;
};
/** What is on its way through one channel, by where it stands. */
export type ChannelFlowDto = {
  readonly channel: string;
  readonly name: string;
  readonly hasClient: boolean;
  readonly asset: string;
  readonly waiting: FlowDto;
  readonly underWay: FlowDto;
  readonly inDoubt: FlowDto;
};
export type FlowDto = { readonly count: number; readonly amountMinor: string; readonly oldestAt: string | null };
export type MoneyCaseDto = {
  readonly caseNo: string;
  readonly kind: CaseKind;
  /** The channel's name. */
  readonly channel: string;
  readonly outNo: string;
  readonly objectKind: OutgoingKind | null;
  readonly objectNo: string | null;
  readonly amountMinor: string;
  readonly asset: string;
  readonly openedAt: string;
  readonly status: "OPEN" | "CLOSED";
  readonly closedBy: string | null;
  readonly note: string;
  readonly version: number;
};
export type MoneyOutDto = {
  readonly stops: readonly MoneyStopDto[];
  readonly flows: readonly ChannelFlowDto[];
  readonly cases: readonly MoneyCaseDto[];
};
