import type { BankFacts, BookFacts, OpenFacts, Sides, VoucherFacts } from "./day-facts";
import type { CloseFinding, CloseLine, FindingCode } from "./findings";
import { figuresOf, NO_FIGURES } from "./judge-work";

/** 账证, 账账, 账实 and 账表: each a figure on two sides, which have to be one number. `day` is the day that is judged. */
export function judgeBooks(day: string, facts: BookFacts): CloseFinding[] {
  const { vouchers, subjects, controls, banks, receivables, trial, reported } = facts;
  return [
    ...judgeVouchers(vouchers),
    ...compare("ACCOUNTS", "subject_accounts", subjects),
    ...compare("ACCOUNTS", "control_items", controls),
    ...banks.map((bank) => judgeBank(day, bank)),
    ...compare("HOLDINGS", "channel_receivable", receivables),
    ...compare("REPORTS", "trial_balance", trial),
    ...compare("REPORTS", "turnover_reported", reported),
  ];
}

function compare(line: CloseLine, code: FindingCode, rows: readonly Sides[]): CloseFinding[] {
  return rows.map((sides) => ({ line, code, place: sides.place, ...figuresOf(sides), params: {} }));
}

function judgeVouchers(facts: VoucherFacts): CloseFinding[] {
  const { vouchers, withEntries, alone, aloneNo, unbalanced, unbalancedNo, turnover } = facts;
  const common = { line: "VOUCHERS", place: "", asset: null } as const;
  const findings: CloseFinding[] = [
    {
      ...common,
      code: "vouchers_entered",
      state: vouchers === withEntries ? "GREEN" : "RED",
      left: `${vouchers}`,
      right: `${withEntries}`,
      params: {},
    },
  ];
  const count = (code: FindingCode, wrong: bigint, no: string | null) =>
    findings.push({ ...common, code, state: "RED", ...NO_FIGURES, params: { count: `${wrong}`, no: no ?? "" } });
  if (alone > 0n) count("vouchers_alone", alone, aloneNo);
  if (unbalanced > 0n) count("vouchers_unbalanced", unbalanced, unbalancedNo);
  return [...findings, ...compare("VOUCHERS", "turnover", turnover)];
}

/** What the bank has and what we have may differ, as long as it is known to the cent by what. */
function judgeBank(day: string, bank: BankFacts): CloseFinding {
  const { account, asset, bankMinor, bookMinor, closedOn, isExplained } = bank;
  const common = { line: "HOLDINGS", place: account, asset, left: `${bankMinor}`, right: `${bookMinor}` } as const;
  const params = { closedOn };
  if (!isExplained) return { ...common, code: "bank_unexplained", state: "RED", params };
  if (closedOn < day) return { ...common, code: "bank_behind", state: "WAITING", params };
  return { ...common, code: "bank_book", state: "GREEN", params };
}

/** What is open at the end of the day: told, and no reason to keep the day open. */
export function stateOpen({ suspense, approvals }: OpenFacts): CloseFinding[] {
  return [
    ...suspense.map(
      ({ direction, asset, items, minor }): CloseFinding => ({
        line: "SUSPENSE",
        code: "suspense_open",
        state: "STATED",
        place: direction,
        asset,
        left: `${minor}`,
        right: null,
        params: { count: `${items}` },
      }),
    ),
    ...approvals.map(
      ({ act, count }): CloseFinding => ({
        line: "APPROVALS",
        code: "approvals_wait",
        state: "STATED",
        place: act,
        ...NO_FIGURES,
        params: { count: `${count}` },
      }),
    ),
  ];
}
