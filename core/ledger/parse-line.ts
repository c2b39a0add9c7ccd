import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { ACCOUNT_PLACES, assetKindOf, CHART, findPlace, type Side } from "./chart";
import type { PostingLine, RuleProblemCode } from "./rule";
import { AMOUNTS, ASSET_WORDS, ROLES, type Role } from "./vocabulary";

/**
 * The language of the posting rules. One line is one entry:
 *
 *     debit 2202.01 of payer: share
 *     credit 2314.01 of buyer: quantity in bond
 *
 * side, GL subject, whose account (left out for the company's own), the named amount, and its asset where the voucher
 * has more than one. Two whole rules are no list of lines but one sentence: `as approved` and `opposite of the voucher`.
 */
export const AS_APPROVED = "as approved";
export const OPPOSITE = "opposite of the voucher";

export type LineRefusal = Refusal<RuleProblemCode>;
/** A line whose amount is still a text: the name in a rule, a decimal in an example. */
export type LineShape = Omit<PostingLine, "amount"> & { readonly amount: string };

const MAX_CHARS = 120;

/** Reads one line of a rule. Total: whatever the text, it answers with a line or says what is wrong and what to do. */
export function parseLine(text: string): Result<PostingLine, LineRefusal> {
  const shape = parseShape(text);
  if (!shape.ok) return shape;
  const { amount } = shape.value;
  if (isWord(AMOUNTS, amount)) return accept({ ...shape.value, amount });
  return refuse("amount_unknown", `"${amount}" is no amount of the vocabulary. Use a known name or add it there.`);
}

/** The same without asking what the amount is. */
export function parseShape(text: string): Result<LineShape, LineRefusal> {
  const halves = text.length > MAX_CHARS ? [] : text.split(": ");
  const [target, counted] = halves;
  if (halves.length !== 2 || target === undefined || counted === undefined) return unreadable(text);
  const [sideWord, code, ofWord, roleWord, ...surplus] = target.split(" ");
  const side = sideWord === "debit" || sideWord === "credit" ? sideWord : null;
  if (side === null || code === undefined || surplus.length > 0) return unreadable(text);
  if (ofWord !== undefined && (ofWord !== "of" || roleWord === undefined)) return unreadable(text);
  const [amount, inWord, assetWord, ...rest] = counted.split(" ");
  if (amount === undefined || amount === "" || rest.length > 0) return unreadable(text);
  if (inWord !== undefined && (inWord !== "in" || assetWord === undefined)) return unreadable(text);
  return fitTogether(side, code, roleWord ?? null, amount, assetWord ?? null);
}

function fitTogether(
  side: "debit" | "credit",
  code: string,
  roleWord: string | null,
  amount: string,
  assetWord: string | null,
): Result<LineShape, LineRefusal> {
  const named = roleWord !== null && isWord(ROLES, roleWord) ? ROLES[roleWord].dimension : null;
  const place = findPlace(code, named);
  if (place === null) return refuseSubject(code);
  const role = parseRole(place, code, roleWord);
  if (!role.ok) return role;
  if (assetWord !== null && !isWord(ASSET_WORDS, assetWord)) {
    return refuse("asset_unknown", `"${assetWord}" names no asset. Use one of ${Object.keys(ASSET_WORDS).join(", ")}.`);
  }
  if (assetWord !== null && ASSET_WORDS[assetWord].kind !== assetKindOf(place)) {
    return refuse("asset_does_not_fit", `${code} does not hold ${assetWord}. Post to a subject that does.`);
  }
  const posted: Side = side === "debit" ? "DEBIT" : "CREDIT";
  return accept({ side: posted, place, role: role.value, amount, asset: assetWord });
}

function parseRole(
  place: keyof typeof ACCOUNT_PLACES,
  code: string,
  word: string | null,
): Result<Role | null, LineRefusal> {
  const { dimension } = ACCOUNT_PLACES[place];
  const fitting = Object.entries(ROLES).flatMap(([role, meant]) => (meant.dimension === dimension ? [role] : []));
  if (word === null) {
    if (dimension === "COMPANY") return accept(null);
    return refuse("role_missing", `${code} has many accounts. Say whose: of ${fitting.join(", of ")}.`);
  }
  if (!isWord(ROLES, word)) {
    return refuse("role_unknown", `"${word}" is no role. Use one of ${Object.keys(ROLES).join(", ")}.`);
  }
  if (ROLES[word].dimension === dimension) return accept(word);
  if (dimension === "COMPANY") {
    return refuse("role_does_not_fit", `${code} is the company's one account. Leave "of ${word}" out.`);
  }
  return refuse("role_does_not_fit", `${code} is never an account of ${word}. Use of ${fitting.join(", of ")}.`);
}

function refuseSubject(code: string): Result<never, LineRefusal> {
  const below = CHART.filter((subject) => subject.parentCode === code).map((subject) => subject.code);
  if (below.length > 0) {
    return refuse("subject_is_heading", `${code} is a heading. Post to one of ${below.join(", ")}.`);
  }
  return refuse("subject_unknown", `"${code}" has no accounts. Name a subject of the chart, or add it there.`);
}

function unreadable(text: string): Result<never, LineRefusal> {
  return refuse(
    "line_unreadable",
    `"${text.slice(0, MAX_CHARS)}" is no line of a rule. Write it as: debit 2202.01 of merchant: fee.`,
  );
}

/** hasOwn: "constructor" is no word of ours. */
function isWord<T extends object>(words: T, word: string): word is Extract<keyof T, string> {
  return Object.hasOwn(words, word);
}
