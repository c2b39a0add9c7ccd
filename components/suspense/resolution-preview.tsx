import { useTranslations } from "next-intl";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { ObjectLink } from "@/components/object/object-link";
import type { ResolutionPreviewDto } from "@/contracts/suspense-views";
import { EvidenceNeeds } from "./evidence-needs";
import { TAccounts } from "./t-accounts";

/** What a resolution would do: its voucher, what else it changes, and who has to check it. */
export function ResolutionPreview({ preview }: { preview: ResolutionPreviewDto }) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const { accounts, asset, order, makesRefund, counterpartNo, rule, evidence } = preview;
  return (
    <div className="flex flex-col gap-3">
      <TAccounts accounts={accounts} asset={asset} label={t("voucher.title")} />
      <ul className="flex list-disc flex-col gap-0.5 pl-4 text-sm">
        {order ? (
          <li>
            {t.rich("preview.order", {
              no: () => <ObjectLink kind="order" no={order.no} className="underline" />,
              from: enums(`orderStatus.${order.from}`),
              to: enums(`orderStatus.${order.to}`),
            })}
          </li>
        ) : null}
        {makesRefund ? <li>{t("preview.refund")}</li> : null}
        {counterpartNo ? (
          <li>
            {t.rich("preview.counterpart", {
              no: () => <ObjectLink kind="suspense" no={counterpartNo} className="underline" />,
            })}
          </li>
        ) : null}
        <li>
          <CheckerRuleText rule={rule} />
        </li>
      </ul>
      {evidence.length > 0 ? <EvidenceNeeds evidence={evidence} /> : null}
    </div>
  );
}
