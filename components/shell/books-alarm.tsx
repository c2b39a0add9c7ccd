"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

/** On every page while a proof of the books has failed: what fails, what has stopped, and where to read more. */
export function BooksAlarm({ failed }: { failed: readonly string[] }) {
  const t = useTranslations("shell.alarm");
  const enums = useTranslations("enums");
  const names = failed.map((name) => (enums.has(`proof.${name}`) ? enums(`proof.${name}`) : name));
  return (
    <div
      role="alert"
      data-print="hide"
      className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-danger border-b bg-danger-soft px-3 py-1.5 text-ink text-sm sm:px-5"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 self-center text-danger" />
      <strong className="font-semibold text-danger">{t("title")}</strong>
      <span>{t("failed", { names: names.join(t("and")) })}</span>
      <span>{t("stopped")}</span>
      <Link href="/#books" className="font-medium text-link underline underline-offset-2">
        {t("open")}
      </Link>
    </div>
  );
}
