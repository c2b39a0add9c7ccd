import Link from "next/link";
import { useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { BankBreaksDto } from "@/contracts/bank-views";

/** What channels owe the bank and what the bank shows without a reason, in one sentence; nothing where all is well. */
export function BankAlert({ breaks }: { breaks: BankBreaksDto }) {
  const t = useTranslations("bank");
  const { late, otherAmount, lines } = breaks;
  if (late + otherAmount + lines === 0) return null;
  return (
    <Alert tone={late + otherAmount > 0 ? "danger" : "warning"} title={t("alert.title", { late, otherAmount, lines })}>
      <span className="flex flex-wrap gap-x-4">
        <Link href="/bank/remittances?state=LATE" className={LINK_CLASS}>
          {t("alert.late")}
        </Link>
        <Link href="/bank/remittances?state=OTHER_AMOUNT" className={LINK_CLASS}>
          {t("alert.otherAmount")}
        </Link>
        <Link href="/bank" className={LINK_CLASS}>
          {t("alert.lines")}
        </Link>
      </span>
    </Alert>
  );
}
