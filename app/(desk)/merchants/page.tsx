import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { MerchantsList } from "./_components/merchants-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("merchants"))("title") };
}

export default async function MerchantsPage() {
  await requirePermission("merchant.view");
  const t = await getTranslations("merchants");
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <MerchantsList />
    </PageBody>
  );
}
