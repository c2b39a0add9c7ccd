import Link from "next/link";
import { useTimeZone, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { formatInstant } from "@/components/money/format-date";
import { LINK_CLASS } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { useSubjectName } from "@/components/voucher/subject-name";
import type { ChartDto, Side, SubjectDto } from "@/contracts/ledger-views";
import { AssetChoice } from "./asset-choice";
import { BalanceSign } from "./balance-sign";

type ChartOfAccountsProps = {
  chart: ChartDto;
  asset: string;
  /** When the figures were read, milliseconds. */
  updatedAt: number;
  /** Whether the last try to read them again failed. */
  isStale: boolean;
};

/** The subjects as a tree with what their accounts add up to, and the proof that both sides are equal. */
export function ChartOfAccounts({ chart, asset, updatedAt, isStale }: ChartOfAccountsProps) {
  const t = useTranslations("ledger");
  const total = chart.totals.find((one) => one.asset === asset);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3 empty:hidden">
        <AssetChoice assets={chart.totals.map((one) => one.asset)} current={asset} />
        {chart.isWhole && total ? (
          <BalanceSign
            debitMinor={total.debitMinor}
            creditMinor={total.creditMinor}
            asset={asset}
            equal={t("chart.balanced")}
          />
        ) : null}
        <AsOf updatedAt={updatedAt} isStale={isStale} />
      </div>
      {chart.isWhole ? null : (
        <Alert tone="info" title={t("chart.partial")}>
          {t("chart.partialText")}
        </Alert>
      )}
      <Card flush>
        <SubjectTable chart={chart} asset={asset} />
      </Card>
    </div>
  );
}

/** Said once at the beginning and not again: a clock that talks every ten seconds would be heard by nobody. */
function AsOf({ updatedAt, isStale }: { updatedAt: number; isStale: boolean }) {
  const t = useTranslations("ledger");
  const zone = useTimeZone() ?? "UTC";
  const time = formatInstant(new Date(updatedAt), { zone, seconds: true }).slice(11);
  if (isStale) return <StatusBadge tone="warning">{t("chart.stale", { time })}</StatusBadge>;
  return (
    <p suppressHydrationWarning className="tabular ml-auto text-muted text-xs">
      {t("chart.asOf", { time })}
    </p>
  );
}

function SubjectTable({ chart, asset }: Pick<ChartOfAccountsProps, "chart" | "asset">) {
  const t = useTranslations("ledger");
  const nameOf = useSubjectName();
  const total = chart.totals.find((one) => one.asset === asset);
  const hasChildren = new Set(chart.subjects.map((subject) => subject.parentCode));
  const balance = (subject: SubjectDto, side: Side) =>
    subject.normalSide === side ? (
      <SubjectBalance subject={subject} asset={asset} isSum={hasChildren.has(subject.code)} />
    ) : null;
  return (
    <DataTable
      caption={t("tabs.chart")}
      rows={chart.isWhole ? chart.subjects : chart.subjects.filter((subject) => subject.accounts > 0)}
      rowKey={(subject) => subject.code}
      empty={<EmptyState kind="nothing-yet" title={t("chart.empty")} />}
      columns={[
        {
          key: "code",
          header: t("chart.code"),
          cell: (subject) => (
            <Link
              href={`/ledger/accounts?subject=${subject.code}`}
              className={`${LINK_CLASS} tabular ${subject.parentCode ? "ml-5" : ""}`}
            >
              {subject.code}
            </Link>
          ),
          footer: t("chart.total"),
        },
        {
          key: "name",
          header: t("chart.name"),
          cell: (subject) => (
            <span className={subject.parentCode ? "ml-5" : hasChildren.has(subject.code) ? "font-semibold" : undefined}>
              {nameOf(subject)}
            </span>
          ),
          rowHeader: true,
        },
        { key: "side", header: t("chart.side"), cell: (subject) => t(`side.${subject.normalSide}`) },
        {
          key: "owner",
          header: t("chart.owner"),
          cell: (subject) => (
            <Badge tone={subject.fundOwner === "OWN" ? "info" : "neutral"}>{t(`owner.${subject.fundOwner}`)}</Badge>
          ),
        },
        { key: "accounts", header: t("chart.accounts"), align: "end", cell: (subject) => subject.accounts || "—" },
        {
          key: "debit",
          header: t("chart.debit"),
          align: "end",
          cell: (subject) => balance(subject, "DEBIT"),
          footer: total ? <Amount amountMinor={total.debitMinor} asset={asset} /> : "—",
        },
        {
          key: "credit",
          header: t("chart.credit"),
          align: "end",
          cell: (subject) => balance(subject, "CREDIT"),
          footer: total ? <Amount amountMinor={total.creditMinor} asset={asset} /> : "—",
        },
      ]}
    />
  );
}

/** A subject that only sums its children is set back, so that nobody adds it up a second time. */
function SubjectBalance({ subject, asset, isSum }: { subject: SubjectDto; asset: string; isSum: boolean }) {
  const t = useTranslations("ledger");
  const found = subject.balances.find((balance) => balance.asset === asset);
  if (!found) return <span className="text-faint">—</span>;
  return (
    <span className="flex flex-col items-end">
      <Amount amountMinor={found.balanceMinor} asset={asset} className={isSum ? "text-muted italic" : undefined} />
      <PartOfBalance label={t("chart.frozen")} minor={found.frozenMinor} asset={asset} />
      <PartOfBalance label={t("chart.pending")} minor={found.pendingMinor} asset={asset} />
    </span>
  );
}

/** What is in a balance and not to be had: shown where there is some. */
function PartOfBalance({ label, minor, asset }: { label: string; minor: string; asset: string }) {
  if (minor === "0") return null;
  return (
    <span className="text-muted text-xs">
      {label} <Amount amountMinor={minor} asset={asset} />
    </span>
  );
}
