import Link from "next/link";
import { useTranslations } from "next-intl";
import { AdditionTable } from "@/components/money/addition-table";
import { Amount } from "@/components/money/amount";
import { objectHref } from "@/components/object/object-href";
import { LINK_CLASS } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import type { SettlementDetailDto } from "@/contracts/settlement-views";
import { InWords } from "./in-words";
import { type StatementTerm, statementTerms } from "./statement-terms";

/** The statement as one writes it on paper; every figure leads to the rows that it is made of. */
export function StatementFigures({ settlement }: { settlement: SettlementDetailDto }) {
  const t = useTranslations("settlement");
  const { asset } = settlement;
  const amountOf = ({ figure, minor }: StatementTerm) => {
    const amount = <Amount amountMinor={minor} asset={asset} />;
    const href = minor === "0" ? null : hrefOf(figure, settlement);
    if (href === null) return amount;
    return (
      <Link href={href} prefetch={false} className={LINK_CLASS}>
        {amount}
      </Link>
    );
  };
  return (
    <Section title={t("statement.title")} description={t("statement.text")} flush>
      <AdditionTable
        caption={t("statement.title")}
        termHeader={t("statement.figure")}
        assets={[asset]}
        terms={statementTerms(settlement).map((term) => ({
          key: term.figure,
          sign: term.sign,
          name: t(`figure.${term.figure}`),
          hint: t.has(`hint.${term.figure}`) ? t(`hint.${term.figure}`) : undefined,
          amountOf: () => amountOf(term),
          isSum: term.isSum ?? false,
          ...(term.figure === "settled" ? { className: "font-semibold" } : {}),
        }))}
      />
      {asset === "CNY" ? (
        <p className="flex flex-col gap-0.5 border-line border-t px-4 py-2 text-sm">
          <span className="text-muted">{t("statement.words")}</span>
          <InWords amountMinor={settlement.settledMinor} />
        </p>
      ) : null}
    </Section>
  );
}

/** Where the rows of a figure are; null where the figure is all there is. */
function hrefOf(figure: StatementTerm["figure"], settlement: SettlementDetailDto): string | null {
  switch (figure) {
    case "opening":
      return settlement.previousNo && objectHref("settlement", settlement.previousNo);
    case "captured":
    case "refunded":
    case "fee":
    case "share":
    case "received":
    case "adjustment":
      return "#lines";
    case "deposit":
      return settlement.draws[0] ? objectHref("voucher", settlement.draws[0].voucherNo) : null;
    case "settled":
      return settlement.vouchers?.[0] ? objectHref("voucher", settlement.vouchers[0].voucher.voucherNo) : null;
    case "held":
      return "#held";
    case "carried":
      return settlement.nextNo && objectHref("settlement", settlement.nextNo);
    case "closing":
      return null;
  }
}
