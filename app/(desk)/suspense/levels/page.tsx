import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ObjectLink } from "@/components/object/object-link";
import { ServiceLevels } from "@/components/suspense/service-levels";
import { SuspensePages } from "@/components/suspense/suspense-pages";
import { Alert } from "@/components/ui/alert";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getServiceLevelsPage } from "@/server/queries/service-levels";
import { listChannels } from "@/server/store/channels";
import { reader } from "@/server/transact";
import { LevelHistory } from "./_components/level-history";
import { LevelsEditor } from "./_components/levels-editor";
import { proposeServiceLevelsAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspense"))("level.title") };
}

/** How urgent items are and how long they may take: what is in force, a change of it for who may propose one, every version. */
export default async function ServiceLevelsPage() {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("suspense");
  const [page, channels] = await Promise.all([getServiceLevelsPage(accountingToday()), listChannels(reader)]);
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/suspense" },
          { label: t("playbook.title"), href: "/suspense/playbook" },
          { label: t("level.title") },
        ]}
        title={t("level.title")}
        description={t("level.description")}
        actions={<SuspensePages current={null} mayRoute={may(actor, "suspense.route")} />}
      />
      {page.waitingNo ? (
        <Alert tone="info" title={t("level.waits")}>
          <ObjectLink kind="approval" no={page.waitingNo} className="underline" />
        </Alert>
      ) : null}
      {page.earlier.open > 0 ? <Alert tone="info" title={t("level.earlier", page.earlier)} /> : null}
      {may(actor, "serviceLevel.propose") && !page.waitingNo ? (
        <LevelsEditor
          key={page.version}
          page={page}
          channels={channels.map(({ code, name }) => ({ no: code, name }))}
          propose={proposeServiceLevelsAction}
        />
      ) : (
        <ServiceLevels levels={page.levels} />
      )}
      <LevelHistory history={page.history} />
    </PageBody>
  );
}
