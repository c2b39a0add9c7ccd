"use client";

import { useFormatter, useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { ImportDto } from "@/contracts/imports";

const MEGABYTE = 1024 ** 2;

/** How far a job is: lines so far, how fast, and how long it still takes. */
export function ImportProgress({ job }: { job: ImportDto }) {
  const t = useTranslations("statements");
  const format = useFormatter();
  const { status, readBytes, sizeBytes, lines, bytesPerSecond, secondsLeft } = job;
  if (status === "QUEUED") return <p className="text-muted text-sm">{t("import.queued")}</p>;
  if (status !== "READING") return <ProgressBar label={t(`import.phase.${status}`)} value={null} note={null} />;
  const rate =
    bytesPerSecond === null
      ? null
      : format.number(bytesPerSecond / MEGABYTE, {
          style: "unit",
          unit: "megabyte-per-second",
          maximumFractionDigits: 1,
        });
  const notes = [
    t("import.linesSoFar", { count: lines }),
    rate,
    secondsLeft === null ? null : t("import.secondsLeft", { seconds: secondsLeft }),
  ];
  return (
    <ProgressBar
      label={t("import.phase.READING")}
      value={Math.min(readBytes, sizeBytes)}
      max={sizeBytes}
      note={notes.filter((note) => note !== null).join(" · ")}
    />
  );
}
