import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { DateTime } from "@/components/money/date-time";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { BatchRunDto } from "@/contracts/reconciliation-views";

type OneRun = BatchRunDto & { readonly waiting: number };
type CountedRun = OneRun & { readonly before: OneRun | undefined };
const COUNTS = ["matched", "waiting", "broken"] as const;

/** Every run of the day, each with what it changed against the run before it. */
export async function RunHistory({ runs, thisNo }: { runs: readonly BatchRunDto[]; thisNo: string }) {
  const t = await getTranslations("reconciliation");
  const all = runs.map((run) => ({ ...run, waiting: run.waitingOurs + run.waitingChannel }));
  const counted = all.map((run, index): CountedRun => ({ ...run, before: all[index + 1] }));
  return (
    <Section title={t("runs.title")} description={t("runs.description")} flush>
      <DataTable
        caption={t("runs.title")}
        rows={counted}
        rowKey={(run) => run.batchNo}
        columns={[
          { key: "run", header: t("field.run"), align: "end", cell: (run) => run.runNo },
          {
            key: "no",
            header: t("field.batchNo"),
            rowHeader: true,
            cell: (run) =>
              run.batchNo === thisNo ? (
                <span className="inline-flex items-center gap-2">
                  {run.batchNo} <Badge tone="info">{t("runs.this")}</Badge>
                </span>
              ) : (
                <Link href={`/reconciliation/${run.batchNo}`} className="text-accent hover:underline">
                  {run.batchNo}
                </Link>
              ),
          },
          {
            key: "statement",
            header: t("field.statement"),
            cell: (run) => t("file.statement", { no: run.statementNo, version: run.statementVersion }),
          },
          ...COUNTS.map(
            (key): Column<CountedRun> => ({
              key,
              header: t(`field.${key}`),
              align: "end",
              cell: (run) => <Count value={run[key]} before={run.before?.[key]} />,
            }),
          ),
          {
            key: "at",
            header: t("field.runAt"),
            cell: (run) => <DateTime at={run.runAt} className="whitespace-nowrap" />,
          },
          { key: "by", header: t("field.runBy"), cell: (run) => run.runBy ?? t("system") },
          { key: "why", header: t("runs.why"), cell: (run) => <Cause run={run} /> },
          { key: "difference", header: t("runs.difference"), cell: (run) => <ToDifference run={run} /> },
        ]}
      />
    </Section>
  );
}

async function ToDifference({ run: { batchNo, before } }: { run: CountedRun }) {
  const t = await getTranslations("reconciliation");
  if (!before) return <span className="text-faint">—</span>;
  return (
    <Link
      href={`/reconciliation/${batchNo}/difference?from=${before.batchNo}`}
      className="whitespace-nowrap text-accent hover:underline"
    >
      {t("runs.against", { run: before.runNo })}
    </Link>
  );
}

/** Why there was this run: the first, a corrected statement, an earlier day's run, or somebody asked for it. */
async function Cause({ run }: { run: CountedRun }) {
  const t = await getTranslations("reconciliation");
  if (run.causedByNo) {
    return (
      <Link href={`/reconciliation/${run.causedByNo}`} className="text-accent hover:underline">
        {t("runs.cause.taken", { batchNo: run.causedByNo })}
      </Link>
    );
  }
  if (!run.before) return t("runs.cause.first");
  return t(run.statementNo === run.before.statementNo ? "runs.cause.asked" : "runs.cause.corrected");
}

async function Count({ value, before }: { value: number; before: number | undefined }) {
  const format = await getFormatter();
  const change = before === undefined ? 0 : value - before;
  return (
    <span className="tabular whitespace-nowrap">
      {change === 0 ? null : (
        <span className="pr-2 text-muted text-xs">{format.number(change, { signDisplay: "always" })}</span>
      )}
      {format.number(value)}
    </span>
  );
}
