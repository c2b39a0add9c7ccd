import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SuspensePages } from "@/components/suspense/suspense-pages";
import { MentionList } from "@/components/teamwork/mention-list";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listMentions } from "@/server/queries/list-mentions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspense"))("mention.title") };
}

/** What colleagues have asked the reader in comments. */
export default async function MentionsPage() {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("suspense");
  const mentions = await listMentions(actor, { unreadOnly: false });
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/suspense" }, { label: t("mention.title") }]}
        title={t("mention.title")}
        description={t("mention.description")}
        actions={<SuspensePages current="mentions" mayRoute={may(actor, "suspense.route")} />}
      />
      {mentions.length === 0 ? (
        <EmptyState kind="all-done" title={t("mention.none")} description={t("mention.noneText")} />
      ) : (
        <Card flush>
          <MentionList mentions={mentions} />
        </Card>
      )}
    </PageBody>
  );
}
