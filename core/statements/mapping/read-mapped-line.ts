import { absMinor } from "@/core/money/money";
import { FEE_SCALE, roundFee, unitAtFeeScale } from "../row";
import type { StatementLine } from "../statement";
import type { MappedRow } from "./mapped-row";
import { type ColumnRef, JOINTS, type StatementMapping } from "./mapping";
import { because } from "./mapping-reasons";
import { readMappedDay, readMappedInstant, readMappedTime } from "./read-mapped-time";
import type { ZoneOffsets } from "./zone-offset";

type Kind = StatementLine["kind"];
export type MappedLine = Omit<StatementLine, "lineNo" | "byteOffset" | "raw">;

/** What a line says, read by its mapping. Counts for nothing when the row has a problem. */
export function readMappedLine(row: MappedRow, mapping: StatementMapping, zone: ZoneOffsets): MappedLine {
  const { asset, scale } = row.asset();
  const listedKind = readListedKind(row, mapping);
  const { amountMinor, kind } = readAmount(row, mapping, scale, asset, listedKind);
  const status =
    mapping.status.by === "FIXED"
      ? mapping.status.status
      : row.value("status", mapping.status.column, mapping.status.values);
  const feeE5 = readFee(row, mapping, scale, asset, kind);
  const { orderNo, refundNo, channelTradeNo, channelRefundNo, merchantNo } = mapping.numbers;
  const isRefund = kind === "REFUND";
  const numbers = {
    orderNo: row.number("orderNo", orderNo),
    // A payment's line may repeat the numbers of a refund that came later; they are not its own.
    refundNo: isRefund ? row.number("refundNo", refundNo) : null,
    channelTradeNo: row.number("channelTradeNo", channelTradeNo),
    channelRefundNo: isRefund ? row.number("channelRefundNo", channelRefundNo) : null,
    counterpartyMerchantNo: row.number("merchantNo", merchantNo),
  };
  if (
    numbers.orderNo === null &&
    numbers.channelTradeNo === null &&
    numbers.refundNo === null &&
    numbers.channelRefundNo === null
  ) {
    row.fail(null, null, because("numbers_missing"));
  }
  return {
    kind,
    status: status ?? "FAILED",
    ...numbers,
    amountMinor,
    feeMinor: roundFee(feeE5, scale),
    feeE5,
    asset,
    occurredAt: readTime(row, mapping, zone),
  };
}

/** The settlement date that the line says; null when the mapping names no column for it. */
export function readSettlesOn(row: MappedRow, { settlesOn }: StatementMapping): string | null {
  if (settlesOn === null) return null;
  const text = row.text(settlesOn.column);
  const day = readMappedDay(text, settlesOn.date);
  if (day === null)
    row.fail("settlesOn", settlesOn.column, because("time_unreadable", { text, pattern: settlesOn.date }));
  else row.note("settlesOn", settlesOn.column, day);
  return day;
}

/** Null where the amount decides, or where a text is not listed: the row has its problem then. */
function readListedKind(row: MappedRow, { kind }: StatementMapping): Kind | null {
  if (kind.by === "FIXED") return kind.kind;
  return kind.by === "AMOUNT" ? null : row.value("kind", kind.column, kind.values);
}

function readAmount(
  row: MappedRow,
  mapping: StatementMapping,
  scale: number,
  asset: string,
  listed: Kind | null,
): { amountMinor: bigint; kind: Kind } {
  const read =
    mapping.amount.by === "IN_OUT"
      ? readInOut(row, mapping.amount, scale, asset)
      : readSigned(row, mapping, scale, asset);
  const { amountMinor, saidKind, column } = read;
  if (listed !== null && saidKind !== null && listed !== saidKind) {
    row.fail("amount", column, because("kind_disagrees", { text: row.text(column), kind: listed }));
  }
  const isUntold = listed === null && saidKind === null;
  // A line that neither a text nor a sign calls a payment is refused: nothing is ever a payment for want of better.
  if (isUntold && row.problem === null) row.fail("amount", column, because("amount_zero_sign"));
  return { amountMinor, kind: listed ?? saidKind ?? "PAYMENT" };
}

type SaidAmount = { amountMinor: bigint; saidKind: Kind | null; column: ColumnRef };

