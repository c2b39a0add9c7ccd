import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listPayoutBatches } from "@/server/queries/payout-batches";
import { FileTable } from "./_components/file-table";
import { PayoutFileDrop } from "./_components/payout-file-drop";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payouts"))("batch.title") };
}

/** Files of many payouts: where one is brought, and what became of those before. */
export default async function PayoutFilesPage() {
  const actor = await requirePermission("payout.view");
  const t = await getTranslations("payouts");
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/payouts" }, { label: t("batch.title") }]}
        title={t("batch.title")}
        description={t("batch.description")}
      />
      {may(actor, "payout.ask") ? <PayoutFileDrop /> : null}
      <FileTable files={await listPayoutBatches(actor)} />
    </PageBody>
  );
}
