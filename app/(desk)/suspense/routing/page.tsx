import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SuspensePages } from "@/components/suspense/suspense-pages";
import { Section } from "@/components/ui/card";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { getRouting } from "@/server/queries/get-routing";
import { listChannels } from "@/server/store/channels";
import { listColleagues, listTeams } from "@/server/teamwork/colleagues";
import { reader } from "@/server/transact";
import { RoutingEditor } from "./_components/routing-editor";
import { Teams } from "./_components/teams";
import { saveRoutingAction, saveTeamAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspense"))("routing.title") };
}

/** Which team or person gets which items, who is in which team, and when items come back by themselves. */
export default async function RoutingPage() {
  const actor = await requirePermission("suspense.route");
  const t = await getTranslations("suspense");
  const today = accountingToday();
  const [routing, colleagues, teams, channels] = await Promise.all([
    getRouting(),
    listColleagues(actor, today),
    listTeams(actor, today, true),
    listChannels(reader),
  ]);
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/suspense" }, { label: t("routing.title") }]}
        title={t("routing.title")}
        description={t("routing.description")}
        actions={<SuspensePages current="routing" mayRoute />}
      />
      <Section title={t("routing.rules")} description={t("routing.rulesText")}>
        <RoutingEditor
          key={routing.version}
          routing={routing}
          colleagues={colleagues}
          channels={channels.map(({ code, name }) => ({ no: code, name }))}
          save={saveRoutingAction}
        />
      </Section>
      <Section title={t("team.title")} description={t("team.description")}>
        <Teams teams={teams} people={colleagues.people} save={saveTeamAction} />
      </Section>
    </PageBody>
  );
}
