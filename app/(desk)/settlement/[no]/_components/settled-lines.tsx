import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { type ClearingRows, NO_CHANNEL } from "@/contracts/clearing-views";
import type { SettlementDetailDto, SettlementPartDto } from "@/contracts/settlement-views";

const FIGURES = ["captured", "refunded", "fee", "share", "received", "adjustment", "net"] as const;
type LineFigure = (typeof FIGURES)[number];
/** Under which name clearing has the rows of a figure. */
const PARTS: Readonly<Partial<Record<LineFigure, ClearingRows>>> = {
  captured: "gross",
  refunded: "refund",
  fee: "fee",
  share: "share",
  received: "received",
  adjustment: "adjustment",
};

/** The cleared days and channels that the statement is made of; every figure leads to exactly its orders and refunds. */
export function SettledLines({ settlement }: { settlement: SettlementDetailDto }) {
  const t = useTranslations("settlement");
  return (
    <Section title={t("lines.title")} description={t("lines.text")} flush className="scroll-mt-16" anchor="lines">
      <DataTable
        caption={t("lines.title")}
        rows={settlement.parts}
        rowKey={(line) => `${line.clearingNo}|${line.channel?.no}`}
        columns={useLineColumns(settlement)}
        empty={<EmptyState kind="nothing-yet" title={t("lines.none")} description={t("lines.noneText")} />}
      />
    </Section>
  );
}

function useLineColumns(settlement: SettlementDetailDto): Column<SettlementPartDto>[] {
  const t = useTranslations("settlement");
  const format = useFormatter();
  const { asset, merchant, parts } = settlement;
  const total = (figure: LineFigure) => parts.reduce((sum, line) => sum + BigInt(line[`${figure}Minor`]), 0n);
  // What never came up is left out: a table of eight zeros hides the figures that there are.
  const shown = FIGURES.filter(
    (figure) => figure === "captured" || figure === "net" || parts.some((line) => line[`${figure}Minor`] !== "0"),
  );
  return [
    {
      key: "day",
      header: t("lines.day"),
      rowHeader: true,
      cell: (line) => <Day on={line.clearedOn} className="tabular" />,
      footer: t("lines.total"),
    },
    {
      key: "clearing",
      header: t("lines.clearing"),
      cell: (line) => <ObjectLink kind="clearing" no={line.clearingNo} />,
    },
    { key: "channel", header: t("lines.channel"), cell: (line) => line.channel?.name ?? t("lines.noChannel") },
    { key: "items", header: t("lines.items"), align: "end", cell: (line) => format.number(line.itemCount) },
    ...shown.map(
      (figure): Column<SettlementPartDto> => ({
        key: figure,
        header: t(figure === "net" ? "lines.net" : `figure.${figure}`),
        align: "end",
        cell: (line) => <LineAmount line={line} figure={figure} asset={asset} merchantNo={merchant.no} />,
        footer: <Amount amountMinor={total(figure)} asset={asset} />,
      }),
    ),
  ];
}

type LineAmountProps = { line: SettlementPartDto; figure: LineFigure; asset: string; merchantNo: string };

function LineAmount({ line, figure, asset, merchantNo }: LineAmountProps) {
  const minor = line[`${figure}Minor`];
  const amount = <Amount amountMinor={minor} asset={asset} />;
  if (minor === "0") return <span className="text-faint">{amount}</span>;
  const part = PARTS[figure];
  const query = new URLSearchParams({
    tab: "items",
    merchant: merchantNo,
    channel: line.channel?.no ?? NO_CHANNEL,
    asset,
    ...(part ? { part } : {}),
  });
  return (
    <Link
      href={`/clearing/${encodeURIComponent(line.clearingNo)}?${query}#rows`}
      prefetch={false}
      className={LINK_CLASS}
    >
      {amount}
    </Link>
  );
}
