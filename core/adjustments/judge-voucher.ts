import type { FundOwner, Side } from "@/core/ledger/chart";
import { MAX_AMOUNT_MINOR } from "@/core/money/money";
import { type Control, controlOf } from "./controlled-subjects";

/** What has to be known of an account before a line may be written to it. Amounts in its asset's minor unit. */
export type AccountFacts = {
  readonly accountNo: string;
  readonly glCode: string;
  readonly asset: string;
  readonly normalSide: Side;
  readonly fundOwner: FundOwner;
  readonly allowNegative: boolean;
  readonly availableMinor: bigint;
};
/** A line as far as it is written: what is missing is null. */
export type WrittenLine = {
  readonly side: Side;
  readonly accountNo: string | null;
  readonly amountMinor: bigint | null;
};
export type WholeLine = { readonly side: Side; readonly accountNo: string; readonly amountMinor: bigint };

/** Debits and credits in one asset; `missingMinor` is what `missingSide` still lacks, both null when they are equal. */
export type AssetTotal = {
  readonly asset: string;
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
  readonly missingSide: Side | null;
  readonly missingMinor: bigint;
};

/** What is wrong; `line` counts from 0. */
export type VoucherFault =
  | { readonly code: "account_missing" | "amount_missing" | "amount_too_large"; readonly line: number }
  | { readonly code: "account_unknown" | "account_repeated"; readonly line: number; readonly accountNo: string }
  | {
      readonly code: "account_controlled";
      readonly line: number;
      readonly accountNo: string;
      readonly control: Control;
    }
  | { readonly code: "lines_too_few" | "lines_too_many" | "funds_mixed" }
  | { readonly code: "unbalanced"; readonly asset: string; readonly side: Side; readonly missingMinor: bigint }
  | {
      readonly code: "account_overdrawn";
      readonly accountNo: string;
      readonly asset: string;
      readonly shortMinor: bigint;
    };

export type Judgement = {
  readonly totals: readonly AssetTotal[];
  readonly faults: readonly VoucherFault[];
  /** What may be proposed; null while anything is wrong. Debits equal credits in each asset. */
  readonly lines: readonly WholeLine[] | null;
};

/** More would be no voucher that a checker reads. */
export const MAX_LINES = 40;

export type Allowed = { readonly controlled?: boolean; readonly crossing?: boolean; readonly overdrawing?: boolean };

/**
 * Says of lines whether they are a voucher that may be proposed, and everything that is still wrong, in the order in
 * which people would put it right. Pure and total. `allowed` loosens what only the events of the catalogue may do: touch
 * accounts that other work keeps, and move between customers' money and our own. `overdrawing`: whether the money is there
 * is left to the locked balance, for a request that waits and whose accounts go on living.
 */
export function judgeVoucher(
  lines: readonly WrittenLine[],
  accounts: ReadonlyMap<string, AccountFacts>,
  allowed: Allowed = {},
): Judgement {
  const totals = totalsOf(lines, accounts);
  const faults = [
    ...countFaults(lines),
    ...lines.flatMap((line, index) => lineFaults(line, index, lines, accounts, allowed)),
    ...fundFaults(lines, accounts, allowed),
    ...totals.flatMap(({ asset, missingSide: side, missingMinor }): VoucherFault[] =>
      side === null ? [] : [{ code: "unbalanced", asset, side, missingMinor }],
    ),
    ...(allowed.overdrawing ? [] : overdrafts(lines, accounts)),
  ];
  const whole = lines.filter((line): line is WholeLine => line.accountNo !== null && line.amountMinor !== null);
  return { totals, faults, lines: faults.length === 0 && whole.length === lines.length ? whole : null };
}

function totalsOf(lines: readonly WrittenLine[], accounts: ReadonlyMap<string, AccountFacts>): AssetTotal[] {
  const sums = new Map<string, { debit: bigint; credit: bigint }>();
  for (const { side, accountNo, amountMinor } of lines) {
    const asset = accountNo === null ? undefined : accounts.get(accountNo)?.asset;
    if (asset === undefined || amountMinor === null) continue;
    const sum = sums.get(asset) ?? { debit: 0n, credit: 0n };
    if (side === "DEBIT") sum.debit += amountMinor;
    else sum.credit += amountMinor;
    sums.set(asset, sum);
  }
  return [...sums].map(([asset, { debit, credit }]) => ({
    asset,
    debitMinor: debit,
    creditMinor: credit,
    missingSide: debit === credit ? null : debit < credit ? "DEBIT" : "CREDIT",
    missingMinor: debit < credit ? credit - debit : debit - credit,
  }));
}

function countFaults(lines: readonly WrittenLine[]): VoucherFault[] {
  if (lines.length > MAX_LINES) return [{ code: "lines_too_many" }];
  const sides = new Set(lines.map(({ side }) => side));
  return sides.size < 2 ? [{ code: "lines_too_few" }] : [];
}

function lineFaults(
  { accountNo, amountMinor }: WrittenLine,
  line: number,
  lines: readonly WrittenLine[],
  accounts: ReadonlyMap<string, AccountFacts>,
  allowed: Allowed,
): VoucherFault[] {
  const faults: VoucherFault[] = [];
  if (accountNo === null) faults.push({ code: "account_missing", line });
  else {
    const account = accounts.get(accountNo);
    const control = account && !allowed.controlled ? controlOf(account.glCode) : null;
    if (!account) faults.push({ code: "account_unknown", line, accountNo });
    else if (control) faults.push({ code: "account_controlled", line, accountNo, control });
    // Twice on one side hides an amount, and on both sides moves nothing: either way it is a slip.
    const isRepeated = lines.slice(0, line).some((other) => other.accountNo === accountNo);
    if (isRepeated) faults.push({ code: "account_repeated", line, accountNo });
  }
  if (amountMinor === null || amountMinor <= 0n) faults.push({ code: "amount_missing", line });
  else if (amountMinor > MAX_AMOUNT_MINOR) faults.push({ code: "amount_too_large", line });
  return faults;
}

function fundFaults(
  lines: readonly WrittenLine[],
  accounts: ReadonlyMap<string, AccountFacts>,
  allowed: Allowed,
): VoucherFault[] {
  const owners = new Set(lines.flatMap(({ accountNo }) => accounts.get(accountNo ?? "")?.fundOwner ?? []));
  return owners.size === 2 && !allowed.crossing ? [{ code: "funds_mixed" }] : [];
}

/** Where the money is not there; what the database would refuse after everybody has signed. */
function overdrafts(lines: readonly WrittenLine[], accounts: ReadonlyMap<string, AccountFacts>): VoucherFault[] {
  const changes = new Map<string, bigint>();
  for (const { side, accountNo, amountMinor } of lines) {
    const account = accounts.get(accountNo ?? "");
    if (!account || amountMinor === null) continue;
    const change = side === account.normalSide ? amountMinor : -amountMinor;
    changes.set(account.accountNo, (changes.get(account.accountNo) ?? 0n) + change);
  }
  return [...changes].flatMap(([accountNo, change]): VoucherFault[] => {
    const account = accounts.get(accountNo);
    if (!account || account.allowNegative || change >= 0n || account.availableMinor + change >= 0n) return [];
    const shortMinor = -(account.availableMinor + change);
    return [{ code: "account_overdrawn", accountNo, asset: account.asset, shortMinor }];
  });
}
