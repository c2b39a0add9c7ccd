import { linesOf, quotedRows, rowOf, sizeOf, unitsOf } from "./naive-tables";
import type { SampleFormat } from "./sample-files";
import { decodeNaively } from "./unpack-naively";

/** How many lines of one side, and what they add up to in units of 1/100. */
type Side = { count: number; sum: bigint };

/**
 * Whether the totals, payouts or balances of an unpacked file agree with its lines (as `readNaively` words them), added up
 * by none of the desk's code; a sentence where they do not. A list without any total agrees with itself.
 */
export function findBrokenTotals(format: SampleFormat, bytes: Uint8Array, said: readonly string[]): string | null {
  switch (format) {
    case "wechat-trade":
      return compareWechat(linesOf(bytes), said, ["应结订单总金额", "总交易额"], ["退款总金额", "总退款金额"]);
    case "wechat-fund":
      return compareWechat(linesOf(bytes), said, ["收入金额"], ["支出金额"]);
    case "alipay-trade":
      return compareAlipay(decodeNaively(bytes), said, "交易合计", "退款合计");
    case "alipay-fund":
      return compareAlipay(decodeNaively(bytes), said, "收入合计", "支出合计");
    case "stripe-payout":
      return compareGroups(bytes, "reporting_category", ["automatic_payout_id", "currency"], [], ["net"]);
    case "adyen-settlement":
      return compareGroups(bytes, "BatchNumber", ["BatchNumber", "NetCurrency"], ["NetDebit(NC)"], ["NetCredit(NC)"]);
    case "camt053":
    case "mt940":
      return compareBalances(format === "mt940" ? mt940Balances(bytes) : camt053Balances(bytes), said);
    case "unionpay-zm":
      // Its totals stand in another file of the archive.
      return null;
  }
}

function sideOf(said: readonly string[], ...kinds: string[]): Side {
  const amounts = said.map((line) => line.split(" ")).filter(([kind = ""]) => kinds.includes(kind));
  return { count: amounts.length, sum: amounts.reduce((sum, [, amount = "0"]) => sum + BigInt(amount), 0n) };
}

const ins = (said: readonly string[]) => sideOf(said, "PAYMENT", "IN");
const outs = (said: readonly string[]) => sideOf(said, "REFUND", "OUT");

function compareWechat(
  lines: readonly string[],
  said: readonly string[],
  income: readonly string[],
  outgo: readonly string[],
): string | null {
  const filled = lines.filter((line) => /[^,\s]/.test(line));
  if (filled.some((line) => line.includes("No Bill Exist"))) return null;
  const [names = "", cells = ""] = filled.slice(-2);
  const total = rowOf(names.split(","), cells.replaceAll("`", "").split(","));
  const count = unitsOf(total("总交易单数", "资金流水总笔数"), 0);
  const found = [count, ...[income, outgo].map((name) => sizeOf(unitsOf(total(...name), 2)))];
  const expected = [BigInt(said.length), ins(said).sum, outs(said).sum];
  const agrees = found.every((figure, at) => figure === expected[at]);
  return agrees ? null : `its last line says ${found.join(", ")}, its lines ${expected.join(", ")}`;
}

function compareAlipay(text: string, said: readonly string[], income: string, outgo: string): string | null {
  for (const [name, side] of [
    [income, ins(said)],
    [outgo, outs(said)],
  ] as const) {
    const total = new RegExp(`${name}[：:]\\s*(\\d+)\\s*笔.*?共([^元]+)元`).exec(text);
    if (!total && text.includes("#") && side.count > 0) return `there is no ${name}`;
    if (total && (Number(total[1]) !== side.count || sizeOf(unitsOf(total[2] ?? "", 2)) !== side.sum))
      return `${total[0]}, but its lines are ${side.count} of ${side.sum}`;
  }
  return null;
}

function compareGroups(
  bytes: Uint8Array,
  column: string,
  by: readonly string[],
  minus: readonly string[],
  plus: readonly string[],
): string | null {
  const rows = quotedRows(bytes);
  const at = rows.findIndex((row) => row.some((cell) => cell.replaceAll(/\s/g, "") === column));
  const sums = new Map<string, bigint>();
  for (const cells of rows.slice(at + 1)) {
    const row = rowOf(rows[at] ?? [], cells);
    const group = by.map((name) => row(name)).join(" ");
    const add = (names: readonly string[]) => names.reduce((sum, name) => sum + unitsOf(row(name) || "0", 5), 0n);
    sums.set(group, (sums.get(group) ?? 0n) + add(plus) - add(minus));
  }
  const broken = [...sums].find(([, sum]) => sum !== 0n);
  return broken ? `${broken[0]} adds up to ${broken[1]}` : null;
}

/** What balances say of an account, by asset: the sums of opening and of closing ones. */
type Balances = ReadonlyMap<string, { opening: bigint; closing: bigint }>;

function compareBalances(balances: Balances, said: readonly string[]): string | null {
  for (const [asset, { opening, closing }] of balances) {
    const own = said.filter((line) => line.endsWith(` ${asset}`));
    const reached = opening + ins(own).sum - outs(own).sum;
    if (reached !== closing) return `in ${asset} its lines lead to ${reached}, its closing balances are ${closing}`;
  }
  return null;
}

const SCALES: Readonly<Record<string, number>> = { EUR: 2, JPY: 0 };

function addBalance(
  balances: Map<string, { opening: bigint; closing: bigint }>,
  asset: string,
  isOpening: boolean,
  minor: bigint,
) {
  const known = balances.get(asset) ?? { opening: 0n, closing: 0n };
  balances.set(
    asset,
    isOpening ? { ...known, opening: known.opening + minor } : { ...known, closing: known.closing + minor },
  );
}

function mt940Balances(bytes: Uint8Array): Balances {
  const balances = new Map<string, { opening: bigint; closing: bigint }>();
  for (const line of linesOf(bytes)) {
    // Pages cancel each other out: what one ends with the next begins with.
    const [, tag, mark, asset = "", amount = ""] = /^\s*:(60|62)[FM]:([CD])\d{6}([A-Z]{3})(\d+,\d*)/.exec(line) ?? [];
    if (!tag) continue;
    const minor = unitsOf(amount.replace(",", "."), SCALES[asset] ?? 2);
    addBalance(balances, asset, tag === "60", mark === "D" ? -minor : minor);
  }
  return balances;
}

function camt053Balances(bytes: Uint8Array): Balances {
  const balances = new Map<string, { opening: bigint; closing: bigint }>();
  const plain = decodeNaively(bytes)
    .replaceAll(/<!--[\s\S]*?-->/g, "")
    .replaceAll(/(<\/?)[\w-]+:/g, "$1");
  for (const [balance] of plain.matchAll(/<Bal[ >][\s\S]*?<\/Bal\s*>/g)) {
    const code = /<Cd\s*>\s*(OPBD|CLBD)/.exec(balance)?.[1];
    const [, asset = "", amount = ""] = /<Amt\s+Ccy\s*=\s*["'](\w+)["']\s*>\s*([^<]*?)\s*</.exec(balance) ?? [];
    if (!code) continue;
    const minor = unitsOf(amount, SCALES[asset] ?? 2);
    addBalance(balances, asset, code === "OPBD", /<CdtDbtInd\s*>\s*DBIT/.test(balance) ? -minor : minor);
  }
  return balances;
}
