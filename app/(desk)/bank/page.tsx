import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BankTabs } from "@/components/bank/bank-tabs";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listBankAccounts } from "@/server/queries/bank/list-bank-accounts";
import { listChannelFunds } from "@/server/queries/bank/list-channel-funds";
import { listChannels } from "@/server/queries/list-channels";
import { AccountTable } from "./_components/account-table";
import { BankDesk } from "./_components/bank-desk";
import { ChannelFunds } from "./_components/channel-funds";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bank"))("title") };
}

/** The reserve accounts, bank beside book, and every statement of theirs. */
export default async function BankPage() {
  const actor = await requirePermission("bank.view");
  const t = await getTranslations("bank");
  const accounts = await listBankAccounts();
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <BankTabs current="accounts" />
      <AccountTable accounts={accounts} />
      <ChannelFunds funds={await listChannelFunds()} />
      <BankDesk
        codes={[...new Set(accounts.map(({ code }) => code))]}
        channels={(await listChannels()).map(({ code, name }) => ({ code, name }))}
        mayImport={may(actor, "bank.import")}
      />
    </PageBody>
  );
}
