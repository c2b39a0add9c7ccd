import { ArrowLeftRight, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import type { RuleDto } from "@/contracts/catalogue-views";

/** What sets a rule apart: that people have to approve it, and that it may touch both funds. */
export function RuleMarks({ rule }: { rule: Pick<RuleDto, "needsApproval" | "crossesFunds"> }) {
  const t = useTranslations("catalogue");
  return (
    <>
      {rule.needsApproval ? (
        <StatusBadge tone="info" icon={ShieldCheck} title={t("needsApprovalText")}>
          {t("needsApproval")}
        </StatusBadge>
      ) : null}
      {rule.crossesFunds ? (
        <StatusBadge tone="warning" icon={ArrowLeftRight} title={t("crossesFundsText")}>
          {t("crossesFunds")}
        </StatusBadge>
      ) : null}
    </>
  );
}
