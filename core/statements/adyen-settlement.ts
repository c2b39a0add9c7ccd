import { absMinor, divideHalfUp } from "@/core/money/money";
import { toDecimalString } from "@/core/money/parse-money";
import { unreadable } from "./collect-lines";
import { currencyScale } from "./currency-scale";
import { findColumn, type Header } from "./header";
import { why } from "./line-reasons";
import { compareWithPayout, NetTotals } from "./net-totals";
import { QuotedTable, type TableRow } from "./quoted-table";
import { readZonedTime } from "./read-offset-time";
import { FEE_SCALE, Row, roundFee, unitAtFeeScale } from "./row";
import type { FormatEnd, FormatReader, LineReading } from "./run-parser";
import { cutQuotedLine } from "./split-cells";
import type { StatementLine } from "./statement";

/** Blanks in a name are left out, see `normalName`. */
function adyenColumns(header: Header) {
  const find = (...aliases: string[]) => findColumn(header, ...aliases);
  return {
    merchant: find("MerchantAccount"),
    channelTradeNo: find("PspReference", "PSPReference"),
    orderNo: find("MerchantReference"),
    createdAt: find("CreationDate"),
    timeZone: find("TimeZone"),
    type: find("Type"),
    modification: find("ModificationReference"),
    refundNo: find("ModificationMerchantReference"),
    grossAsset: find("GrossCurrency"),
    grossDebit: find("GrossDebit(GC)", "GrossDebit"),
    grossCredit: find("GrossCredit(GC)", "GrossCredit"),
    netAsset: find("NetCurrency"),
    netDebit: find("NetDebit(NC)", "NetDebit"),
    netCredit: find("NetCredit(NC)", "NetCredit"),
    commission: find("Commission(NC)", "Commission"),
    markup: find("Markup(NC)", "Markup"),
    schemeFees: find("SchemeFees(NC)", "SchemeFees"),
    interchange: find("Interchange(NC)", "Interchange"),
    batch: find("BatchNumber"),
  };
}

type AdyenColumns = ReturnType<typeof adyenColumns>;

const REQUIRED = [
  "channelTradeNo",
  "orderNo",
  "createdAt",
  "type",
  "grossAsset",
  "grossDebit",
  "grossCredit",
  "netAsset",
  "netDebit",
  "netCredit",
  "batch",
] as const;

/** Decimals that a fee's column may have. */
const WRITTEN_FEE_SCALE = 8;

const FEES = ["commission", "markup", "schemeFees", "interchange"] as const;

/**
 * Adyen's settlement details. Columns go by name, since their order differs between files. Settled and refunded rows are
 * lines; everything else is kept by kind. With the payout and what is carried between batches, a batch is nothing.
 */
export function createAdyenSettlementReader(): FormatReader {
  const totals = new NetTotals();
  const table = new QuotedTable({
    columnsOf: adyenColumns,
    required: REQUIRED,
    // Adyen keeps several columns in reserve under one name.
    mayRepeat: (name) => name.startsWith("Reserved"),
  });
  return {
    read(line) {
      const reading = table.read(line);
      return reading !== null && "row" in reading ? readLine(reading.row, totals) : reading;
    },
    end: () => endOf(table.end(), totals),
  };
}

function endOf(ends: Pick<FormatEnd, "unknown" | "missing">, totals: NetTotals): FormatEnd {
  const disagreements = totals.groups().flatMap((group) => {
    const batch = `batch ${group.name}`;
    return compareWithPayout(group, "MerchantPayout", { field: batch, payout: `a payout of ${batch}` });
  });
  return { layout: "details", footer: null, settlesOn: null, ...ends, disagreements, others: totals.others() };
}

function readLine({ line, header, columns }: TableRow<AdyenColumns>, totals: NetTotals): LineReading {
  const cells = cutQuotedLine(line.text, header);
  if ("code" in cells) return unreadable(cells);
  const row = new Row(cells, header.names);
  const kind = kindOf(row.text(columns.type));
  if (kind === "") row.fail(columns.type, why("text_missing"));
  const batch = row.text(columns.batch);
  if (batch === "") row.fail(columns.batch, why("text_missing"));
  const net = readMoney(row, columns.netAsset, columns.netDebit, columns.netCredit);
  const isPayment = kind === "Settled";
  const isLine = isPayment || kind === "Refunded";
  if (!isLine) {
    if (row.problem) return { problem: row.problem };
    const isKept = totals.add(batch, net.asset, kind, net.minor, false);
    return isKept ? null : unreadable(why("groups_too_many"), "Batch Number");
  }
  const gross = readMoney(row, columns.grossAsset, columns.grossDebit, columns.grossCredit);
  // No sum holds the gross amounts.
  if (row.text(columns.grossDebit) === "" && row.text(columns.grossCredit) === "")
    row.fail(columns.grossCredit, why("debit_and_credit_missing"));
  if (isPayment ? gross.minor < 0n : gross.minor > 0n)
    row.fail(isPayment ? columns.grossDebit : columns.grossCredit, why("side_wrong", { type: kind }));
  const feeE5 = readFee(row, columns, gross, net);
  const occurredAt = readTime(row, columns);
  const numbers = readNumbers(row, columns, isPayment);
  if (numbers.orderNo === null && numbers.channelTradeNo === null)
    row.fail(columns.channelTradeNo, why("order_number_missing"));
  if (row.problem) return { problem: row.problem };
  const isConverted = gross.asset !== net.asset;
  const isKept = totals.add(batch, net.asset, kind, net.minor, true);
  if (!isKept) return unreadable(why("groups_too_many"), "Batch Number");
  if (isConverted) {
    // The line stands in the order's currency; what it left in the batch's is told apart.
    totals.addOther("converted", gross.asset, -gross.minor);
    totals.addOther("converted", net.asset, net.minor);
  }
  const statement: StatementLine = {
    lineNo: line.lineNo,
    byteOffset: line.byteOffset,
    raw: line.text,
    kind: isPayment ? "PAYMENT" : "REFUND",
    status: "SUCCEEDED",
    ...numbers,
    amountMinor: absMinor(gross.minor),
    feeMinor: isConverted ? 0n : gross.minor - net.minor,
    feeE5,
    asset: gross.asset,
    occurredAt,
  };
  return { line: statement };
}

