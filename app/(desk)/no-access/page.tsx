import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { PERMISSIONS, type Permission } from "@/core/permissions/permissions";
import { requireActor } from "@/server/auth/actor";

type NoAccessPageProps = { searchParams: Promise<{ permission?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("no-access"))("title") };
}

/** Names the permission that a page asked for, and which roles have it. */
export default async function NoAccessPage({ searchParams }: NoAccessPageProps) {
  const { roles } = await requireActor();
  const t = await getTranslations("no-access");
  const shell = await getTranslations("shell");
  const { permission: asked } = await searchParams;
  const permission = Object.keys(PERMISSIONS).find((known): known is Permission => known === asked);
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-4 py-6">
      <PageHeader title={t("title")} description={t("description")} />
      <Alert
        tone="warning"
        title={permission ? t("needs", { what: t(`permission.${permission}`) }) : t("needsUnknown")}
      >
        {permission ? (
          <div className="flex flex-col gap-2 pt-1">
            <p className="flex flex-wrap items-center gap-1.5">
              {t("granted")}
              {PERMISSIONS[permission].roles.map((role) => (
                <Badge key={role}>{shell(`role.${role}`)}</Badge>
              ))}
            </p>
            <p className="flex flex-wrap items-center gap-1.5">
              {t("yours")}
              {roles.map((role) => (
                <Badge key={role}>{shell(`role.${role}`)}</Badge>
              ))}
            </p>
          </div>
        ) : null}
      </Alert>
      <p className="text-muted text-sm">{t("ask")}</p>
      <div>
        <ButtonLink href="/">{t("home")}</ButtonLink>
      </div>
    </div>
  );
}
