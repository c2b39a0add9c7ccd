import { getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/alert";
import { PageHeader } from "@/components/ui/page-header";

/** The page exists, but not for this person's roles. */
export default async function Forbidden() {
  const t = await getTranslations("common.forbidden");
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <PageHeader title={t("title")} />
      <Alert tone="warning" title={t("what")}>
        {t("who")}
      </Alert>
    </div>
  );
}