/** "MerchantPayout" also where more stands behind it: `"MerchantPayout, TX1 batch 7"`. */
function kindOf(text: string): string {
  return /^[A-Za-z_]*/.exec(text)?.[0] ?? "";
}

type Money = { asset: string; scale: number; minor: bigint };

/**
 * Credit less debit. A row has one of the two; both would be a row of its own kind, and are added up all the same. A row
 * of nothing has neither at some accounts: the batch's sum proves that it is not one that lost its amount.
 */
function readMoney(row: Row, assetColumn: number, debitColumn: number, creditColumn: number): Money {
  const asset = row.text(assetColumn).toUpperCase();
  const scale = currencyScale(asset);
  if (scale === null) row.fail(assetColumn, why("currency_unknown", { text: asset }));
  const debit = row.decimal(debitColumn, scale ?? 2);
  const credit = row.decimal(creditColumn, scale ?? 2);
  return { asset, scale: scale ?? 2, minor: credit - debit };
}

/**
 * The fee is what the row's gross lost on its way to net, and the fee columns have to say the same to less than a minor
 * unit. Of a row in two currencies it is not known in that of the order: it is in the net, and the line's fee is nothing.
 */
function readFee(row: Row, columns: AdyenColumns, gross: Money, net: Money): bigint {
  const said = sumFees(row, columns);
  if (gross.asset !== net.asset) return 0n;
  const unit = unitAtFeeScale(gross.scale);
  const kept = gross.minor - net.minor;
  const hasColumns = FEES.some((name) => columns[name] >= 0 && row.text(columns[name]) !== "");
  if (!hasColumns) return kept * unit;
  if (roundFee(said, gross.scale) === kept || absMinor(said - kept * unit) < unit) return said;
  // With a refund a fee may come back, and is then written without a sign.
  if (gross.minor < 0n && absMinor(said + kept * unit) < unit) return -said;
  const say = [gross.minor, net.minor].map((minor) => toDecimalString(minor, gross.scale));
  const reason = why("fees_disagree", {
    gross: say[0] ?? "",
    net: say[1] ?? "",
    fees: toDecimalString(said, FEE_SCALE),
  });
  row.fail(net.minor < 0n ? columns.netDebit : columns.netCredit, reason);
  return 0n;
}

/** Interchange may have more decimals than a fee is kept with: what is rounded, half up, is the sum of the row's fees. */
function sumFees(row: Row, columns: AdyenColumns): bigint {
  const sum = FEES.reduce((total, name) => total + row.decimal(columns[name], WRITTEN_FEE_SCALE), 0n);
  return divideHalfUp(sum, 10n ** BigInt(WRITTEN_FEE_SCALE - FEE_SCALE));
}

function readTime(row: Row, columns: AdyenColumns): string {
  const text = row.text(columns.createdAt);
  const zone = row.text(columns.timeZone) || "UTC";
  const time = readZonedTime(text, zone);
  if (time !== null) return time;
  if (readZonedTime(text, "UTC") === null) row.fail(columns.createdAt, why("time_not_read", { text }));
  else row.fail(columns.timeZone, why("zone_unknown", { text: zone }));
  return "";
}

type Numbers = Pick<
  StatementLine,
  "orderNo" | "refundNo" | "channelTradeNo" | "channelRefundNo" | "counterpartyMerchantNo"
>;

function readNumbers(row: Row, columns: AdyenColumns, isPayment: boolean): Numbers {
  return {
    orderNo: row.id(columns.orderNo),
    refundNo: isPayment ? null : row.id(columns.refundNo),
    channelTradeNo: row.id(columns.channelTradeNo),
    channelRefundNo: isPayment ? null : row.id(columns.modification),
    counterpartyMerchantNo: row.id(columns.merchant),
  };
}
