import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BankLineGrid } from "@/components/bank/bank-line-grid";
import { Alert } from "@/components/ui/alert";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getBankAccount } from "@/server/queries/bank/list-bank-accounts";
import { matchBankAccountsAction, unmatchBankLinesAction } from "../../actions";
import { DifferenceCard } from "./_components/difference-card";
import { MatchAgain } from "./_components/match-again";

type AccountPageProps = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: AccountPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).code) };
}

/** One reserve account: why bank and book differ, and its lines. */
export default async function BankAccountPage({ params }: AccountPageProps) {
  const actor = await requirePermission("bank.view");
  const account = await getBankAccount(decodeURIComponent((await params).code));
  if (!account) notFound();
  const t = await getTranslations("bank");
  const mayMatch = may(actor, "bank.match");
  const numbers = account.fileAccountNos.join(", ");
  const channels = account.channels.map(({ name }) => name).join(", ");
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/bank" }, { label: account.code }]}
        title={account.code}
        description={[numbers, channels].filter(Boolean).join(" · ")}
        actions={
          mayMatch ? (
            <MatchAgain account={account.code} matchable={account.matchable} action={matchBankAccountsAction} />
          ) : null
        }
      />
      {account.differences.length === 0 ? <Alert title={t("difference.none")}>{t("difference.noneText")}</Alert> : null}
      {account.differences.map((difference) => (
        <DifferenceCard key={difference.asset} difference={difference} />
      ))}
      <BankLineGrid
        given={{ account: account.code }}
        unmatch={mayMatch ? unmatchBankLinesAction : null}
        refreshKey={account.matchable}
      />
    </PageBody>
  );
}
