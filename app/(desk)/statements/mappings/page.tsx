import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { listMappings } from "@/server/queries/list-mappings";
import { MappingTable } from "./_components/mapping-table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mappings"))("title") };
}

export default async function MappingsPage() {
  await requirePermission("mapping.view");
  const t = await getTranslations("mappings");
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("statements"), href: "/statements" }, { label: t("title") }]}
        title={t("title")}
        description={t("description")}
      />
      <Card flush>
        <MappingTable mappings={await listMappings()} />
      </Card>
    </PageBody>
  );
}
