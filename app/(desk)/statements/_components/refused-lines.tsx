"use client";

import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { RefusedLineTable } from "@/components/statement/refused-line-table";
import { ButtonLink } from "@/components/ui/button";
import type { ImportDto } from "@/contracts/imports";

/** The first lines that keep a file out; all of them are in the download. */
export function RefusedLines({ job }: { job: ImportDto }) {
  const t = useTranslations("statements");
  const locale = useLocale();
  const lines = job.refusedLines;
  return (
    <div className="rounded-lg border border-line">
      <RefusedLineTable lines={lines} />
      <div className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-2 text-muted text-xs">
        <span className="flex-1">{t("refused.count", { shown: lines.length, count: job.refusedCount })}</span>
        <ButtonLink
          size="sm"
          href={`/api/statements/imports/${job.importNo}/refused?locale=${locale}`}
          prefetch={false}
          download
        >
          <Download aria-hidden />
          {t("refused.download")}
        </ButtonLink>
      </div>
    </div>
  );
}
