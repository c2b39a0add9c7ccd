import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listChannels } from "@/server/queries/list-channels";
import { ChannelDialog } from "./_components/channel-dialog";
import { ChannelTable } from "./_components/channel-table";
import { proposeChannelAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("channels"))("title") };
}

export default async function ChannelsPage() {
  const actor = await requirePermission("channel.view");
  const t = await getTranslations("channels");
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={may(actor, "channel.edit") ? <ChannelDialog channel={null} action={proposeChannelAction} /> : null}
      />
      <Card flush>
        <ChannelTable channels={await listChannels()} />
      </Card>
    </PageBody>
  );
}
