import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getMapping } from "@/server/queries/get-mapping";
import { proposeMappingAction } from "../actions";
import { MappingDesk } from "./_components/mapping-desk";

type MappingPageProps = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: MappingPageProps): Promise<Metadata> {
  return { title: (await params).code };
}

export default async function MappingPage({ params }: MappingPageProps) {
  const actor = await requirePermission("mapping.view");
  const mapping = await getMapping((await params).code);
  if (!mapping) notFound();
  const t = await getTranslations("mappings");
  const { channel, name, version, waitingNo } = mapping;
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("statements"), href: "/statements" },
          { label: t("title"), href: "/statements/mappings" },
          { label: name },
        ]}
        title={name}
        badge={
          <StatusBadge tone={version === 0 ? "warning" : "success"}>
            {version === 0 ? t("noVersion") : t("version", { version })}
          </StatusBadge>
        }
        description={version === 0 && !waitingNo ? t("missing.text") : t("of", { code: channel })}
        actions={<ButtonLink href={`/channels/${channel}`}>{t("column.channel")}</ButtonLink>}
      />
      {waitingNo ? (
        <Alert title={t("waiting.title", { approvalNo: waitingNo })}>
          {t.rich("waiting.text", {
            link: () => <ObjectLink kind="approval" no={waitingNo} className={LINK_CLASS} />,
          })}
        </Alert>
      ) : null}
      <MappingDesk mapping={mapping} mayPropose={may(actor, "mapping.propose")} propose={proposeMappingAction} />
    </PageBody>
  );
}
