import { absMinor, MAX_AMOUNT_MINOR } from "@/core/money/money";
import { toDecimalString } from "@/core/money/parse-money";
import { unreadable } from "./collect-lines";
import { currencyScale } from "./currency-scale";
import { findColumn, type Header } from "./header";
import { why } from "./line-reasons";
import { compareWithPayout, NetTotals } from "./net-totals";
import { QuotedTable, type TableRow } from "./quoted-table";
import { readUtcTime } from "./read-offset-time";
import { readDay } from "./read-time";
import { FEE_SCALE, Row, roundFee, unitAtFeeScale } from "./row";
import type { FormatEnd, FormatReader, LineReading } from "./run-parser";
import { cutQuotedLine } from "./split-cells";
import type { StatementLine } from "./statement";

function stripeColumns(header: Header) {
  const find = (...aliases: string[]) => findColumn(header, ...aliases);
  return {
    payoutId: find("automatic_payout_id", "payout_id"),
    effectiveAt: find("automatic_payout_effective_at_utc", "automatic_payout_effective_at"),
    transactionId: find("balance_transaction_id"),
    createdAt: find("created_utc", "created", "available_on_utc", "available_on"),
    asset: find("currency"),
    gross: find("gross"),
    fee: find("fee"),
    net: find("net"),
    category: find("reporting_category"),
    sourceId: find("source_id"),
    chargeId: find("charge_id"),
    paymentIntentId: find("payment_intent_id"),
    orderNo: find(
      "payment_metadata[order_id]",
      "payment_metadata[order_no]",
      "payment_metadata[orderNo]",
      "order_id",
      "order_no",
    ),
    refundNo: find("refund_metadata[refund_id]", "refund_metadata[refund_no]", "refund_no"),
    merchant: find("connected_account_id", "connected_account"),
  };
}

type StripeColumns = ReturnType<typeof stripeColumns>;

const REQUIRED = ["payoutId", "transactionId", "createdAt", "asset", "gross", "category"] as const;
/** A user may leave one of the two out: it follows from the other. */
const FEE_OR_NET = ["fee", "net"] as const;

type StripeState = { totals: NetTotals; days: Set<string> };

/**
 * Stripe's itemised payout reconciliation. A user picks its columns, so they go by name. Charges and refunds are lines;
 * everything else is kept by kind. What a payout took out of the balance is what the others of it brought in.
 */
export function createStripePayoutReader(): FormatReader {
  const table = new QuotedTable({ columnsOf: stripeColumns, required: REQUIRED, oneOf: FEE_OR_NET });
  const state: StripeState = { totals: new NetTotals(), days: new Set() };
  return {
    read(line) {
      const reading = table.read(line);
      return reading !== null && "row" in reading ? readLine(reading.row, state) : reading;
    },
    end: () => endOf(table.end(), state),
  };
}

function endOf({ unknown, missing }: Pick<FormatEnd, "unknown" | "missing">, state: StripeState): FormatEnd {
  const [onlyDay = null] = state.days.size === 1 ? state.days : [];
  const end: FormatEnd = {
    layout: "itemised",
    footer: null,
    settlesOn: onlyDay,
    unknown,
    missing,
    disagreements: [],
    others: state.totals.others(),
  };
  const unpaid = state.totals.groupsWithout("payout").filter((group) => group.name !== "" && group.netMinor !== 0n);
  if (unknown === null && unpaid[0]) end.missing ??= `the payout row of ${unpaid[0].name} (${unpaid[0].asset})`;
  const paid = state.totals.groups().filter((group) => group.name !== "");
  end.disagreements = paid.flatMap((group) => {
    const payout = `payout ${group.name}`;
    return compareWithPayout(group, "payout", { field: payout, payout: `a ${payout}` });
  });
  return end;
}

