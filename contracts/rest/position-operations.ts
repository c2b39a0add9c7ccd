import { z } from "zod";
import { CAP_ALARMS } from "@/core/position/cap-use";
import { FLOW_KINDS } from "@/core/position/flow";
import { VERDICTS } from "@/core/position/verdict";
import { dayWire } from "../wire";
import type { RestOperation } from "./openapi";

/** Minor units as they leave: digits, with a minus sign where they may be negative. */
const minor = z.string();
const part = z.strictObject({ glCode: z.string(), amountMinor: minor });

/** One bank or channel on one day: opening + in − out = close. `parts`: why, signed. */
export const restPlaceDay = z.strictObject({
  date: dayWire,
  bank: z.string().optional(),
  channel: z.string().optional(),
  asset: z.string(),
  openingMinor: minor,
  inMinor: minor,
  outMinor: minor,
  closeMinor: minor,
  shortfallMinor: minor,
  parts: z.record(z.enum(FLOW_KINDS), minor),
  minimumMinor: minor.nullable().optional(),
  capMinor: minor.nullable().optional(),
  capUsedBps: minor.nullable().optional(),
  capAlarm: z.literal(CAP_ALARMS).nullable().optional(),
});
export type RestPlaceDay = z.output<typeof restPlaceDay>;

export const restPositionSum = z.strictObject({
  coverage: z.strictObject({
    asset: z.string(),
    held: z.array(part),
    owed: z.array(part),
    heldMinor: minor,
    owedMinor: minor,
    surplusMinor: minor,
    ratioBps: minor.nullable(),
    isCovered: z.boolean(),
    explaining: z.array(part),
    explainingMinor: minor,
    unexplainedMinor: minor,
  }),
  settle: z.array(
    z.strictObject({
      on: dayWire,
      verdict: z.enum(VERDICTS),
      missingMinor: minor,
      inMinor: minor,
      outMinor: minor,
      shortBanks: z.array(z.string()),
    }),
  ),
  transfers: z.array(
    z.strictObject({
      fromBank: z.string(),
      toBank: z.string(),
      asset: z.string(),
      amountMinor: minor,
      neededOn: dayWire,
    }),
  ),
  overdue: z.array(z.strictObject({ channel: z.string(), asset: z.string(), amountMinor: minor })),
  onCallMinor: minor,
});
export type RestPositionSum = z.output<typeof restPositionSum>;

export const restPosition = z.strictObject({
  date: dayWire,
  asOf: z.iso.datetime(),
  days: z.array(dayWire),
  endedThrough: dayWire.nullable(),
  places: z.array(restPlaceDay),
  sums: z.array(restPositionSum),
});
export type RestPosition = z.output<typeof restPosition>;

const MAX_DAYS = 30;
/** `date`: today where it is left out. `days`: business days after it. */
export const restPositionSearch = z.strictObject({
  date: dayWire.optional(),
  days: z.coerce.number().int().min(0).max(MAX_DAYS).default(5),
});

export const POSITION_OPERATIONS: readonly RestOperation[] = [
  {
    path: "/api/v1/position",
    method: "get",
    id: "getPosition",
    summary:
      "What banks and channels have, and what comes in and falls due day by day; whether each day can be settled; the coverage.",
    scope: "position.view",
    query: restPositionSearch,
    answer: restPosition,
  },
];
