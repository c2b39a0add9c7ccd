import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SuspensePages } from "@/components/suspense/suspense-pages";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listBulkJobs } from "@/server/queries/find-bulk-job";
import { BulkJobs } from "./_components/bulk-jobs";
import { SheetDrop } from "./_components/sheet-drop";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bulk"))("title") };
}

/** The reader's own acts on many items, and the place where filled-in sheets come back. */
export default async function BulkPage() {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("bulk");
  const suspense = await getTranslations("suspense");
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        crumbs={[{ label: suspense("title"), href: "/suspense" }, { label: t("title") }]}
        actions={<SuspensePages current="bulk" mayRoute={may(actor, "suspense.route")} />}
      />
      {may(actor, "suspense.propose") ? <SheetDrop /> : null}
      <BulkJobs initial={await listBulkJobs(actor)} />
    </PageBody>
  );
}
