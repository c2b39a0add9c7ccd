import { expect, it } from "vitest";
import type { BookedDto, EvidenceDto, LineDto, OursDto } from "@/contracts/suspense-views";
import { compareEvidence } from "./compare-evidence";

const OURS: OursDto = {
  type: "order",
  no: "O1",
  orderNo: "O1",
  status: "PAID",
  isSettled: true,
  signedMinor: "9500",
  asset: "CNY",
  at: "2026-11-19T04:00:00.000Z",
  on: "2026-11-19",
  tradeNo: "T1",
  bookedBy: "ARRIVAL",
};
const LINE: LineDto = {
  statementNo: "ST1",
  lineNo: "7",
  no: "O1",
  status: "SUCCEEDED",
  signedMinor: "9500",
  asset: "CNY",
  feeMinor: "57",
  contractFeeMinor: "57",
  at: "2026-11-19T04:00:01.000Z",
  on: "2026-11-19",
  tradeNo: "T1",
  isSuperseded: false,
  raw: "",
};
const BOOKED: BookedDto = {
  voucherNo: "V1",
  signedMinor: "9500",
  asset: "CNY",
  at: "2026-11-19T04:00:00.000Z",
  on: "2026-11-19",
  isReversed: false,
};

function differing(more: {
  ours?: Partial<OursDto> | null;
  line?: Partial<LineDto> | null;
  booked?: Partial<BookedDto> | null;
}) {
  const side = <T>(whole: T, part: Partial<T> | null | undefined): T | null =>
    part === null ? null : { ...whole, ...part };
  const evidence: EvidenceDto = {
    ours: side(OURS, more.ours),
    line: side(LINE, more.line),
    booked: side(BOOKED, more.booked),
    otherLines: [],
  };
  return compareEvidence(evidence)
    .filter((row) => row.differs)
    .map((row) => row.field);
}

it.each([
  ["all agree", {}, []],
  ["a second apart is no difference", { line: { at: "2026-11-19T04:09:00.000Z" } }, []],
  ["an amount", { line: { signedMinor: "9800" } }, ["amount"]],
  ["the book alone", { booked: { signedMinor: "9400" } }, ["amount"]],
  ["a currency", { line: { asset: "USD" } }, ["amount"]],
  ["a fee", { line: { feeMinor: "60" } }, ["fee"]],
  ["a status", { ours: { status: "CREATED", isSettled: false }, booked: null }, ["status"]],
  ["a reversed capture", { booked: { isReversed: true } }, ["status"]],
  ["numbers", { line: { no: "O1-2", tradeNo: "T2" } }, ["no", "tradeNo"]],
  ["a number that one side lacks is no difference", { ours: { tradeNo: null } }, []],
  ["a day", { line: { on: "2026-11-20" } }, ["on"]],
  ["what is missing is not compared", { line: null }, []],
  ["nothing of ours", { ours: null, booked: null }, []],
])("%s", (_, more, fields) => {
  expect(differing(more)).toEqual(fields);
});
