"use client";

import { useTranslations } from "next-intl";
import { CheckerRuleText } from "@/components/approval/checker-rule";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { BulkPreviewDto } from "@/contracts/bulk";
import type { MoneyDto } from "@/contracts/wire";

/** What all vouchers together would do to the accounts, and who has to check it. */
export function BulkSummary({ job }: { job: BulkPreviewDto }) {
  const t = useTranslations("bulk");
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      {job.accounts.length > 0 ? (
        <Section title={t("job.accounts")} flush>
          <Accounts job={job} />
        </Section>
      ) : null}
      <div className="flex min-w-0 flex-col gap-4">
        {job.status === "READY" && job.checkers.length > 0 ? (
          <Section title={t("job.checkers")} description={t("job.checkersNote")}>
            <Checkers job={job} />
          </Section>
        ) : null}
        {job.blocks.length > 0 ? (
          <Section title={t("job.blocks")}>
            <Blocks job={job} />
          </Section>
        ) : null}
      </div>
    </div>
  );
}

function Accounts({ job }: { job: BulkPreviewDto }) {
  const t = useTranslations("bulk");
  return (
    <DataTable
      caption={t("job.accounts")}
      rows={job.accounts}
      rowKey={(row) => `${row.accountNo} ${row.asset}`}
      columns={[
        {
          key: "account",
          header: t("job.account"),
          rowHeader: true,
          cell: (row) => <ObjectLink kind="account" no={row.accountNo} />,
        },
        {
          key: "debit",
          header: t("job.debit"),
          align: "end",
          cell: (row) => <Side minor={row.debitMinor} asset={row.asset} />,
        },
        {
          key: "credit",
          header: t("job.credit"),
          align: "end",
          cell: (row) => <Side minor={row.creditMinor} asset={row.asset} />,
        },
      ]}
    />
  );
}

function Side({ minor, asset }: { minor: string; asset: string }) {
  return minor === "0" ? null : <Amount amountMinor={minor} asset={asset} showAsset />;
}

function Checkers({ job }: { job: BulkPreviewDto }) {
  const t = useTranslations("bulk");
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {job.checkers.map(({ rule, count, amounts }) => (
        <li key={`${rule.act} ${rule.asset} ${rule.upToMinor} ${amounts[0]?.asset}`}>
          <span className="tabular font-medium">
            {t("job.rows", { count })} · <Amounts amounts={amounts} />
          </span>
          <p className="text-muted">
            <CheckerRuleText rule={rule} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function Blocks({ job }: { job: BulkPreviewDto }) {
  const t = useTranslations("bulk");
  const say = useRefusalText();
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {job.blocks.map(({ refusal, count }) => (
        <li key={refusal.code}>
          <span className="tabular font-medium">{t("job.rows", { count })}</span>
          <p className="text-muted">{say(refusal)}</p>
        </li>
      ))}
    </ul>
  );
}

export function Amounts({ amounts }: { amounts: readonly MoneyDto[] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {amounts.map(({ amountMinor, asset }) => (
        <Amount key={asset} amountMinor={amountMinor} asset={asset} showAsset />
      ))}
    </span>
  );
}
