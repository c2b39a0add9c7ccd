import { isDay } from "./read-time";

/**
 * Reads of a cell's bytes from `start` to before `end`, each answering NOT_PLAIN where the cell wants a second look: it
 * may hold blanks around it, a character of another alphabet, an amount in another spelling, or nonsense.
 */
export const NOT_PLAIN = -Infinity;

const [ZERO, NINE, POINT, MINUS, COLON] = [48, 57, 46, 45, 58];
const MAX_ID_BYTES = 128;
const MAX_INT = 0x7fffffff;

const ID_BYTES = new Uint8Array(256);
for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
  ID_BYTES[letter.charCodeAt(0)] = 1;

/** The length of a number that identifies something: 0 where there is none ("" or WeChat's "0"). */
export function plainIdLength(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 0 || (length === 1 && bytes[start] === ZERO)) return 0;
  if (length > MAX_ID_BYTES) return NOT_PLAIN;
  for (let at = start; at < end; at += 1) if (ID_BYTES[bytes[at] ?? 0] === 0) return NOT_PLAIN;
  return length;
}

/** An amount with at most `scale` decimals and below `limit`, in units of 10^-scale; 0 where the cell is empty. */
export function plainAmount(bytes: Uint8Array, start: number, end: number, scale: number, limit: number): number {
  if (start === end) return 0;
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  let digits = 0;
  let decimals = -1;
  for (let at = first; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= ZERO && byte <= NINE) {
      digits = digits * 10 + (byte - ZERO);
      if (decimals >= 0) decimals += 1;
      if (digits >= limit) return NOT_PLAIN;
    } else if (byte === POINT && decimals < 0 && at > first) decimals = 0;
    else return NOT_PLAIN;
  }
  if (first === end || decimals > scale) return NOT_PLAIN;
  for (let missing = scale - Math.max(decimals, 0); missing > 0; missing -= 1) digits *= 10;
  if (digits >= limit) return NOT_PLAIN;
  return isNegative && digits > 0 ? -digits : digits;
}

/** Whether the cell is a moment that there is, written "2017-08-31 09:15:00". */
export function isPlainTime(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 19 || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS || bytes[start + 10] !== 32)
    return false;
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false;
  const century = twoDigits(bytes, start);
  const year = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  if (century < 0 || year < 0 || month < 0 || day < 0 || !isDay(century * 100 + year, month, day)) return false;
  return (
    isBelow(twoDigits(bytes, start + 11), 24) &&
    isBelow(twoDigits(bytes, start + 14), 60) &&
    isBelow(twoDigits(bytes, start + 17), 60)
  );
}

function isBelow(value: number, limit: number): boolean {
  return value >= 0 && value < limit;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NOT_PLAIN : tens * 10 + ones;
}

/** Writes a whole number in decimal at `at`; answers the place behind it. */
export function writeInteger(into: Uint8Array, at: number, value: number): number {
  let rest = value < 0 ? -value : value;
  const first = value < 0 ? at + 1 : at;
  let end = first + 1;
  for (let limit = 10; rest >= limit; limit *= 10) end += 1;
  if (value < 0) into[at] = MINUS;
  let place = end - 1;
  for (; rest > MAX_INT; place -= 1) {
    const next = Math.floor(rest / 10);
    into[place] = ZERO + (rest - next * 10);
    rest = next;
  }
  // Nearly every number is one of 32 bits from the start, of which a division by ten is a multiplication.
  for (let small = rest | 0; place >= first; place -= 1) {
    const next = (small / 10) | 0;
    into[place] = ZERO + (small - next * 10);
    small = next;
  }
  return end;
}

/** Copies a few bytes: below some hundred of them a loop is faster than `set` of a view. Answers the place behind them. */
export function copyBytes(into: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  let place = at;
  for (let byte = start; byte < end; byte += 1, place += 1) into[place] = from[byte] ?? 0;
  return place;
}
