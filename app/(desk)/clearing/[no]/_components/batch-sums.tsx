import Link from "next/link";
import { useTranslations } from "next-intl";
import { AdditionTable, type AdditionTerm } from "@/components/money/addition-table";
import { Amount } from "@/components/money/amount";
import { LINK_CLASS } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { ClearingBatchDto, ClearingPart } from "@/contracts/clearing-views";
import { rowsHref } from "./rows-href";

const TERMS: readonly { part: ClearingPart; sign: AdditionTerm["sign"] }[] = [
  { part: "gross", sign: "" },
  { part: "refund", sign: "−" },
  { part: "feeCharged", sign: "−" },
  { part: "feeReturned", sign: "+" },
  { part: "share", sign: "−" },
  { part: "received", sign: "+" },
  { part: "adjustment", sign: "+" },
];

/** The addition that leads to the net, over all merchants and channels; every figure leads to its rows. */
export function BatchSums({ batch }: { batch: ClearingBatchDto }) {
  const t = useTranslations("clearing");
  const { batchNo, sums } = batch;
  if (sums.length === 0) {
    return (
      <Section title={t("detail.sum")}>
        <EmptyState kind="nothing-yet" title={t("lines.none")} description={t("lines.noneText")} />
      </Section>
    );
  }
  const amountOf = (key: `${ClearingPart}Minor` | "netMinor", part?: ClearingPart) => (asset: string) => {
    const minor = sums.find((each) => each.asset === asset)?.[key] ?? "0";
    const amount = <Amount amountMinor={minor} asset={asset} />;
    if (minor === "0") return amount;
    return (
      <Link href={rowsHref(batchNo, { asset, ...(part ? { part } : {}) })} prefetch={false} className={LINK_CLASS}>
        {amount}
      </Link>
    );
  };
  return (
    <Section title={t("detail.sum")} description={t("detail.sumText")} flush>
      <AdditionTable
        caption={t("detail.sum")}
        termHeader={t("detail.figure")}
        assets={sums.map(({ asset }) => asset)}
        terms={[
          ...TERMS.map(({ part, sign }) => ({
            key: part,
            sign,
            name: t(`figure.${part}`),
            amountOf: amountOf(`${part}Minor`, part),
          })),
          { key: "net", sign: "=", name: t("figure.net"), amountOf: amountOf("netMinor"), isSum: true },
          {
            key: "cost",
            sign: "",
            name: t("figure.cost"),
            hint: t("detail.costNote"),
            amountOf: amountOf("costMinor", "cost"),
            className: "text-muted",
          },
        ]}
      />
    </Section>
  );
}
