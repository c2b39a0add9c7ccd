"use client";

import { OctagonX } from "lucide-react";
import { useTranslations } from "next-intl";
import { StandingBanner } from "./standing-banner";

/** On every page while money going out is stopped by hand, or after a restore. */
export function StopBanner() {
  const t = useTranslations("shell.stopped");
  return (
    <StandingBanner icon={OctagonX} title={t("title")} href="/money-out" open={t("open")}>
      <span>{t("text")}</span>
    </StandingBanner>
  );
}
