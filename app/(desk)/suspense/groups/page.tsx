import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listChannels } from "@/server/queries/list-channels";
import { prepareBulkAction } from "../bulk/actions";
import { GroupDesk } from "./_components/group-desk";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bulk"))("groups.title") };
}

/** The open queue by cause: one row for all items that look alike, and one act for them. */
export default async function GroupsPage() {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("bulk");
  const suspense = await getTranslations("suspense");
  const channels = (await listChannels()).map(({ code, name }) => ({ code, name }));
  return (
    <PageBody>
      <PageHeader
        title={t("groups.title")}
        description={t("groups.description")}
        crumbs={[{ label: suspense("title"), href: "/suspense" }, { label: t("groups.title") }]}
      />
      <GroupDesk channels={channels} prepare={may(actor, "suspense.propose") ? prepareBulkAction : null} />
    </PageBody>
  );
}
