import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Also what someone sees who may not know that the thing exists. */
export default async function NotFound() {
  const t = await getTranslations("common.notFound");
  return (
    <main className="flex min-h-[70dvh] flex-col items-center justify-center">
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState
        kind="no-match"
        title={t("title")}
        description={t("description")}
        action={<ButtonLink href="/">{t("home")}</ButtonLink>}
      />
    </main>
  );
}
