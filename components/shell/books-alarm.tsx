"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { StandingBanner } from "./standing-banner";

/** On every page while a proof of the books has failed: what fails, what has stopped, and where to read more. */
export function BooksAlarm({ failed }: { failed: readonly string[] }) {
  const t = useTranslations("shell.alarm");
  const enums = useTranslations("enums");
  const names = failed.map((name) => (enums.has(`proof.${name}`) ? enums(`proof.${name}`) : name));
  return (
    <StandingBanner icon={TriangleAlert} title={t("title")} href="/#books" open={t("open")}>
      <span>{t("failed", { names: names.join(t("and")) })}</span>
      <span>{t("stopped")}</span>
    </StandingBanner>
  );
}
