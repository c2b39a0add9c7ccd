import { parseDecimalAmount, toDecimalString } from "@/core/money/parse-money";
import type { CashLine } from "./cash-line";
import { currencyScale } from "./currency-scale";
import { type LineReason, why } from "./line-reasons";
import { maskCardNumbers } from "./mask-card-numbers";
import { absentReference } from "./mt940-fields";
import { readDay } from "./read-time";

/** The texts of an element's descendants by path ("Refs/EndToEndId"), the attribute Ccy of an amount as "Amt@Ccy". */
export type XmlFields = ReadonlyMap<string, string>;

export type CamtProblem = { tag: string; reason: LineReason };

/** Ntry or TxDtls with where it begins and how it is written. */
export type CamtElement = { fields: Map<string, string>; lineNo: number; byteOffset: number; raw: string };

export type CamtMoney = { direction: CashLine["direction"]; amountMinor: bigint };

/** A detail of an entry: its line, and its own amount where it says one in the entry's currency. */
export type CamtDetail = { line: CashLine; money: CamtMoney | null };

/** `endsOn` is the closing balance's day, which an entry without a day of its own was booked on at the latest. */
export type CamtAccount = { accountNo: string | null; asset: string; scale: number; endsOn: string | null };

const MAX_QUOTED_CHARS = 40;
/** A decimal of XML Schema, which may lack the digits on either side of its point. */
const AMOUNT = /^(?:\d{1,17}(?:\.\d{0,6})?|\.\d{1,6})$/;
/** A time with its offset can be kept; one without is known to the day only. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

export function readCamtAmount(text: string, scale: number): bigint | LineReason {
  const parsed = AMOUNT.test(text) ? parseDecimalAmount(`0${text}`, scale) : null;
  if (parsed === null) return why("unsigned_not_read", { text: text.slice(0, MAX_QUOTED_CHARS) });
  return parsed.ok ? parsed.value : why(parsed.refusal.code, { ...parsed.refusal.params, text });
}

/** What an entry and its one detail (or none) say. Ntry's amount, direction and days hold for all its details. */
export function readCamtEntry(
  entry: CamtElement,
  detail: CamtElement | null,
  account: CamtAccount,
): CashLine | CamtProblem {
  const { fields } = entry;
  const amountMinor = readCamtAmount(fields.get("Amt") ?? "", account.scale);
  if (typeof amountMinor !== "bigint") return { tag: "Ntry/Amt", reason: amountMinor };
  const asset = fields.get("Amt@Ccy") ?? "";
  if (asset !== account.asset) {
    return {
      tag: "Ntry/Amt",
      reason: why("entry_asset_differs", { text: asset.slice(0, 10), expected: account.asset }),
    };
  }
  const mark = fields.get("CdtDbtInd") ?? "";
  if (mark !== "CRDT" && mark !== "DBIT") return { tag: "Ntry/CdtDbtInd", reason: notOneOf(mark, "CRDT, DBIT") };
  const reversal = fields.get("RvslInd") ?? "false";
  if (!["true", "1", "false", "0"].includes(reversal)) {
    return { tag: "Ntry/RvslInd", reason: notOneOf(reversal, "true, false") };
  }
  const booked = readDate(fields, "BookgDt");
  if (isReason(booked)) return { tag: "Ntry/BookgDt", reason: booked };
  const value = readDate(fields, "ValDt");
  if (isReason(value)) return { tag: "Ntry/ValDt", reason: value };
  const happenedAt = booked ?? value ?? account.endsOn;
  if (happenedAt === null) return { tag: "Ntry", reason: why("entry_day_missing") };
  const isReversal = reversal === "true" || reversal === "1";
  const line: CashLine = {
    lineNo: detail?.lineNo ?? entry.lineNo,
    byteOffset: detail?.byteOffset ?? entry.byteOffset,
    raw: "",
    accountNo: account.accountNo,
    direction: mark === "CRDT" ? "IN" : "OUT",
    amountMinor,
    asset,
    isReversal,
    happenedAt,
    valueOn: value === null ? null : value.slice(0, 10),
    balanceAfterMinor: null,
    businessType: businessTypeOf(detail?.fields) ?? businessTypeOf(fields),
    ...readReferences(fields, detail?.fields ?? NO_FIELDS, mark === "CRDT", isReversal),
  };
  const known = [line.accountNo, line.entryNo, line.channelReference, line.ourReference, line.counterpartyAccountNo];
  line.raw = maskCardNumbers(detail?.raw ?? entry.raw, known);
  return line;
}

const NO_FIELDS: XmlFields = new Map();

type References = Pick<
  CashLine,
  "entryNo" | "channelReference" | "ourReference" | "counterpartyName" | "counterpartyAccountNo" | "remark"
>;

