import "server-only";

const MASK = "[masked]";
const DEEPEST = 8;
const SECRET_NAME =
  /pass(word|wd)|secret|token|authorization|cookie|api_?key|otp|cvv|pin$|private_?key|connection_?string/i;
const CONNECTION_PASSWORD = /(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g;
/** 13 to 19 digits in card form, alone or in groups, beginning as card numbers do (Mastercard's 22–27, else 3 to 6). */
const CARD_LIKE = /(?<!\d)(?:2[2-7]|[3-6]\d)(?:[ -]?\d){11,17}(?!\d)/g;

/** Card numbers keep the first six and last four digits, as PCI DSS allows to show. */
export function maskCardNumbers(text: string): string {
  return text.replace(CARD_LIKE, (match) => {
    const digits = match.replace(/[ -]/g, "");
    return isLuhnValid(digits) ? `${digits.slice(0, 6)}${"*".repeat(digits.length - 10)}${digits.slice(-4)}` : match;
  });
}

export function maskText(text: string): string {
  return maskCardNumbers(text.replace(CONNECTION_PASSWORD, `$1${MASK}@`));
}

/** A copy that may be logged: secrets by their name, card numbers by their shape, wherever they hide. */
export function maskForLog(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "bigint" || typeof value === "number") return maskNumber(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth >= DEEPEST) return "[deeper]";
  if (Array.isArray(value)) return value.map((item) => maskForLog(item, depth + 1));
  if (value instanceof Error) return maskError(value, depth);
  return maskEntries(Object.entries(value), depth);
}

function maskError(error: Error, depth: number): unknown {
  const own = { type: error.name, stack: error.stack, ...error, message: error.message };
  // PostgreSQL's detail and parameters quote the row's values.
  const shown = Object.entries(own).filter(([name]) => name !== "detail" && name !== "parameters" && name !== "where");
  return maskEntries([...shown, ...(error.cause === undefined ? [] : ([["cause", error.cause]] as const))], depth);
}

function maskEntries(entries: (readonly [string, unknown])[], depth: number): Record<string, unknown> {
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, SECRET_NAME.test(name) ? MASK : maskForLog(inner, depth + 1)]),
  );
}

function maskNumber(value: bigint | number): unknown {
  const text = String(value);
  const masked = maskCardNumbers(text);
  return masked !== text || typeof value === "bigint" ? masked : value;
}

function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
