import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BankLineGrid } from "@/components/bank/bank-line-grid";
import { bankAccountHref } from "@/components/bank/bank-look";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { findBankStatement } from "@/server/queries/bank/list-bank-statements";
import { unmatchBankLinesAction } from "../../actions";

type StatementPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: StatementPageProps): Promise<Metadata> {
  return { title: (await params).no };
}

/** One version of a bank's statement: from its opening to its closing balance, and its lines. */
export default async function BankStatementPage({ params }: StatementPageProps) {
  const actor = await requirePermission("bank.view");
  const statement = await findBankStatement((await params).no);
  if (!statement) notFound();
  const t = await getTranslations("bank");
  const enums = await getTranslations("enums");
  const format = `format.${statement.format}`;
  const { statementNo, account, asset, version, isNewest, startsOn, endsOn } = statement;
  const amount = (minor: string) => <Amount amountMinor={minor} asset={asset} showAsset />;
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/bank" },
          { label: account, href: bankAccountHref(account) },
          { label: statementNo },
        ]}
        title={statementNo}
        badge={
          <StatusBadge tone={isNewest ? "info" : "neutral"}>
            {t(isNewest ? "statements.isNewest" : "statements.isSuperseded", { version })}
          </StatusBadge>
        }
        description={t("statements.period", { account, from: startsOn, to: endsOn })}
      />
      {statement.follows === false ? (
        <Alert tone="danger" title={t("statements.gap")}>
          {t("statements.gapText")}
        </Alert>
      ) : null}
      <Card>
        <KeyValueList
          columns={2}
          items={[
            { key: "opening", label: t("statements.opening"), value: amount(statement.openingMinor) },
            { key: "file", label: t("statements.file"), value: statement.fileName },
            { key: "income", label: t("statements.income"), value: amount(statement.incomeMinor) },
            {
              key: "format",
              label: t("statements.format"),
              value: enums.has(format) ? enums(format) : statement.format,
            },
            { key: "outgo", label: t("statements.outgo"), value: amount(statement.outgoMinor) },
            { key: "at", label: t("statements.importedAt"), value: <DateTime at={statement.importedAt} /> },
            { key: "closing", label: t("statements.closing"), value: amount(statement.closingMinor) },
            { key: "lines", label: t("statements.lines"), value: `${statement.lines}` },
          ]}
        />
      </Card>
      <BankLineGrid
        given={{ statement: statementNo }}
        unmatch={isNewest && may(actor, "bank.match") ? unmatchBankLinesAction : null}
      />
    </PageBody>
  );
}
