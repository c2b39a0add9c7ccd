import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listChannels } from "@/server/queries/list-channels";
import { StatementsDesk } from "./_components/statements-desk";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("statements"))("title") };
}

export default async function StatementsPage() {
  const actor = await requirePermission("statement.view");
  const t = await getTranslations("statements");
  const channels = (await listChannels()).map(({ code, name }) => ({ code, name }));
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <StatementsDesk channels={channels} mayImport={may(actor, "statement.import")} />
    </PageBody>
  );
}
