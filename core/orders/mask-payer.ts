const KEPT_AHEAD = 4;
const KEPT_BEHIND = 2;
const STARS = "****";
/** WeChat's id of a payer within one app: 28 characters, the first is an o. */
const OPEN_ID = /(?<![A-Za-z0-9_-])o[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])/g;

/** Who paid, as far as people need it to compare: the beginning and the end. What arrives masked stays as it is. */
export function maskPayer(hint: string): string {
  if (hint.includes("*")) return hint;
  if (hint.length <= KEPT_AHEAD + KEPT_BEHIND) return `${hint.slice(0, 1)}${STARS}`;
  return `${hint.slice(0, KEPT_AHEAD)}${STARS}${hint.slice(-KEPT_BEHIND)}`;
}

/** A line of a statement with the payer in it masked: the one that we know by `hint`, and whatever looks like one. */
export function maskPayerIn(raw: string, hint: string | null): string {
  const known = hint === null || hint === "" ? raw : raw.replaceAll(hint, maskPayer(hint));
  return known.replace(OPEN_ID, maskPayer);
}

/** A bank account or card: the last four digits. */
export function maskAccountNo(accountNo: string): string {
  return accountNo === "" ? "" : `${STARS} ${accountNo.slice(-4)}`;
}

const LONGEST_PERSON = 4;

/** A payee's name: a person's (two to four Han characters) to its first character; a company's is on every invoice. */
export function maskPayeeName(name: string): string {
  const characters = [...name];
  const isPerson = characters.length <= LONGEST_PERSON && /^\p{Script=Han}+$/u.test(name);
  return isPerson ? `${characters[0] ?? ""}${"*".repeat(characters.length - 1)}` : name;
}
