import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefundsGrid } from "@/components/refund/refunds-grid";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { listChannelChoices } from "@/server/queries/list-channel-choices";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("refunds"))("title") };
}

/** Everything that goes back to payers, whoever began it. */
export default async function RefundsPage() {
  await requirePermission("refund.view");
  const t = await getTranslations("refunds");
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <RefundsGrid channels={await listChannelChoices()} />
    </PageBody>
  );
}
