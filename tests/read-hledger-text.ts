/** What an hledger journal adds up to, read by rules of our own: no line of the writer is in it. */
export type HledgerText = {
  /** "account asset" → exact decimal; debits positive. */
  readonly sums: ReadonlyMap<string, string>;
  /** The codes of the transactions, in their order, without those that no voucher stands behind. */
  readonly vouchers: readonly string[];
};

const TITLE = /^(\d{4}-\d{2}-\d{2}) \* \(([^()]+)\) \S.*$/;
const POSTING = /^ {4}(\S+(?: \S+)*) {2}(-?\d+)(?:\.(\d+))? ([A-Z]+|"[A-Z0-9.]+")(?: = (-?\d+(?:\.\d+)?) \S+)?$/;
const ACCOUNT = /^account (\S+(?: \S+)*) {2}; type:[ALERX]$/;
const COMMODITY = /^commodity 1000\.(0*) ([A-Z]+|"[A-Z0-9.]+")$/;

/**
 * Reads the part of hledger's format that the export uses, and throws on anything else: an undeclared account or
 * commodity, another scale than the declared one, a day before the last one, a transaction that is out of balance, an
 * assertion that does not hold.
 */
export function readHledgerText(text: string): HledgerText {
  const scales = new Map<string, number>();
  const accounts = new Set<string>();
  const minors = new Map<string, bigint>();
  const vouchers: string[] = [];
  let lastDay = "";
  let open = new Map<string, bigint>();
  const settle = (line: string) => {
    for (const [asset, minor] of open) if (minor !== 0n) throw new Error(`out of balance in ${asset} before: ${line}`);
    open = new Map();
  };
  for (const line of text.split("\n")) {
    const commodity = COMMODITY.exec(line);
    const account = ACCOUNT.exec(line);
    const title = TITLE.exec(line);
    const posting = POSTING.exec(line);
    if (commodity) scales.set(commodity[2] ?? "", commodity[1]?.length ?? 0);
    else if (account) accounts.add(account[1] ?? "");
    else if (title) {
      settle(line);
      const [, day = "", code = ""] = title;
      if (day < lastDay) throw new Error(`the days go back: ${line}`);
      lastDay = day;
      if (code.startsWith("V")) vouchers.push(code);
    } else if (posting) {
      const [, name = "", whole = "", fraction = "", symbol = "", asserted] = posting;
      if (!accounts.has(name) || scales.get(symbol) !== fraction.length) throw new Error(`not declared: ${line}`);
      const key = `${name} ${symbol.replaceAll('"', "")}`;
      const minor = BigInt(whole + fraction);
      minors.set(key, (minors.get(key) ?? 0n) + minor);
      open.set(symbol, (open.get(symbol) ?? 0n) + minor);
      if (asserted !== undefined && BigInt(asserted.replace(".", "")) !== minors.get(key)) {
        throw new Error(`asserted otherwise: ${line}`);
      }
    } else if (!/^(;.*|decimal-mark \.| {4}; [a-z]+:.*|)$/.test(line)) throw new Error(`not understood: ${line}`);
  }
  settle("the end");
  return { sums: new Map([...minors].map(([key, minor]) => [key, decimalOf(minor, scaleOf(key, scales))])), vouchers };
}

function scaleOf(key: string, scales: ReadonlyMap<string, number>): number {
  const asset = key.slice(key.lastIndexOf(" ") + 1);
  return scales.get(asset) ?? scales.get(`"${asset}"`) ?? 0;
}

function decimalOf(minor: bigint, scale: number): string {
  const digits = `${minor < 0n ? -minor : minor}`.padStart(scale + 1, "0");
  const cut = digits.length - scale;
  return `${minor < 0n ? "-" : ""}${digits.slice(0, cut)}${scale > 0 ? `.${digits.slice(cut)}` : ""}`;
}
