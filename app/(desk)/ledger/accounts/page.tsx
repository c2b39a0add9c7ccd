import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { LedgerTabs } from "@/components/voucher/ledger-tabs";
import { requirePermission } from "@/server/auth/actor";
import { AccountsList } from "./_components/accounts-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ledger"))("accounts.title") };
}

export default async function AccountsPage() {
  await requirePermission("ledger.view");
  const t = await getTranslations("ledger");
  return (
    <PageBody>
      <PageHeader title={t("accounts.title")} description={t("accounts.description")} />
      <LedgerTabs current="accounts" />
      <AccountsList />
    </PageBody>
  );
}
