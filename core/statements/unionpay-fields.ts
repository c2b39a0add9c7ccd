import { isDay } from "./read-time";

/** Byte lengths of the fields of a ZM line; one space stands between two. Field numbers below are the specification's. */
const FIELD_LENGTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8, 32, 13, 13, 12, 2, 1, 32, 98,
];

export const ZM_FIELD = {
  tradeCode: 1,
  traceNo: 4,
  transmittedAt: 5,
  amount: 7,
  queryId: 10,
  orderNo: 12,
  fee: 16,
  settlement: 17,
  tradeType: 20,
  originalQueryId: 27,
  merchantNo: 28,
  discount: 36,
  originalOrderNo: 41,
  clearing: 42,
} as const;

export type ZmField = keyof typeof ZM_FIELD;

const STARTS = startsOfFields(FIELD_LENGTHS);

/** A line without the padding of its last fields still has everything that is mandatory: up to the merchant number. */
export const ZM_SHORTEST_LINE = startOf(ZM_FIELD.merchantNo) + lengthOf(ZM_FIELD.merchantNo);
export const ZM_FULL_LINE = sumOf(FIELD_LENGTHS) + FIELD_LENGTHS.length - 1;

/** The field's text without padding, from a line in which one character is one byte. Beyond a trimmed line it is empty. */
export function zmField(line: string, field: ZmField): string {
  const number = ZM_FIELD[field];
  // The clearing amount is the first part of what older versions reserve.
  const length = field === "clearing" ? 13 : lengthOf(number);
  return line.slice(startOf(number), startOf(number) + length).trim();
}

/** The first field number behind which the separating space is missing; null when the line is cut where it should be. */
export function findMisplacedField(line: string): number | null {
  for (let number = 1; number < ZM_FIELD.merchantNo; number += 1) {
    if (line[startOf(number) + lengthOf(number)] !== " ") return number;
  }
  return null;
}

/** How the end of a line is divided: the last two fields were one reserve once, and the last was divided later. */
export type ZmEnding = "older" | "newer" | "newest";

/** What a line's end tells about the file's layout; null where it is blank, as on most lines of all layouts. */
export function zmEndingOf(line: string): ZmEnding | null {
  if ((line[startOf(ZM_FIELD.clearing) - 1] ?? " ") !== " ") return "older";
  if (/^[CD]\d{12}$/.test(zmField(line, "clearing"))) return "newest";
  return zmField(line, "originalOrderNo") === "" ? null : "newer";
}

/** Where each of the fields begins, one space after the one before it. */
export function startsOfFields(lengths: readonly number[]): number[] {
  return lengths.map((_, index) => sumOf(lengths.slice(0, index)) + index);
}

/** Whether these bytes can be a ZM line: digits where only digits can stand, spaces between the fields. */
export function isUnionpayLine(bytes: Uint8Array): boolean {
  if (bytes.length < ZM_SHORTEST_LINE) return false;
  let line = "";
  for (const byte of bytes.subarray(0, ZM_SHORTEST_LINE + 1)) line += String.fromCharCode(byte);
  const isNumber = (field: ZmField) => /^\d+$/.test(zmField(line, field));
  return findMisplacedField(line) === null && isNumber("traceNo") && isNumber("transmittedAt") && isNumber("amount");
}

export type UnionpayName = { kind: "ZM" | "ZME" | "RD2010"; settlesOn: string | null; merchantNo: string };

const NAME = /(?:^|[/\\])(?:INN(\d{6})\d{2}(ZME|ZM)_|(RD2010)(\d{6})\d{2}_)([^/\\]*)$/i;

/** What UnionPay's file names say; null for other names. */
export function readUnionpayName(name: string): UnionpayName | null {
  const found = NAME.exec(name);
  if (!found) return null;
  const [, innDay, innKind, , reportDay, rest = ""] = found;
  const digits = innDay ?? reportDay ?? "";
  const [year, month, day] = [
    Number(`20${digits.slice(0, 2)}`),
    Number(digits.slice(2, 4)),
    Number(digits.slice(4, 6)),
  ];
  const settlesOn = isDay(year, month, day) ? `${year}-${digits.slice(2, 4)}-${digits.slice(4, 6)}` : null;
  const kind = innKind === undefined ? "RD2010" : innKind.toUpperCase() === "ZME" ? "ZME" : "ZM";
  return { kind, settlesOn, merchantNo: /^[0-9A-Za-z]*/.exec(rest)?.[0] ?? "" };
}

function startOf(number: number): number {
  return STARTS[number - 1] ?? 0;
}

function lengthOf(number: number): number {
  return FIELD_LENGTHS[number - 1] ?? 0;
}

function sumOf(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0);
}
