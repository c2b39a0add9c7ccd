import Link from "next/link";
import { useTranslations } from "next-intl";
import { bankAccountHref } from "@/components/bank/bank-look";
import { Amount } from "@/components/money/amount";
import { LINK_CLASS } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { BankAccountDto } from "@/contracts/bank-views";

/** Bank beside book, one row an account and currency; the difference leads to what makes it. */
export function AccountTable({ accounts }: { accounts: readonly BankAccountDto[] }) {
  const t = useTranslations("bank");
  const amount = (row: BankAccountDto, minor: string | null, signed = false) =>
    minor === null ? "—" : <Amount amountMinor={minor} asset={row.asset} signed={signed} />;
  const columns: Column<BankAccountDto>[] = [
    {
      key: "code",
      header: t("account.code"),
      rowHeader: true,
      cell: (row) => (
        <Link href={bankAccountHref(row.code)} className={`${LINK_CLASS} whitespace-nowrap`}>
          {row.code}
        </Link>
      ),
    },
    { key: "asset", header: t("account.asset"), cell: (row) => row.asset },
    { key: "channels", header: t("account.channels"), cell: (row) => row.channels.join(", ") || "—" },
    {
      key: "closedOn",
      className: "whitespace-nowrap",
      header: t("account.closedOn"),
      cell: (row) => row.closedOn ?? "—",
    },
    { key: "bank", header: t("account.bank"), align: "end", cell: (row) => amount(row, row.closingMinor) },
    { key: "book", header: t("account.book"), align: "end", cell: (row) => amount(row, row.bookMinor) },
    {
      key: "difference",
      header: t("account.difference"),
      align: "end",
      cell: (row) => amount(row, row.differenceMinor, true),
    },
    { key: "state", header: t("account.state"), cell: (row) => <State account={row} /> },
  ];
  return (
    <Section title={t("account.title")} flush>
      <DataTable
        caption={t("account.title")}
        columns={columns}
        rows={accounts}
        rowKey={(row) => `${row.code} ${row.asset}`}
        empty={<EmptyState kind="nothing-yet" title={t("account.none")} description={t("account.noneText")} />}
      />
    </Section>
  );
}

function State({ account }: { account: BankAccountDto }) {
  const t = useTranslations("bank");
  if (account.closedOn === null) return <StatusBadge tone="neutral">{t("account.noStatement")}</StatusBadge>;
  if (account.gaps > 0) return <StatusBadge tone="danger">{t("account.gaps", { count: account.gaps })}</StatusBadge>;
  if (account.unexplained > 0) {
    return <StatusBadge tone="warning">{t("account.unexplained", { count: account.unexplained })}</StatusBadge>;
  }
  return <StatusBadge tone="success">{t("account.explained")}</StatusBadge>;
}
