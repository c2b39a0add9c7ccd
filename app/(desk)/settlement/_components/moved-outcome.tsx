import { useTranslations } from "next-intl";
import { ObjectLink } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import type { MovedSettlementDto } from "@/contracts/settlement-views";

/** What became of a settlement, with the request or the payout that it has led to. */
export function MovedOutcome({ moved }: { moved: MovedSettlementDto }) {
  const t = useTranslations("settlement");
  const { outcome, approvalNo, payoutNo, payoutRefusal } = moved;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <StatusBadge tone={outcome === "REQUESTED" ? "warning" : "success"}>{t(`move.became.${outcome}`)}</StatusBadge>
      {approvalNo ? <ObjectLink kind="approval" no={approvalNo} /> : null}
      {payoutNo ? <ObjectLink kind="payout" no={payoutNo} /> : null}
      {payoutRefusal ? <span className="text-muted">{t("move.notPaid")}</span> : null}
    </span>
  );
}
