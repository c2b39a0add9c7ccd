import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import type { AdoptionRuleDto } from "@/contracts/adoption";

/** What is booked without a person, a line a status: up to which amount. */
export function AdoptionLines({ rules }: { rules: readonly AdoptionRuleDto[] }) {
  const t = useTranslations("approvals");
  const enums = useTranslations("enums");
  if (rules.length === 0) return <span className="text-muted">{t("other.none")}</span>;
  return (
    <ul className="flex flex-col gap-1">
      {rules.map(({ itemKind, ourStatus, asset, upToMinor }) => (
        <li key={`${itemKind} ${ourStatus} ${asset}`}>
          {enums(`itemKind.${itemKind}`)}
          {" · "}
          {enums(`${itemKind === "PAYMENT" ? "orderStatus" : "refundStatus"}.${ourStatus}`)}{" "}
          <Amount amountMinor={upToMinor} asset={asset} showAsset />
        </li>
      ))}
    </ul>
  );
}
