import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { useEventName } from "@/components/voucher/use-event-name";
import type { BankDifferenceDto, BankEntryDto } from "@/contracts/bank-views";

/** The bank's closing balance, ours, and what of theirs and of ours makes the difference, to the cent. */
export function DifferenceCard({ difference }: { difference: BankDifferenceDto }) {
  const t = useTranslations("bank");
  const { asset, closedOn, closingMinor, bookMinor, differenceMinor, parts, isExplained, entries } = difference;
  const shown = parts.filter(({ minor, count }) => minor !== "0" || (count ?? 0) > 0);
  return (
    <div className="grid items-start gap-section lg:grid-cols-2">
      <Section
        title={t("difference.title", { asset })}
        description={t("difference.on", { on: closedOn })}
        actions={
          <StatusBadge tone={isExplained ? "success" : "danger"}>
            {t(isExplained ? "difference.explained" : "difference.unexplained")}
          </StatusBadge>
        }
      >
        <dl className="flex flex-col gap-1 text-sm">
          <Line label={t("difference.bank")} minor={closingMinor} asset={asset} isStrong />
          <Line label={t("difference.book")} minor={bookMinor} asset={asset} isStrong />
          <Line label={t("difference.difference")} minor={differenceMinor} asset={asset} isStrong isSigned isRuled />
          {shown.map(({ part, minor, count }) => (
            <Line
              key={part}
              label={t(`difference.${part}`, { count: count ?? 0, on: difference.beginsOn })}
              minor={minor}
              asset={asset}
              isSigned
            />
          ))}
        </dl>
      </Section>
      <Section title={t("difference.entries")} description={t("difference.entriesText")} flush>
        <Entries entries={entries} asset={asset} />
      </Section>
    </div>
  );
}

type LineProps = {
  label: string;
  minor: string;
  asset: string;
  isStrong?: boolean;
  isSigned?: boolean;
  isRuled?: boolean;
};

function Line({ label, minor, asset, isStrong = false, isSigned = false, isRuled = false }: LineProps) {
  return (
    <div
      className={`flex items-baseline justify-between gap-4 py-0.5 ${isStrong ? "font-medium" : "pl-4"} ${isRuled ? "border-line border-t" : ""}`}
    >
      <dt className={isStrong ? "" : "text-muted"}>{label}</dt>
      <dd>
        <Amount amountMinor={minor} asset={asset} signed={isSigned} showAsset />
      </dd>
    </div>
  );
}

function Entries({ entries, asset }: { entries: readonly BankEntryDto[]; asset: string }) {
  const t = useTranslations("bank");
  const nameOf = useEventName();
  return (
    <DataTable
      caption={t("difference.entries")}
      rows={entries}
      rowKey={(row) => row.voucherNo}
      empty={<p className="px-4 py-3 text-muted text-sm">{t("difference.noEntries")}</p>}
      columns={[
        { key: "on", header: t("difference.entryOn"), cell: (row) => <Day on={row.on} /> },
        {
          key: "no",
          header: t("difference.voucher"),
          rowHeader: true,
          cell: (row) => <ObjectLink kind="voucher" no={row.voucherNo} />,
        },
        { key: "event", header: t("difference.event"), cell: (row) => nameOf(row.event) },
        {
          key: "minor",
          header: t("lines.amount"),
          align: "end",
          cell: (row) => <Amount amountMinor={row.minor} asset={asset} signed />,
        },
      ]}
    />
  );
}
