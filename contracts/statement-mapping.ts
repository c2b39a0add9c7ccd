import { z } from "zod";
import { findMappingFaults } from "@/core/statements/mapping/find-mapping-faults";
import {
  DATE_PATTERNS,
  DECIMAL_MARKS,
  DELIMITERS,
  ENCODINGS,
  INSTANT_PATTERNS,
  JOINTS,
  QUOTES,
  type StatementMapping,
  THOUSANDS,
  TIME_PATTERNS,
  TOTAL_MEASURES,
  TRIMS,
} from "@/core/statements/mapping/mapping";
import { commandIdWire } from "./wire";

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>) => z.enum(Object.keys(record) as [K, ...K[]]);

/** PostgreSQL's JSON holds no NUL and no half of a character. */
const plain = z.string().refine((text) => !/[\0\p{Cs}]/u.test(text), "holds a character that cannot be kept");
const columnWire = plain.max(128);
const cellText = plain.max(120);
const prefixWire = plain.min(1).max(120);
const few = <T extends z.ZodType>(item: T, most = 50) => z.array(item).max(most);
const valuesOf = <T extends string>(means: readonly [T, ...T[]]) =>
  few(z.strictObject({ text: cellText, means: z.enum(means) }), 200);

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

const kindWire = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("AMOUNT") }),
  z.strictObject({ by: z.literal("COLUMN"), column: columnWire, values: valuesOf(["PAYMENT", "REFUND"]) }),
  z.strictObject({ by: z.literal("FIXED"), kind: z.enum(["PAYMENT", "REFUND"]) }),
]);

const statusWire = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("COLUMN"),
    column: columnWire,
    values: valuesOf(["SUCCEEDED", "PROCESSING", "FAILED"]),
  }),
  z.strictObject({ by: z.literal("FIXED"), status: z.enum(["SUCCEEDED", "PROCESSING", "FAILED"]) }),
]);

const amountWire = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("UNSIGNED"), column: columnWire }),
  z.strictObject({ by: z.literal("SIGNED"), column: columnWire, refundIs: z.enum(["NEGATIVE", "POSITIVE"]) }),
  z.strictObject({ by: z.literal("IN_OUT"), inColumn: columnWire, outColumn: columnWire }),
]);

const assetWire = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("FIXED"), asset: plain.max(16) }),
  z.strictObject({
    by: z.literal("COLUMN"),
    column: columnWire,
    values: few(z.strictObject({ text: cellText, means: plain.max(16) })),
  }),
]);

const timeWire = z.discriminatedUnion("as", [
  z.strictObject({ as: z.literal("INSTANT"), column: columnWire, pattern: z.enum(INSTANT_PATTERNS) }),
  z.strictObject({
    as: z.literal("LOCAL"),
    column: columnWire,
    timeColumn: columnWire.nullable(),
    date: z.enum(DATE_PATTERNS),
    time: z.enum(TIME_PATTERNS).nullable(),
    joint: keysOf(JOINTS),
    zone: z.string().max(64).refine(isZone, "not a time zone such as Asia/Shanghai or +08:00"),
  }),
]);

const totalWire = z.strictObject({
  measure: z.enum(TOTAL_MEASURES),
  counts: z.enum(["ALL", "SUCCEEDED"]),
  at: z.discriminatedUnion("in", [
    z.strictObject({ in: z.literal("LABEL"), label: cellText }),
    z.strictObject({ in: z.literal("CELL"), line: z.int().min(1).max(100), cell: z.int().min(1).max(256) }),
  ]),
});

/** A mapping as it is edited: of the right shape, perhaps not complete. */
export const mappingDraftWire: z.ZodType<StatementMapping> = z.strictObject({
  text: z.strictObject({
    encoding: z.enum(ENCODINGS),
    delimiter: keysOf(DELIMITERS),
    quote: keysOf(QUOTES),
    endsWithLineEnd: z.boolean(),
  }),
  header: z.discriminatedUnion("is", [
    z.strictObject({ is: z.literal("ROW") }),
    z.strictObject({ is: z.literal("NONE"), width: z.int().min(1).max(256) }),
  ]),
  trim: few(z.enum(TRIMS), TRIMS.length),
  absent: few(cellText),
  skip: z.strictObject({
    leadingLines: z.int().min(0).max(1000),
    prefixes: few(prefixWire),
    rows: few(z.strictObject({ column: columnWire, text: cellText })),
  }),
  footer: z
    .strictObject({ prefixes: few(prefixWire), isRequired: z.boolean(), maxLines: z.int().min(1).max(100) })
    .nullable(),
  numbers: z.strictObject({
    orderNo: columnWire.nullable(),
    refundNo: columnWire.nullable(),
    channelTradeNo: columnWire.nullable(),
    channelRefundNo: columnWire.nullable(),
    merchantNo: columnWire.nullable(),
  }),
  kind: kindWire,
  status: statusWire,
  amount: amountWire,
  fee: z.strictObject({ column: columnWire, charged: z.enum(["POSITIVE", "NEGATIVE", "UNSIGNED"]) }).nullable(),
  unit: z.strictObject({ is: z.enum(["MAJOR", "MINOR"]), decimals: z.int().min(0).max(8).nullable() }),
  writing: z.strictObject({
    decimalMark: keysOf(DECIMAL_MARKS),
    thousands: keysOf(THOUSANDS),
    symbols: few(plain.min(1).max(8), 10),
    parentheses: z.boolean(),
  }),
  asset: assetWire,
  time: timeWire,
  settlesOn: z.strictObject({ column: columnWire, date: z.enum(DATE_PATTERNS) }).nullable(),
  totals: few(totalWire, 20),
});

/** A mapping by which files can be read. */
export const mappingWire: z.ZodType<StatementMapping> = mappingDraftWire.superRefine((mapping, context) => {
  for (const fault of findMappingFaults(mapping)) context.addIssue({ code: "custom", message: fault });
});

const channelCode = z.string().regex(/^[a-z][a-z0-9_-]{1,31}$/, "a channel code is 2 to 32 of a-z, 0-9, _ and -");

/** `baseVersion` is the approved version that the maker started from, 0 where there was none. */
export const proposeMappingInput = z.strictObject({
  commandId: commandIdWire,
  channel: channelCode,
  baseVersion: z.int().min(0),
  mapping: mappingWire,
  reason: z.string().trim().min(1).max(4000),
});
export type ProposeMappingInput = z.output<typeof proposeMappingInput>;

/** The beginning of a file, at most this much of it, as base64. */
export const MAX_PREVIEW_BYTES = 128 * 1024;

/** Without a mapping, a first one is suggested. */
export const previewMappingInput = z.strictObject({
  channel: channelCode,
  mapping: mappingDraftWire.nullable(),
  head: z.base64().max(Math.ceil(MAX_PREVIEW_BYTES / 3) * 4 + 4),
  isWhole: z.boolean(),
});
export type PreviewMappingInput = z.output<typeof previewMappingInput>;
