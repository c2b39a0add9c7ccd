import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime, Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { PayoutStatusBadge } from "@/components/payout/payout-look";
import { Section } from "@/components/ui/card";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import type { SettlementDetailDto, SignedDto } from "@/contracts/settlement-views";
import { formatAmount } from "@/core/money/format-money";

/** By which terms it was computed, who has signed it, where it is in the books, and where its money went. */
export function SettlementFacts({ settlement }: { settlement: SettlementDetailDto }) {
  const t = useTranslations("settlement");
  const { merchant, reviewed, released, draws } = settlement;
  const items: KeyValue[] = [
    {
      key: "merchant",
      label: t("column.merchant"),
      value: (
        <>
          <span className="block">{merchant.name}</span>
          <ObjectLink kind="merchant" no={merchant.no} />
        </>
      ),
    },
    { key: "on", label: t("column.on"), value: <Day on={settlement.settledOn} /> },
    { key: "terms", label: t("facts.terms"), value: <Terms settlement={settlement} /> },
    { key: "batch", label: t("facts.batch"), value: settlement.batchNo },
    {
      key: "computed",
      label: t("facts.computed"),
      value: <DateTime at={settlement.computedAt} />,
    },
    { key: "reviewed", label: t("facts.reviewed"), value: reviewed ? <Sign sign={reviewed} /> : t("facts.notYet") },
    {
      key: "released",
      label: t("facts.released"),
      value: released ? (
        <>
          <Sign sign={released} />
          {settlement.approvalNo ? <ObjectLink kind="approval" no={settlement.approvalNo} className="block" /> : null}
        </>
      ) : (
        t("facts.notYet")
      ),
    },
    { key: "payout", label: t("column.payout"), value: <Payout settlement={settlement} /> },
    ...(draws.length > 0
      ? [
          {
            key: "draws",
            label: t("figure.deposit"),
            value: draws.map(({ voucherNo }) => (
              <ObjectLink key={voucherNo} kind="voucher" no={voucherNo} className="block" />
            )),
          },
        ]
      : []),
    { key: "previous", label: t("facts.previous"), value: neighbour(settlement.previousNo) },
    { key: "next", label: t("facts.next"), value: neighbour(settlement.nextNo) },
  ];
  return (
    <Section title={t("facts.title")}>
      <KeyValueList items={items} />
    </Section>
  );
}

function neighbour(no: string | null): ReactNode {
  return no === null ? null : <ObjectLink kind="settlement" no={no} />;
}

function Sign({ sign: { by, at } }: { sign: SignedDto }) {
  return (
    <>
      {by} · <DateTime at={at} className="text-muted" />
    </>
  );
}

function Terms({ settlement }: { settlement: SettlementDetailDto }) {
  const t = useTranslations("settlement");
  const locale = useLocale();
  const { asset } = settlement;
  const { cycleDays, autoPayout, minPayoutMinor } = settlement.terms;
  return (
    <span className="flex flex-col">
      <span>{t("facts.cycle", { days: cycleDays })}</span>
      <span className="text-muted">
        {autoPayout
          ? minPayoutMinor === "0"
            ? t("facts.auto")
            : t("facts.autoFrom", { amount: `${formatAmount(BigInt(minPayoutMinor), asset, locale)} ${asset}` })
          : t("facts.onRequest")}
      </span>
    </span>
  );
}

function Payout({ settlement: { payout } }: { settlement: SettlementDetailDto }) {
  const t = useTranslations("settlement");
  if (!payout) return t("facts.noPayout");
  return (
    <span className="flex flex-col items-start gap-0.5">
      <ObjectLink kind="payout" no={payout.payoutNo} className="whitespace-normal break-all" />
      <PayoutStatusBadge status={payout.status} />
    </span>
  );
}
