import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { FactGrid } from "@/components/ui/fact-grid";
import type { ClaimDto } from "@/contracts/claim-views";

/** What a claim is, fact by fact; every number leads to what it names. */
export function ClaimFacts({ claim }: { claim: ClaimDto }) {
  const t = useTranslations("suspense");
  const { asset, merchant, overdueDays } = claim;
  const money = (key: "outstanding" | "claimed" | "recovered" | "writtenOff", minor: string) => ({
    key,
    label: t(`claims.${key}`),
    value: <Amount amountMinor={minor} asset={asset} showAsset />,
  });
  return (
    <FactGrid
      className="grid-cols-2"
      facts={[
        money("outstanding", claim.outstandingMinor),
        money("claimed", claim.claimedMinor),
        money("recovered", claim.recoveredMinor),
        money("writtenOff", claim.writtenOffMinor),
        { key: "channel", label: t("claims.channel"), value: claim.channel.name },
        { key: "item", label: t("claims.item"), value: <ObjectLink kind="suspense" no={claim.itemNo} /> },
        {
          key: "merchant",
          label: t("fact.merchant"),
          value: merchant ? (
            <>
              {merchant.name} <ObjectLink kind="merchant" no={merchant.no} className="underline" />
            </>
          ) : null,
        },
        {
          key: "opening",
          label: t("claims.opening"),
          value: <ObjectLink kind="voucher" no={claim.openedVoucherNo} />,
        },
        { key: "opened", label: t("claims.opened"), value: <Day on={claim.openedOn} /> },
        {
          key: "due",
          label: t("claims.due"),
          value: (
            <>
              <Day on={claim.dueOn} />{" "}
              {overdueDays > 0 ? (
                <span className="text-danger">{t("claims.overdueBy", { days: overdueDays })}</span>
              ) : null}
            </>
          ),
        },
      ]}
    />
  );
}
