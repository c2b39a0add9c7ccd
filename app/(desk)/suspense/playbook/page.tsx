import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServiceLevels } from "@/components/suspense/service-levels";
import { SuspensePages } from "@/components/suspense/suspense-pages";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listPlaybook } from "@/server/queries/list-playbook";
import { listServiceLevels } from "@/server/queries/service-levels";
import { PlaybookTable } from "./_components/playbook-table";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspense"))("playbook.title") };
}

/** How items are handled: what can become of one, and how long that may take. */
export default async function PlaybookPage() {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("suspense");
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/suspense" }, { label: t("playbook.title") }]}
        title={t("playbook.title")}
        description={t("playbook.description")}
        actions={<SuspensePages current="playbook" mayRoute={may(actor, "suspense.route")} />}
      />
      <PlaybookTable plays={await listPlaybook()} />
      <ServiceLevels
        levels={await listServiceLevels(accountingToday())}
        actions={
          <ButtonLink size="sm" href="/suspense/levels" prefetch={false}>
            {t(may(actor, "serviceLevel.propose") ? "level.toChange" : "level.toHistory")}
          </ButtonLink>
        }
      />
    </PageBody>
  );
}
