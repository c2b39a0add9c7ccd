"use client";

import { FileSpreadsheet, Layers } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import { lookOfJob } from "@/components/suspense/bulk-look";
import { BulkProgress } from "@/components/suspense/bulk-progress";
import { useBulkJobs } from "@/components/suspense/use-bulk-job";
import { StatusBadge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import type { BulkJobDto } from "@/contracts/bulk";

/** The newest first, each with how far it is; they go on without this page. */
export function BulkJobs({ initial }: { initial: readonly BulkJobDto[] }) {
  const t = useTranslations("bulk");
  const jobs = useBulkJobs(initial);
  if (jobs.length === 0) return <EmptyState kind="nothing-yet" title={t("none")} description={t("noneText")} />;
  return (
    <ul aria-label={t("title")} className="flex flex-col gap-2">
      {jobs.map((job) => (
        <JobCard key={job.jobNo} job={job} />
      ))}
    </ul>
  );
}

function JobCard({ job }: { job: BulkJobDto }) {
  const t = useTranslations("bulk");
  const suspense = useTranslations("suspense");
  const { tone, word } = lookOfJob(job);
  const Icon = job.source === "SHEET" || job.kind === "EXPORT" ? FileSpreadsheet : Layers;
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-3 py-2 shadow-card">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <Link href={`/suspense/bulk/${job.jobNo}`} prefetch={false} className={LINK_CLASS}>
          {job.jobNo}
        </Link>
        <span>
          {job.kind === "EXPORT"
            ? t("bar.export")
            : job.resolution
              ? suspense(`resolution.${job.resolution}.name`)
              : null}
        </span>
        <span className="text-muted">
          {t(`source.${job.source}`, { name: job.sheetName ?? "" })} · {t("job.rows", { count: job.rowCount })}
        </span>
        <span className="flex-1" />
        <span className="text-muted text-xs">
          <DateTime at={job.createdAt} />
        </span>
        <span aria-live="polite">
          <StatusBadge tone={tone}>{t(`status.${word}`)}</StatusBadge>
        </span>
      </div>
      <BulkProgress job={job} />
      {job.kind === "PROPOSE" && job.counts.length > 0 ? (
        <p className="tabular text-muted text-xs">
          {job.counts.map(({ state, count }) => `${t(`state.${state}`)} ${count}`).join(" · ")}
        </p>
      ) : null}
    </li>
  );
}
