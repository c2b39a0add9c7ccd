import { useTranslations } from "next-intl";
import { WaitingNote } from "@/components/approval/waiting-note";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Card } from "@/components/ui/card";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import type { MerchantDto } from "@/contracts/merchant-views";
import { toDecimalString } from "@/core/money/parse-money";

/** What was agreed with the merchant. */
export function MerchantFacts({ merchant }: { merchant: MerchantDto }) {
  const t = useTranslations("merchants");
  const enums = useTranslations("enums");
  const { shares } = merchant;
  const items: KeyValue[] = [
    { key: "cycle", label: t("facts.cycle"), value: t("facts.cycleText", { cycle: merchant.settlementCycle }) },
    { key: "fee", label: t("facts.fee"), value: t("facts.feeText", { percent: toPercent(merchant.feeBps) }) },
    { key: "feeBounds", label: t("facts.feeBounds"), value: <FeeBounds merchant={merchant} /> },
    { key: "feeTiers", label: t("facts.feeTiers"), value: <FeeTiers tiers={merchant.feeTiers} /> },
    { key: "feeReturn", label: t("facts.feeReturn"), value: enums(`feeReturn.${merchant.feeReturn}`) },
    {
      key: "payout",
      label: t("facts.payout"),
      value: <PayoutTerms merchant={merchant} />,
    },
    { key: "limit", label: t("facts.payoutLimit"), value: <Limit amountMinor={merchant.payoutLimitMinor} /> },
    { key: "dayLimit", label: t("facts.payoutDayLimit"), value: <Limit amountMinor={merchant.payoutDayLimitMinor} /> },
    { key: "policy", label: t("facts.policy"), value: enums(`marketingPolicy.${merchant.marketingPolicy}`) },
    {
      key: "shares",
      label: t("facts.shares"),
      value: shares.length === 0 ? t("facts.noShares") : <Shares shares={shares} />,
    },
    { key: "opened", label: t("facts.opened"), value: <DateTime at={merchant.openedAt} /> },
  ];
  return (
    <Card className="flex flex-col gap-3">
      {merchant.waitingNo ? <WaitingNote approvalNo={merchant.waitingNo} /> : null}
      <KeyValueList items={items} columns={3} />
    </Card>
  );
}

/** From what amount on it is paid by itself matters only where it is. */
function PayoutTerms({ merchant: { autoPayout, minPayoutMinor } }: { merchant: MerchantDto }) {
  const t = useTranslations("merchants");
  if (!autoPayout) return t("facts.payoutManual");
  if (minPayoutMinor === "0") return t("facts.payoutAuto");
  return t.rich("facts.payoutAutoFrom", {
    amount: () => <Amount amountMinor={minPayoutMinor} asset="CNY" showAsset />,
  });
}

function Limit({ amountMinor }: { amountMinor: string | null }) {
  const t = useTranslations("merchants");
  return amountMinor === null ? t("facts.noLimit") : <Amount amountMinor={amountMinor} asset="CNY" showAsset />;
}

function FeeBounds({ merchant: { feeMinMinor, feeMaxMinor } }: { merchant: MerchantDto }) {
  const t = useTranslations("merchants");
  if (feeMinMinor === "0" && feeMaxMinor === null) return t("facts.noFeeBounds");
  return (
    <span className="flex flex-wrap gap-x-2">
      <Amount amountMinor={feeMinMinor} asset="CNY" /> –{" "}
      {feeMaxMinor === null ? "∞" : <Amount amountMinor={feeMaxMinor} asset="CNY" />}
    </span>
  );
}

function FeeTiers({ tiers }: { tiers: MerchantDto["feeTiers"] }) {
  const t = useTranslations("merchants");
  if (tiers.length === 0) return t("facts.noFeeTiers");
  return (
    <span className="flex flex-col">
      {tiers.map(({ fromMinor, feeBps }) => (
        <span key={fromMinor}>
          {t.rich("facts.feeTier", {
            amount: () => <Amount amountMinor={fromMinor} asset="CNY" />,
            percent: toPercent(feeBps),
          })}
        </span>
      ))}
    </span>
  );
}

function Shares({ shares }: { shares: MerchantDto["shares"] }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {shares.map((share) => (
        <span key={share.merchantNo}>
          <ObjectLink kind="merchant" no={share.merchantNo} /> {share.bps === null ? null : toPercent(share.bps)}
        </span>
      ))}
    </span>
  );
}

/** Basis points as people say them: 60 is 0.60%. */
function toPercent(basisPoints: number): string {
  return `${toDecimalString(BigInt(basisPoints), 2)}%`;
}
