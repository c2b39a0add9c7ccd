import { absMinor } from "@/core/money/money";
import { toDecimalString } from "@/core/money/parse-money";
import { unreadable } from "./collect-lines";
import { guessGbkNames } from "./guess-encoding";
import { type LineReason, why } from "./line-reasons";
import type { Disagreement } from "./refuse-statement";
import type { FormatEnd, FormatReader, LineReading } from "./run-parser";
import type { PhysicalLine } from "./split-lines";
import type { OtherTotals, StatementLine } from "./statement";
import { readUnionpayTime, type UnionpayErrors } from "./unionpay-errors";
import {
  findMisplacedField,
  ZM_FULL_LINE,
  ZM_SHORTEST_LINE,
  type ZmEnding,
  type ZmField,
  zmEndingOf,
  zmField,
} from "./unionpay-fields";
import { addSums, compareUnionpaySums, emptyUnionpaySums, type UnionpaySums } from "./unionpay-report";

/** What came with the ZM file: the day's report, which is its control total, and its error trades (ZME). */
export type UnionpayCompanions = {
  report: UnionpaySums | "unreadable" | null;
  /** Where the report's own total differs from its rows. */
  reportDisagreements: readonly Disagreement[];
  errors: UnionpayErrors | null;
  /** Names of members that belong to another day, or are one too many. */
  strangers: readonly string[];
};

/** Pre-authorisations and their reversals move no money: they are counted, and are no lines. */
const AUTHORISATIONS: readonly string[] = ["02", "32"];

/** What isn't listed goes by the direction of its settlement. */
const KIND_OF_TYPE: ReadonlyMap<string, StatementLine["kind"]> = new Map([
  ["01", "PAYMENT"],
  ["03", "PAYMENT"],
  ["13", "PAYMENT"],
  ["04", "REFUND"],
  ["31", "REFUND"],
  ["33", "REFUND"],
]);

/** Codes that name their direction by themselves; S56 is a purchase at a terminal that people serve themselves. */
const KIND_OF_CODE: ReadonlyMap<string, StatementLine["kind"]> = new Map([
  ["S22", "PAYMENT"],
  ["S56", "PAYMENT"],
  ["S30", "REFUND"],
]);

const latin1 = new TextDecoder("latin1");

type ZmState = {
  settlesOn: string | null;
  firstLength: number | null;
  isCut: boolean;
  /** Whether settlement amounts have the fee taken off, known from the first line with a fee. */
  isSettledNet: boolean | null;
  ending: ZmEnding | null;
  authorisations: number;
  sums: UnionpaySums;
};

export function createUnionpayZmReader(settlesOn: string | null, companions: UnionpayCompanions): FormatReader {
  const state: ZmState = {
    settlesOn,
    firstLength: null,
    isCut: false,
    isSettledNet: null,
    ending: null,
    authorisations: 0,
    sums: emptyUnionpaySums(),
  };
  return {
    guess: guessGbkNames,
    read(line) {
      const ascii = onePerByte(line);
      if (ascii.trim() === "" || settlesOn === null) return null;
      state.firstLength ??= ascii.length;
      if (!line.isTerminated && ascii.length < (line.lineNo === 1 ? ZM_FULL_LINE : state.firstLength)) {
        state.isCut = true;
        return unreadable(why("zm_line_cut", { found: `${ascii.length}` }));
      }
      if (ascii.length < ZM_SHORTEST_LINE) {
        return unreadable(why("zm_line_short", { found: `${ascii.length}`, expected: `${ZM_SHORTEST_LINE}` }));
      }
      const misplaced = findMisplacedField(ascii);
      if (misplaced !== null) return unreadable(why("zm_field_misplaced", { field: `${misplaced}` }));
      state.ending ??= zmEndingOf(ascii);
      return new ZmLine(ascii, line, settlesOn).read(state);
    },
    end: () => endOf(state, companions),
  };
}

