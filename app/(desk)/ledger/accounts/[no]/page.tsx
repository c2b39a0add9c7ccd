import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { EntriesGrid } from "@/components/voucher/entries-grid";
import { requirePermission } from "@/server/auth/actor";
import { findAccount } from "@/server/queries/list-accounts";
import { AccountFacts } from "./_components/account-facts";

type Props = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).no) };
}

export default async function AccountPage({ params }: Props) {
  const actor = await requirePermission("ledger.view");
  const account = await findAccount(actor, decodeURIComponent((await params).no));
  if (!account) notFound();
  const t = await getTranslations("ledger");
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/ledger" },
          { label: t("tabs.accounts"), href: `/ledger/accounts?subject=${account.glCode}` },
          { label: account.accountNo },
        ]}
        title={account.accountNo}
        badge={<CopyButton text={account.accountNo} what={t("accounts.no")} />}
      />
      <AccountFacts account={account} />
      <Section title={t("account.entries")} description={t("account.entriesText")} plain>
        <EntriesGrid accountNo={account.accountNo} />
      </Section>
    </PageBody>
  );
}
