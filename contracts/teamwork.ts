import { z } from "zod";
import { BREAK_KINDS } from "@/core/suspense/item";
import type { AttachmentDto } from "./attachments";
import { loginWire } from "./users";
import { assetWire, businessNoWire, commandIdWire, dayWire, positiveAmountMinorWire } from "./wire";

const itemReference = { commandId: commandIdWire, itemNo: businessNoWire, expectedVersion: z.int().min(1) };

export const snoozeSuspenseItemInput = z.strictObject({
  ...itemReference,
  until: dayWire,
  reason: z.string().trim().min(1).max(500),
});
export type SnoozeSuspenseItemInput = z.output<typeof snoozeSuspenseItemInput>;
export const wakeSuspenseItemInput = z.strictObject(itemReference);

export const teamCodeWire = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "a team's code is 1 to 32 of a-z, 0-9 and -, beginning with a letter");
/** A colleague by login, or a team by code. */
export const receiverInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("person"), login: loginWire }),
  z.strictObject({ kind: z.literal("team"), code: teamCodeWire }),
]);
export type ReceiverInput = z.output<typeof receiverInput>;

export const handOverSuspenseItemInput = z.strictObject({
  ...itemReference,
  to: receiverInput,
  note: z.string().trim().min(1).max(4_000),
});
export type HandOverSuspenseItemInput = z.output<typeof handOverSuspenseItemInput>;

/** Marks what was written to the actor about an item as read: its mentions, and with `handOvers` the notes on top, too. */
export const readNotesInput = z.strictObject({
  commandId: commandIdWire,
  itemNo: businessNoWire,
  handOvers: z.boolean(),
});
export type ReadNotesInput = z.output<typeof readNotesInput>;

export const setAbsenceInput = z
  .strictObject({ commandId: commandIdWire, login: loginWire, fromOn: dayWire, untilOn: dayWire })
  .refine(({ fromOn, untilOn }) => untilOn >= fromOn, "the last day away is not before the first");
export type SetAbsenceInput = z.output<typeof setAbsenceInput>;
export const cancelAbsenceInput = z.strictObject({
  commandId: commandIdWire,
  absenceId: z.string().regex(/^\d{1,18}$/),
});
export type CancelAbsenceInput = z.output<typeof cancelAbsenceInput>;

/** A team as it shall be. `expectedVersion` 0: a new one. */
export const saveTeamInput = z.strictObject({
  commandId: commandIdWire,
  code: teamCodeWire,
  expectedVersion: z.int().min(0),
  name: z.string().trim().min(1).max(80),
  members: z.array(loginWire).max(200),
  isArchived: z.boolean(),
});
export type SaveTeamInput = z.output<typeof saveTeamInput>;

/** What is left out fits everything. An amount band is half open, in the minor unit of its asset. */
export const routingRuleInput = z
  .strictObject({
    kind: z.enum(BREAK_KINDS).nullable(),
    channel: z.string().trim().min(1).max(32).nullable(),
    direction: z.enum(["LONG", "SHORT"]).nullable(),
    asset: assetWire.nullable(),
    fromMinor: positiveAmountMinorWire.nullable(),
    belowMinor: positiveAmountMinorWire.nullable(),
    to: receiverInput,
  })
  .refine(({ asset, fromMinor, belowMinor }) => asset !== null || (fromMinor === null && belowMinor === null), {
    message: "a band of amounts needs its currency",
  })
  .refine(({ fromMinor, belowMinor }) => fromMinor === null || belowMinor === null || fromMinor < belowMinor, {
    message: "a band of amounts begins below its end",
  });
export type RoutingRuleInput = z.output<typeof routingRuleInput>;

export const MAX_ROUTING_RULES = 100;
/** All rules in their order, as they shall be. `appliesToOpen`: open items that nobody has go where they say, too. */
export const saveRoutingInput = z.strictObject({
  commandId: commandIdWire,
  expectedVersion: z.int().min(0),
  idleHours: z.int().min(1).max(1_000).nullable(),
  rules: z.array(routingRuleInput).max(MAX_ROUTING_RULES),
  appliesToOpen: z.boolean(),
});
export type SaveRoutingInput = z.output<typeof saveRoutingInput>;
/** The same before it is saved: what would it do? */
export const rehearseRoutingInput = z.strictObject({ rules: z.array(routingRuleInput).max(MAX_ROUTING_RULES) });

// What pages show -----------------------------------------------------------------------------------------------------
export type PersonDto = {
  readonly login: string;
  readonly name: string;
  /** The last day of the absence that has begun, or null. */
  readonly awayUntil: string | null;
};
export type TeamDto = {
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly isArchived: boolean;
  readonly members: readonly PersonDto[];
  readonly isMine: boolean;
};
/** Whom work can be given to, for completion and choice. */
export type ColleaguesDto = { readonly people: readonly PersonDto[]; readonly teams: readonly TeamDto[] };

export type RoutingRuleDto = {
  readonly kind: (typeof BREAK_KINDS)[number] | null;
  readonly channel: string | null;
  readonly direction: "LONG" | "SHORT" | null;
  readonly asset: string | null;
  readonly fromMinor: string | null;
  readonly belowMinor: string | null;
  readonly to: ReceiverInput;
};
export type RoutingDto = {
  /** 0: nothing was ever saved. */
  readonly version: number;
  readonly idleHours: number | null;
  readonly rules: readonly RoutingRuleDto[];
  readonly savedBy: string | null;
  readonly savedAt: string | null;
};
/** What rules would do with the open items that nobody has, and with all that are open. */
export type RoutingRehearsalDto = {
  /** By the rule's place, from 0; null: no rule fits. */
  readonly groups: readonly { readonly rule: number | null; readonly count: number; readonly moving: number }[];
  readonly moving: number;
  readonly faults: readonly { readonly rule: number; readonly what: "team" | "person" | "channel" }[];
};

export type AbsenceDto = {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly fromOn: string;
  readonly untilOn: string;
  readonly setBy: string;
  readonly mayCancel: boolean;
};
export type MentionDto = {
  readonly id: string;
  readonly itemNo: string;
  readonly by: string;
  readonly body: string;
  readonly at: string;
  readonly isRead: boolean;
};
export type HandOverDto = {
  readonly from: string;
  readonly to: string;
  readonly note: string;
  readonly at: string;
  /** The reader is whom it is for: it stays at the top until they have read it. */
  readonly isForMe: boolean;
};
/** Who else has the item open, and its version now: another one means that it has changed meanwhile. */
export type PresenceDto = { readonly others: readonly string[]; readonly version: number };

/** What people have told each other about an item. */
export type TeamworkDto = {
  /** The accounting day that it is now. */
  readonly today: string;
  /** Days until which one may put it off at a press, as far as the calendar goes; so many days from today, or the next business day. */
  readonly snoozeDays: readonly { readonly days: number; readonly on: string }[];
  readonly snoozeReason: string | null;
  /** Notes of hand-overs that were not read yet, newest first. */
  readonly handOvers: readonly HandOverDto[];
  readonly attachments: readonly AttachmentDto[];
  /** The reader is mentioned in a comment that they have not seen. */
  readonly isMentioned: boolean;
};