function endOf(state: ZmState, companions: UnionpayCompanions): FormatEnd {
  const { report, errors, strangers } = companions;
  const notes = new Map<string, string>();
  if (report === "unreadable") notes.set("RD2010", "no row of it could be read: there is no control total");
  else if (report !== null) notes.set("RD2010", sayReport(report));
  if (errors !== null) notes.set("ZME", sayErrors(errors));
  if (strangers.length > 0) notes.set("ignored", `of another day or merchant: ${strangers.join(", ")}`);
  const compared = report === null || report === "unreadable" ? [] : compareUnionpaySums(report, state.sums);
  return {
    layout: state.ending === null ? "ZM" : `ZM (${state.ending})`,
    footer: notes.size > 0 ? Object.fromEntries(notes) : null,
    settlesOn: state.settlesOn,
    isUndated: state.settlesOn === null,
    unknown: null,
    missing: state.isCut ? "the rest of its last line" : null,
    disagreements: [...compared, ...companions.reportDisagreements],
    others: othersOf(state),
    ...(errors === null ? {} : { errors }),
  };
}

function othersOf({ authorisations: count }: ZmState): readonly OtherTotals[] {
  return count === 0 ? [] : [{ kind: "pre-authorisation", asset: "CNY", count, netMinor: 0n }];
}

function sayErrors({ credits, debits, feeMinor }: UnionpayErrors): string {
  const amount = (fen: bigint) => toDecimalString(fen, 2);
  return (
    `${credits.count + debits.count} error trade(s), not part of this statement: ${amount(credits.amountMinor)} to us, ` +
    `${amount(debits.amountMinor)} from us, fees ${amount(feeMinor)}`
  );
}

function sayReport(report: UnionpaySums): string {
  const [credit, debit] = [toDecimalString(report.amountCredit, 2), toDecimalString(report.amountDebit, 2)];
  return `${report.count} trades, payments of ${credit}, refunds of ${debit}, a net of ${toDecimalString(report.net, 2)}`;
}

/** One character per byte: the fields are cut by byte, and a Chinese name in GBK is shorter as text. */
function onePerByte(line: PhysicalLine): string {
  let length = line.bytes.length;
  while (length > 0 && line.bytes[length - 1] === 13) length -= 1;
  return line.text.length === length ? line.text : latin1.decode(line.bytes.subarray(0, length));
}

class ZmLine {
  private column: ZmField | null = null;
  private reason: LineReason | null = null;

  constructor(
    private readonly ascii: string,
    private readonly line: PhysicalLine,
    private readonly settlesOn: string,
  ) {}

  read(state: ZmState): LineReading {
    const amount = this.digits("amount");
    const settled = this.signed("settlement");
    // A debit fee is charged to the merchant: positive for us.
    const feeMinor = -this.signed("fee");
    if (settled === 0n && AUTHORISATIONS.includes(zmField(this.ascii, "tradeType")) && this.reason === null) {
      state.authorisations += 1;
      return null;
    }
    const kind = this.kind(settled);
    const principal = this.principal(amount, settled, feeMinor, state);
    const occurredAt = this.occurredAt();
    const [orderNo, queryId] = [this.id("orderNo"), this.id("queryId")];
    if (queryId === null) this.fail("queryId", why("zm_query_number_missing"));
    if (this.reason !== null) return unreadable(this.reason, this.column);
    const isPayment = kind === "PAYMENT";
    state.sums = addSums(state.sums, {
      count: 1n,
      amountDebit: isPayment ? 0n : principal,
      amountCredit: isPayment ? principal : 0n,
      feeDebit: feeMinor > 0n ? feeMinor : 0n,
      feeCredit: feeMinor < 0n ? -feeMinor : 0n,
      net: (isPayment ? principal : -principal) - feeMinor,
    });
    const line: StatementLine = {
      lineNo: this.line.lineNo,
      byteOffset: this.line.byteOffset,
      raw: this.line.text,
      kind,
      // The file lists only what was settled.
      status: "SUCCEEDED",
      // A refund is an order of its own here: it names the order that it returns in another field.
      orderNo: isPayment ? orderNo : this.originalOrderNo(),
      refundNo: isPayment ? null : orderNo,
      channelTradeNo: isPayment ? queryId : this.id("originalQueryId"),
      channelRefundNo: isPayment ? null : queryId,
      amountMinor: principal,
      feeMinor,
      feeE5: feeMinor * 1000n,
      asset: "CNY",
      occurredAt,
      counterpartyMerchantNo: this.id("merchantNo"),
    };
    return { line };
  }

