import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { LedgerTabs } from "@/components/voucher/ledger-tabs";
import { requirePermission } from "@/server/auth/actor";
import { VouchersDownload } from "./_components/vouchers-download";
import { VouchersList } from "./_components/vouchers-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ledger"))("vouchers.title") };
}

export default async function VouchersPage() {
  const actor = await requirePermission("ledger.view");
  const t = await getTranslations("ledger");
  return (
    <PageBody>
      <PageHeader
        title={t("vouchers.title")}
        description={t("vouchers.description")}
        actions={actor.scope === null ? <VouchersDownload roles={actor.roles} /> : null}
      />
      <LedgerTabs current="vouchers" />
      <VouchersList />
    </PageBody>
  );
}
