import "server-only";
import type { VoucherFault, WrittenLine } from "@/core/adjustments/judge-voucher";
import { formatAmount } from "@/core/money/format-money";
import { type Refusal, refuse } from "@/core/result";

type Refused = { ok: false; refusal: Refusal };

/** The first thing that is wrong with a voucher, as a refusal. The editor says all of them before it sends anything. */
export function refuseFault(fault: VoucherFault, lines: readonly WrittenLine[]): Refused {
  switch (fault.code) {
    case "lines_too_few":
      return refuse("adjustment_incomplete", "A voucher has a debit and a credit.");
    case "lines_too_many":
      return refuse("adjustment_too_long", "This is more than a checker can read. Make several adjustments of it.");
    case "account_missing":
    case "amount_missing":
    case "amount_too_large":
      return refuse("adjustment_incomplete", `Line ${fault.line + 1} of ${lines.length} is not complete.`);
    case "account_unknown":
      return refuse("adjustment_account_unknown", `There is no account ${fault.accountNo} that you may see.`, {
        account: fault.accountNo,
      });
    case "account_repeated":
      return refuse(
        "adjustment_account_repeated",
        `Account ${fault.accountNo} stands in two lines. Make one of them.`,
        {
          account: fault.accountNo,
        },
      );
    case "account_controlled":
      return refuse(
        `adjustment_control_${fault.control.toLowerCase()}`,
        `${fault.accountNo} is kept by other work and is changed there alone.`,
        { account: fault.accountNo },
      );
    case "funds_mixed":
      return refuse(
        "adjustment_funds_mixed",
        "This moves between customers' money and our own. Only the listed events may; choose one as the template.",
      );
    case "unbalanced":
      return refuse("adjustment_unbalanced", `Debits and credits in ${fault.asset} are not equal.`, {
        asset: fault.asset,
        missing: formatAmount(fault.missingMinor, fault.asset, "en"),
      });
    case "account_overdrawn":
      return refuse("adjustment_overdraws", `Account ${fault.accountNo} lacks the money for it.`, {
        account: fault.accountNo,
        missing: `${formatAmount(fault.shortMinor, fault.asset, "en")} ${fault.asset}`,
      });
  }
}