  private fail(column: ZmField, reason: LineReason): void {
    if (this.reason !== null) return;
    this.column = column;
    this.reason = reason;
  }

  private id(field: ZmField): string | null {
    const text = zmField(this.ascii, field);
    return text === "" || /^0+$/.test(text) ? null : text;
  }

  /** Where the line's end is one reserve, an order number would be a piece of whatever stands in it. */
  private originalOrderNo(): string | null {
    return zmEndingOf(this.ascii) === "older" ? null : this.id("originalOrderNo");
  }

  private digits(field: ZmField): bigint {
    const text = zmField(this.ascii, field);
    if (/^\d{12}$/.test(text)) return BigInt(text);
    this.fail(field, why("zm_amount_not_read", { text }));
    return 0n;
  }

  /** C (to the merchant) is positive, D (from the merchant) negative. */
  private signed(field: ZmField): bigint {
    const text = zmField(this.ascii, field);
    const magnitude = /^[CD]\d{12}$/.test(text) ? BigInt(text.slice(1)) : null;
    if (magnitude === null) this.fail(field, why("zm_signed_not_read", { text }));
    return text.startsWith("D") ? -(magnitude ?? 0n) : (magnitude ?? 0n);
  }

  private kind(settled: bigint): StatementLine["kind"] {
    const [type, code] = [zmField(this.ascii, "tradeType"), zmField(this.ascii, "tradeCode")];
    const [ofType, ofCode] = [KIND_OF_TYPE.get(type), KIND_OF_CODE.get(code)];
    // A reversal may keep its trade's code: where the two differ, the settlement decides, as for what is not known.
    const kind = ofType && ofCode && ofType !== ofCode ? undefined : (ofCode ?? ofType);
    if (kind === undefined && settled === 0n) this.fail("tradeType", why("zm_type_unknown", { text: type }));
    if (kind === "PAYMENT" && settled < 0n) this.fail("settlement", why("zm_payment_debit"));
    if (kind === "REFUND" && settled > 0n) this.fail("settlement", why("zm_refund_credit"));
    return kind ?? (settled > 0n ? "PAYMENT" : "REFUND");
  }

  /**
   * What was settled before fees. The line says it twice or three times over, and a line that contradicts itself is
   * refused. With a discount that the card scheme pays or takes, it differs from the amount that we sent.
   */
  private principal(amount: bigint, settled: bigint, feeMinor: bigint, state: ZmState): bigint {
    if (settled === 0n && feeMinor === 0n) return amount;
    const beforeFee = absMinor(settled + feeMinor);
    const clearing = zmField(this.ascii, "clearing");
    const discount = zmField(this.ascii, "discount").slice(1);
    const discounted = /^\d{12}$/.test(discount) ? amount - BigInt(discount) : amount;
    const isNet =
      beforeFee === amount ||
      beforeFee === discounted ||
      (/^[CD]\d{12}$/.test(clearing) && beforeFee === BigInt(clearing.slice(1)));
    const isGross = absMinor(settled) === amount;
    if (feeMinor !== 0n && (isNet || isGross)) state.isSettledNet ??= isNet;
    const isConsistent = feeMinor === 0n ? isNet : state.isSettledNet === true ? isNet : isGross;
    if (!isConsistent) {
      const say = (fen: bigint) => toDecimalString(fen, 2);
      const said = { amount: say(amount), settled: say(settled), fee: say(feeMinor) };
      this.fail("settlement", why("zm_contradiction", said));
    }
    return isNet ? beforeFee : amount;
  }

  private occurredAt(): string {
    const text = zmField(this.ascii, "transmittedAt");
    const time = readUnionpayTime(text, this.settlesOn);
    if (time === null) this.fail("transmittedAt", why("zm_time_not_read", { text }));
    return time ?? "";
  }
}
