import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { LedgerTabs } from "@/components/voucher/ledger-tabs";
import { requirePermission } from "@/server/auth/actor";
import { listPostingRules } from "@/server/queries/list-posting-rules";
import { RuleList } from "./_components/rule-list";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("catalogue"))("title") };
}

export default async function CataloguePage() {
  await requirePermission("ledger.view");
  const t = await getTranslations("catalogue");
  const rules = await listPostingRules();
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <LedgerTabs current="catalogue" />
      <RuleList rules={rules} />
    </PageBody>
  );
}
