import { useLocale, useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { VoucherFault } from "@/core/adjustments/judge-voucher";
import { formatAmount } from "@/core/money/format-money";

/** More at once would hide the first. */
const SHOWN = 4;

/** What keeps the voucher from being proposed, in words; the database would say the same, later and to somebody else. */
export function DraftFaults({ faults, isAsked }: { faults: readonly VoucherFault[]; isAsked: boolean }) {
  const t = useTranslations("adjustments");
  const say = useFaultText();
  if (faults.length === 0) return null;
  const [first, ...rest] = faults;
  if (isAsked && first)
    return (
      <Alert tone="danger" urgent title={say(first)}>
        {rest.length > 0 ? t("faults.more", { count: rest.length }) : null}
      </Alert>
    );
  return (
    <div aria-live="polite" className="text-muted text-sm">
      <p className="font-medium text-ink">{t("faults.title")}</p>
      <ul className="list-disc pl-4">
        {faults.slice(0, SHOWN).map((fault) => (
          <li key={JSON.stringify(fault, (_, value) => (typeof value === "bigint" ? `${value}` : value))}>
            {say(fault)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function useFaultText(): (fault: VoucherFault) => string {
  const t = useTranslations("adjustments");
  const locale = useLocale();
  return (fault) => {
    switch (fault.code) {
      case "lines_too_few":
      case "lines_too_many":
      case "funds_mixed":
        return t(`fault.${fault.code}`);
      case "account_missing":
      case "amount_missing":
      case "amount_too_large":
        return t(`fault.${fault.code}`, { line: fault.line + 1 });
      case "account_unknown":
      case "account_repeated":
        return t(`fault.${fault.code}`, { account: fault.accountNo });
      case "account_controlled":
        return `${fault.accountNo}: ${t(`control.${fault.control}`)}`;
      case "unbalanced":
        return t(`fault.unbalanced.${fault.side}`, {
          amount: `${formatAmount(fault.missingMinor, fault.asset, locale)} ${fault.asset}`,
        });
      case "account_overdrawn":
        return t("fault.account_overdrawn", {
          account: fault.accountNo,
          amount: `${formatAmount(fault.shortMinor, fault.asset, locale)} ${fault.asset}`,
        });
    }
  };
}
