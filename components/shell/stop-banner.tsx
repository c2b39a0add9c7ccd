"use client";

import { OctagonX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

/** On every page while money going out is stopped by hand, or after a restore. */
export function StopBanner() {
  const t = useTranslations("shell.stopped");
  return (
    <div
      role="alert"
      data-print="hide"
      className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-danger border-b bg-danger-soft px-3 py-1.5 text-ink text-sm sm:px-5"
    >
      <OctagonX aria-hidden className="size-4 shrink-0 self-center text-danger" />
      <strong className="font-semibold text-danger">{t("title")}</strong>
      <span>{t("text")}</span>
      <Link href="/money-out" className="font-medium text-link underline underline-offset-2">
        {t("open")}
      </Link>
    </div>
  );
}
