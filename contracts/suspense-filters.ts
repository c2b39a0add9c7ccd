import { z } from "zod";
import { BREAK_KINDS } from "@/core/suspense/item";
import { resolutionChoice } from "./suspense";
import { SUSPENSE_AGES, SUSPENSE_VIEWS } from "./suspense-views";
import { dayWire } from "./wire";

/** Filters of the queue, as its address carries them. Items of test merchants are left out unless `test` is 1. */
export const suspenseFilters = z.object({
  status: z.enum(SUSPENSE_VIEWS).default("open"),
  kind: z.enum(BREAK_KINDS).optional(),
  direction: z.enum(["LONG", "SHORT"]).optional(),
  channel: z.string().max(32).optional(),
  age: z.enum(SUSPENSE_AGES).optional(),
  merchant: z.string().max(32).optional(),
  /** The login of whoever has it, or had it when it was closed; `-` for nobody. */
  assignee: z.string().max(40).optional(),
  /** The code of the team that it was given to; `-` for none, `mine` for the reader's teams. */
  team: z.string().max(32).optional(),
  /** Past the day by which it was to be settled, and not closed. */
  overdue: z.literal("1").optional(),
  closedOn: dayWire.optional(),
  q: z.string().trim().max(64).optional(),
  /** The key that similar items share. */
  group: z.string().max(160).optional(),
  test: z.literal("1").optional(),
  /** Instead of by rank: what came last first. */
  sort: z.literal("newest").optional(),
});
export type SuspenseFilters = z.output<typeof suspenseFilters>;

/** A choice as the preview's address carries it. */
export const previewQuery = resolutionChoice;
