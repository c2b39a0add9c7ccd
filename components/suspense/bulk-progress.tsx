"use client";

import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import { type BulkJobDto, hasBulkEnded } from "@/contracts/bulk";

/** How far a job is that somebody works on: rows, rate, time left. Nothing for one that waits or has ended. */
export function BulkProgress({ job }: { job: BulkJobDto }) {
  const t = useTranslations("bulk");
  if (hasBulkEnded(job.status) || job.status === "READY") return null;
  const notes = [
    `${job.doneCount} / ${job.rowCount}`,
    job.rowsPerSecond === null ? null : t("job.perSecond", { count: job.rowsPerSecond }),
    job.secondsLeft === null ? null : t("job.secondsLeft", { seconds: job.secondsLeft }),
  ];
  return (
    <ProgressBar
      label={t(job.status === "PREPARING" && job.kind === "PROPOSE" ? "job.preparing" : "job.progress")}
      value={job.mode === "BUNDLE" ? null : job.doneCount}
      max={job.rowCount}
      note={notes.filter((note) => note !== null).join(" · ")}
    />
  );
}
