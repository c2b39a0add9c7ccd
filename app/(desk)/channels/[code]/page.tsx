import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { findChannel, listChannelAccounts } from "@/server/queries/list-channels";
import { ChannelDialog } from "../_components/channel-dialog";
import { proposeChannelAction } from "../actions";
import { ChannelAccounts } from "./_components/channel-accounts";
import { ChannelSettings } from "./_components/channel-settings";

type ChannelPageProps = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: ChannelPageProps): Promise<Metadata> {
  return { title: (await params).code };
}

export default async function ChannelPage({ params }: ChannelPageProps) {
  const actor = await requirePermission("channel.view");
  const channel = await findChannel((await params).code);
  if (!channel) notFound();
  const t = await getTranslations("channels");
  const accounts = may(actor, "position.view") ? await listChannelAccounts(channel.code) : null;
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/channels" }, { label: channel.name }]}
        title={channel.name}
        description={t("of", { code: channel.code, version: channel.version })}
        actions={
          <>
            {may(actor, "statement.view") ? (
              <ButtonLink href={`/statements?channel=${channel.code}`}>{t("statements")}</ButtonLink>
            ) : null}
            {may(actor, "reconciliation.view") ? (
              <ButtonLink href={`/reconciliation?channel=${channel.code}`}>{t("batches")}</ButtonLink>
            ) : null}
            {may(actor, "channel.edit") ? <ChannelDialog channel={channel} action={proposeChannelAction} /> : null}
          </>
        }
      />
      <div className="grid items-start gap-section lg:grid-cols-2">
        <ChannelSettings channel={channel} />
        {accounts ? <ChannelAccounts accounts={accounts} /> : null}
      </div>
    </PageBody>
  );
}
