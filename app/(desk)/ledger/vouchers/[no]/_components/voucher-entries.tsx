import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { DataTable } from "@/components/ui/data-table";
import { useSubjectName } from "@/components/voucher/subject-name";
import type { Side, VoucherDto, VoucherEntryDto } from "@/contracts/ledger-views";

/** Debits and credits, and what they made of each account's balance. */
export function VoucherEntries({ voucher }: { voucher: VoucherDto }) {
  const t = useTranslations("ledger");
  return (
    <Section title={t("voucher.entries")} flush>
      <EntryTable voucher={voucher} />
      {voucher.inWords ? (
        <p className="flex flex-wrap gap-x-3 border-line border-t px-4 py-2 text-sm">
          <span className="text-muted">{t(voucher.totals.length > 1 ? "voucher.wordsOfCny" : "voucher.words")}</span>
          <span lang="zh-CN">{voucher.inWords}</span>
        </p>
      ) : null}
    </Section>
  );
}

function EntryTable({ voucher }: { voucher: VoucherDto }) {
  const t = useTranslations("ledger");
  const nameOf = useSubjectName();
  // Beside another asset, the usual one is named too.
  const isNamed = (asset: string) => asset !== "CNY" || voucher.totals.length > 1;
  const side = (wanted: Side) => (entry: VoucherEntryDto) =>
    entry.side === wanted ? (
      <Amount amountMinor={entry.amountMinor} asset={entry.asset} showAsset={isNamed(entry.asset)} />
    ) : null;
  const totals = (
    <span className="flex flex-col items-end">
      {voucher.totals.map((total) => (
        <Amount
          key={total.asset}
          amountMinor={total.amountMinor}
          asset={total.asset}
          showAsset={isNamed(total.asset)}
        />
      ))}
    </span>
  );
  return (
    <DataTable
      caption={t("voucher.entries")}
      rows={voucher.entries}
      rowKey={(entry) => `${entry.lineNo}`}
      columns={[
        {
          key: "account",
          header: t("voucher.account"),
          cell: (entry) => (
            <span className={cn("flex flex-col items-start", entry.side === "CREDIT" && "pl-6")}>
              {entry.isReadable ? <ObjectLink kind="account" no={entry.accountNo} /> : entry.accountNo}
              <span className="text-muted text-xs">
                {entry.glCode} {nameOf(entry)}
              </span>
            </span>
          ),
          rowHeader: true,
          footer: t("voucher.total"),
        },
        { key: "debit", header: t("voucher.debit"), align: "end", cell: side("DEBIT"), footer: totals },
        { key: "credit", header: t("voucher.credit"), align: "end", cell: side("CREDIT"), footer: totals },
        {
          key: "balance",
          header: t("voucher.balance"),
          align: "end",
          cell: (entry) => <BeforeAfter entry={entry} />,
        },
      ]}
    />
  );
}

function BeforeAfter({ entry }: { entry: VoucherEntryDto }) {
  const t = useTranslations("ledger");
  if (entry.beforeMinor === null || entry.afterMinor === null) {
    return <span className="text-faint">{t(entry.isReadable ? "voucher.waiting" : "voucher.hidden")}</span>;
  }
  return (
    <span className="flex flex-col items-end whitespace-nowrap text-muted">
      <Amount amountMinor={entry.beforeMinor} asset={entry.asset} />
      <span>
        → <Amount amountMinor={entry.afterMinor} asset={entry.asset} className="text-ink" />
      </span>
    </span>
  );
}
