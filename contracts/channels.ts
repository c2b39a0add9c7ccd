import { z } from "zod";

export const STATEMENT_FORMATS = [
  "wechat-trade",
  "alipay-trade",
  "unionpay-zm",
  "stripe-payout",
  "adyen-settlement",
  "csv-mapped",
] as const;

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** Whose number lines are matched by; what further lines of one number are; see docs on the rules of matching. */
export const KEYED_BY = ["ORDER_NO", "CHANNEL_NO"] as const;
export const REPEATS = ["SURPLUS", "SUM"] as const;

export const channelCodeWire = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{1,31}$/, "a channel code is 2 to 32 of a-z, 0-9, _ and -");

export const channelInput = z.strictObject({
  code: channelCodeWire,
  name: z.string().trim().min(1).max(80),
  format: z.enum(STATEMENT_FORMATS),
  timezone: z.string().refine(isTimezone, "not a time zone such as Asia/Shanghai").default("Asia/Shanghai"),
  cutoff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a cut-off is written HH:MM")
    .default("00:00"),
  statementLagDays: z.int().min(0).max(30).default(1),
  bufferDays: z.int().min(0).max(30).default(1),
  refundWindowDays: z.int().min(0).max(1000).default(365),
  settles: z.enum(["NET", "GROSS"]).default("NET"),
  remitLagDays: z.int().min(0).max(30).default(1),
  costBps: z.int().min(0).max(10_000).nullable().default(null),
  /** The most that may be outstanding at the channel, in minor units of the yuan; null: no cap. */
  capMinor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "a cap is digits of minor units, above zero")
    .nullable()
    .default(null),
  bankAccount: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,34}$/, "a bank account is 1 to 34 letters, digits, _ or -")
    .default("reserve"),
  keyedBy: z.enum(KEYED_BY).default("ORDER_NO"),
  repeats: z.enum(REPEATS).default("SURPLUS"),
  comparesFee: z.boolean().default(true),
  feeToleranceMinor: z
    .string()
    .regex(/^(0|[1-9]\d{0,5}|1000000)$/, "a tolerance is 0 to 1000000 minor units, as digits")
    .default("0"),
});
export type ChannelInput = z.output<typeof channelInput>;
/** `desk channel set` takes one object, a list of them, or `{"channels": [...]}`. */
export const channelsFile = z
  .union([z.array(channelInput), z.strictObject({ channels: z.array(channelInput) }), channelInput])
  .transform((file) => (Array.isArray(file) ? file : "channels" in file ? file.channels : [file]))
  .refine(
    (channels) => new Set(channels.map((one) => one.code)).size === channels.length,
    "a channel stands twice in the file",
  );