function readLine({ line, header, columns }: TableRow<StripeColumns>, state: StripeState): LineReading {
  const cells = cutQuotedLine(line.text, header);
  if ("code" in cells) return unreadable(cells);
  const row = new Row(cells, header.names);
  const asset = row.text(columns.asset).toUpperCase();
  const scale = currencyScale(asset);
  if (scale === null) row.fail(columns.asset, why("currency_unknown", { text: asset }));
  const gross = row.requiredDecimal(columns.gross, scale ?? 2);
  const { net, feeE5 } = readFeeAndNet(row, columns, gross, scale ?? 2);
  const feeMinor = roundFee(feeE5, scale ?? 2);
  if (gross - feeMinor !== net) {
    const say = (minor: bigint) => toDecimalString(minor, scale ?? 2);
    row.fail(columns.net, why("net_disagrees", { gross: say(gross), fee: say(feeMinor), net: say(net) }));
  }
  const category = row.text(columns.category);
  if (category === "") row.fail(columns.category, why("text_missing"));
  if (row.id(columns.transactionId) === null) row.fail(columns.transactionId, why("text_missing"));
  // A payout is of itself where the column of its payout is left empty.
  const payoutId = row.text(columns.payoutId) || (category === "payout" ? row.text(columns.sourceId) : "");
  const day = row.text(columns.effectiveAt);
  const paidOn = day === "" ? null : readDay(day.slice(0, 10));
  if (day !== "" && paidOn === null) row.fail(columns.effectiveAt, why("day_not_read", { text: day }));
  const isPayment = category === "charge";
  const isLine = isPayment || category === "refund";
  if (isLine && (isPayment ? gross < 0n : gross > 0n))
    row.fail(columns.gross, why(isPayment ? "payment_negative" : "refund_positive"));
  const created = row.text(columns.createdAt);
  const occurredAt = readUtcTime(created);
  if (occurredAt === null) row.fail(columns.createdAt, why("time_not_read", { text: created }));
  if (absMinor(net) > MAX_AMOUNT_MINOR) row.fail(columns.net, why("amount_above_limit"));
  const numbers = isLine ? readNumbers(row, columns, isPayment) : null;
  if (row.problem) return { problem: row.problem };
  if (paidOn !== null && state.days.size < 2) state.days.add(paidOn);
  if (!state.totals.add(payoutId, asset, category, net, isLine)) {
    return unreadable(why("groups_too_many"), "automatic_payout_id");
  }
  if (!numbers) return null;
  const statement: StatementLine = {
    lineNo: line.lineNo,
    byteOffset: line.byteOffset,
    raw: line.text,
    kind: isPayment ? "PAYMENT" : "REFUND",
    status: "SUCCEEDED",
    ...numbers,
    amountMinor: absMinor(gross),
    feeMinor,
    feeE5,
    asset,
    occurredAt: occurredAt ?? "",
  };
  return { line: statement };
}

/** Of fee and net either may be left out of a report: then it is what the other one leaves of the gross amount. */
function readFeeAndNet(row: Row, columns: StripeColumns, gross: bigint, scale: number): { net: bigint; feeE5: bigint } {
  const feeE5 = row.decimal(columns.fee, FEE_SCALE);
  if (columns.net < 0) return { net: gross - roundFee(feeE5, scale), feeE5 };
  const net = row.requiredDecimal(columns.net, scale);
  return { net, feeE5: columns.fee < 0 ? (gross - net) * unitAtFeeScale(scale) : feeE5 };
}

type Numbers = Pick<
  StatementLine,
  "orderNo" | "refundNo" | "channelTradeNo" | "channelRefundNo" | "counterpartyMerchantNo"
>;

/** A refund's source is the refund, and its charge stands in a column of its own. */
function readNumbers(row: Row, columns: StripeColumns, isPayment: boolean): Numbers {
  const [source, charge, intent] = [columns.sourceId, columns.chargeId, columns.paymentIntentId].map((column) =>
    row.id(column),
  );
  const transaction = row.id(columns.transactionId);
  return {
    orderNo: row.id(columns.orderNo),
    refundNo: isPayment ? null : row.id(columns.refundNo),
    channelTradeNo: charge ?? (isPayment ? (source ?? intent ?? transaction) : (intent ?? null)),
    channelRefundNo: isPayment ? null : (source ?? transaction),
    counterpartyMerchantNo: row.id(columns.merchant),
  };
}
