import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** Also what someone sees who may not know that the thing exists. */
export default async function DeskNotFound() {
  const t = await getTranslations("common.notFound");
  return (
    <>
      <PageHeader title={t("title")} />
      <EmptyState kind="no-match" title={t("description")} action={<ButtonLink href="/">{t("home")}</ButtonLink>} />
    </>
  );
}