function readSigned(row: MappedRow, { amount }: StatementMapping, scale: number, asset: string): SaidAmount {
  const column = amount.by === "IN_OUT" ? amount.inColumn : amount.column;
  const signed = row.amount("amount", column, scale, scale);
  if (amount.by === "UNSIGNED" && signed < 0n) {
    row.fail("amount", column, because("amount_negative", { text: row.text(column) }));
  }
  const refundIsNegative = amount.by === "SIGNED" && amount.refundIs === "NEGATIVE";
  const saidKind =
    amount.by === "UNSIGNED" || signed === 0n ? null : signed < 0n === refundIsNegative ? "REFUND" : "PAYMENT";
  row.noteAmount("amount", column, absMinor(signed), scale, asset);
  return { amountMinor: absMinor(signed), saidKind, column };
}

function readInOut(
  row: MappedRow,
  { inColumn, outColumn }: Extract<StatementMapping["amount"], { by: "IN_OUT" }>,
  scale: number,
  asset: string,
): SaidAmount {
  const sides = [
    { field: "amountIn" as const, column: inColumn, saidKind: "PAYMENT" as const },
    { field: "amountOut" as const, column: outColumn, saidKind: "REFUND" as const },
  ].map((side) => {
    const minor = row.isAbsent(side.column) ? 0n : row.amount(side.field, side.column, scale, scale);
    if (minor < 0n) row.fail(side.field, side.column, because("amount_negative", { text: row.text(side.column) }));
    return { ...side, minor };
  });
  const filled = sides.filter(({ minor }) => minor !== 0n);
  const [only] = filled;
  if (filled.length > 1) row.fail("amountOut", outColumn, because("amount_two_sided"));
  if (only === undefined) {
    if (row.problem === null) row.fail("amountIn", inColumn, because("amount_no_side"));
    return { amountMinor: 0n, saidKind: null, column: inColumn };
  }
  row.noteAmount(only.field, only.column, only.minor, scale, asset);
  return { amountMinor: only.minor, saidKind: only.saidKind, column: only.column };
}

/** In 1/100000 of the major unit: positive when charged to us, negative when returned. */
function readFee(row: MappedRow, { fee }: StatementMapping, scale: number, asset: string, kind: Kind): bigint {
  if (fee === null || row.isAbsent(fee.column)) return 0n;
  const written = row.amount("fee", fee.column, scale, FEE_SCALE);
  if (fee.charged === "UNSIGNED" && written < 0n) {
    row.fail("fee", fee.column, because("fee_negative", { text: row.text(fee.column) }));
  }
  const isTurned = fee.charged === "NEGATIVE" || (fee.charged === "UNSIGNED" && kind === "REFUND");
  const feeE5 = isTurned ? -written : written;
  const unit = unitAtFeeScale(scale);
  // Five decimals are only told where there are any.
  if (feeE5 % unit === 0n) row.noteAmount("fee", fee.column, feeE5 / unit, scale, asset);
  else row.noteAmount("fee", fee.column, feeE5, FEE_SCALE, asset);
  return feeE5;
}

function readTime(row: MappedRow, { time }: StatementMapping, zone: ZoneOffsets): string {
  const first = row.text(time.column);
  if (time.as === "INSTANT") {
    const instant = readMappedInstant(first, time.pattern);
    if (instant === null)
      row.fail("time", time.column, because("time_unreadable", { text: first, pattern: time.pattern }));
    else row.note("time", time.column, instant);
    return instant ?? "";
  }
  const isSplit = time.timeColumn !== null && time.time !== null;
  const joint = isSplit ? " " : JOINTS[time.joint];
  const text = isSplit && time.timeColumn !== null ? `${first} ${row.text(time.timeColumn)}` : first;
  const pattern = time.time === null ? time.date : `${time.date}${joint}${time.time}`;
  const read = readMappedTime(text, { date: time.date, joint, time: time.time }, zone);
  if (read === null) row.fail("time", time.column, because("time_unreadable", { text, pattern }));
  else if (read === "SKIPPED") row.fail("time", time.column, because("time_skipped", { text, zone: time.zone }));
  else {
    row.note("time", time.column, read);
    if (isSplit && time.timeColumn !== null) row.note("timeOfDay", time.timeColumn, read.slice(11, 19));
  }
  return read ?? "";
}