function readReferences(entry: XmlFields, detail: XmlFields, isCredit: boolean, isReversal: boolean): References {
  const first = (fields: XmlFields, ...paths: string[]) => {
    for (const path of paths) {
      const text = fields.get(path);
      if (text) return text;
    }
    return null;
  };
  const ours = ["Refs/EndToEndId", "Refs/InstrId"].map((path) => absentReference(detail.get(path) ?? ""));
  // A reversal names the parties of what it takes back, so the counterpart stands on the other side.
  const side = isCredit !== isReversal ? "Dbtr" : "Cdtr";
  return {
    entryNo: first(detail, "Refs/AcctSvcrRef") ?? first(entry, "AcctSvcrRef", "NtryRef"),
    channelReference: first(detail, "Refs/TxId", "Refs/ClrSysRef"),
    ourReference: ours.find((reference) => reference !== null) ?? null,
    counterpartyName: first(detail, `RltdPties/${side}/Nm`, `RltdPties/${side}/Pty/Nm`),
    counterpartyAccountNo: first(detail, `RltdPties/${side}Acct/Id/IBAN`, `RltdPties/${side}Acct/Id/Othr/Id`),
    remark:
      first(detail, "RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref", "AddtlTxInf") ?? first(entry, "AddtlNtryInf") ?? null,
  };
}

/** The detail's own amount and side; null where it says none in the account's currency. */
export function readDetailMoney(
  detail: XmlFields,
  line: CashLine,
  account: CamtAccount,
): CamtMoney | CamtProblem | null {
  const paths = ["Amt", "AmtDtls/TxAmt/Amt"];
  const foreign = paths.find((name) => currencyScale(detail.get(`${name}@Ccy`) ?? account.asset) === null);
  if (foreign !== undefined)
    return { tag: `TxDtls/${foreign}`, reason: why("currency_unknown", { text: detail.get(`${foreign}@Ccy`) ?? "" }) };
  const path = paths.find((name) => detail.get(`${name}@Ccy`) === account.asset);
  if (path === undefined) return null;
  const amountMinor = readCamtAmount(detail.get(path) ?? "", account.scale);
  if (typeof amountMinor !== "bigint") return { tag: `TxDtls/${path}`, reason: amountMinor };
  const mark = detail.get("CdtDbtInd");
  if (mark !== undefined && mark !== "CRDT" && mark !== "DBIT") {
    return { tag: "TxDtls/CdtDbtInd", reason: notOneOf(mark, "CRDT, DBIT") };
  }
  return { amountMinor, direction: mark === undefined ? line.direction : mark === "CRDT" ? "IN" : "OUT" };
}

/**
 * The lines of an entry with several details: one each where their amounts are all there and add up to the entry's.
 * Charges may stand between the two; the entry is then one line. Any other difference is a problem.
 */
export function splitCamtEntry(
  whole: CashLine,
  details: readonly CamtDetail[],
  hasCharges: boolean,
  account: CamtAccount,
): CashLine[] | CamtProblem {
  const money = details.flatMap((detail) => (detail.money === null ? [] : [detail.money]));
  if (details.length === 0 || money.length < details.length) return [whole];
  const signed = (one: CamtMoney) => (one.direction === "IN" ? one.amountMinor : -one.amountMinor);
  const sum = money.reduce((total, one) => total + signed(one), 0n);
  if (sum !== signed(whole)) {
    if (hasCharges) return [whole];
    const say = (minor: bigint) => toDecimalString(minor, account.scale);
    const said = { stated: say(signed(whole)), found: `${details.length}`, expected: say(sum) };
    const reason = why("details_disagree", said);
    return { tag: "Ntry/Amt", reason };
  }
  if (details.length === 1) return [whole];
  return details.map((detail) => ({ ...detail.line, ...detail.money }));
}

function readDate(fields: XmlFields, name: string): string | null | LineReason {
  const text = fields.get(`${name}/Dt`) ?? fields.get(`${name}/DtTm`);
  if (text === undefined || text === "") return null;
  const day = /^\d{4}-\d\d-\d\d/.test(text) ? readDay(text.slice(0, 10)) : null;
  if (day === null) return why("day_not_read", { text: text.slice(0, MAX_QUOTED_CHARS) });
  return INSTANT.test(text) ? text.replace(/Z$/, "+00:00") : day;
}

function isReason(date: string | null | LineReason): date is LineReason {
  return typeof date === "object" && date !== null;
}

function businessTypeOf(fields: XmlFields | undefined): string | null {
  const domain = fields?.get("BkTxCd/Domn/Cd");
  if (fields === undefined || domain === undefined) return fields?.get("BkTxCd/Prtry/Cd") ?? null;
  const family = [fields.get("BkTxCd/Domn/Fmly/Cd"), fields.get("BkTxCd/Domn/Fmly/SubFmlyCd")];
  return [domain, ...family.filter((code) => code !== undefined)].join("/");
}

function notOneOf(text: string, known: string): LineReason {
  return why("text_not_one_of", { text: text.slice(0, MAX_QUOTED_CHARS), known });
}
