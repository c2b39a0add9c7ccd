import { z } from "zod";
import type { DeliveryState } from "@/core/statements/decide-delivery";
import { commandIdWire, dayWire } from "./wire";

const channelCode = z.string().regex(/^[a-z][a-z0-9_-]{1,31}$/, "a channel code is 2 to 32 of a-z, 0-9, _ and -");

export const waiveDeliveryInput = z.strictObject({
  commandId: commandIdWire,
  channel: channelCode,
  settlesOn: dayWire,
  reason: z.string().trim().min(3, "a reason has three characters or more").max(500),
});
export type WaiveDeliveryInput = z.output<typeof waiveDeliveryInput>;

export const expectDeliveryInput = waiveDeliveryInput.omit({ reason: true });
export type ExpectDeliveryInput = z.output<typeof expectDeliveryInput>;

export type DeliveryCellDto = {
  readonly on: string;
  /** The channel's own day on which the statement is due. */
  readonly dueOn: string;
  readonly state: DeliveryState;
  readonly statementNo: string | null;
  readonly version: number | null;
  /** The newest batch of the day was run over an older version. */
  readonly isToRunAgain: boolean;
  readonly waiver: { readonly reason: string; readonly by: string | null } | null;
};

export type DeliveriesDto = {
  readonly days: readonly string[];
  readonly channels: readonly {
    readonly code: string;
    readonly name: string;
    readonly cells: readonly DeliveryCellDto[];
  }[];
};
