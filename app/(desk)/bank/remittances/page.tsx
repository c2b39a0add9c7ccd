import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BankTabs } from "@/components/bank/bank-tabs";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listChannels } from "@/server/queries/list-channels";
import { matchBankLinesAction } from "../actions";
import { RemittanceGrid } from "./_components/remittance-grid";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bank"))("remittances.title") };
}

/** What channels say that they send, beside what the banks have received of it. */
export default async function RemittancesPage() {
  const actor = await requirePermission("bank.view");
  const t = await getTranslations("bank");
  const channels = (await listChannels()).map(({ code, name }) => ({ code, name }));
  return (
    <PageBody>
      <PageHeader title={t("remittances.title")} description={t("remittances.description")} />
      <BankTabs current="remittances" />
      <RemittanceGrid channels={channels} match={may(actor, "bank.match") ? matchBankLinesAction : null} />
    </PageBody>
  );
}
