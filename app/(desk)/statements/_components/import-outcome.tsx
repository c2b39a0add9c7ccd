"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { useRefreshImports } from "@/components/statement/use-imports";
import { Button } from "@/components/ui/button";
import type { ImportDto } from "@/contracts/imports";
import { ImportContents } from "./import-contents";
import { RefusedLines } from "./refused-lines";

/** What became of a job: where its lines are now, or why they stayed out. */
export function ImportOutcome({ job, repeat }: { job: ImportDto; repeat: ServerCommand<unknown> | null }) {
  const t = useTranslations("statements");
  const { status, statementNo, version, settlesOn, isDuplicate } = job;
  return (
    <>
      {job.contents ? <ImportContents contents={job.contents} format={job.format} /> : null}
      {statementNo !== null ? (
        <p className="text-sm">
          {t(isDuplicate ? "import.duplicateOf" : "import.importedAs", {
            settlesOn: settlesOn ?? "",
            version: version ?? 1,
          })}{" "}
          <Link href={`/statements/${statementNo}`} className="font-medium text-accent hover:underline">
            {statementNo}
          </Link>
        </p>
      ) : null}
      {job.refusal ? (
        <RefusalAlert refusal={isToldElsewhere(job) ? { ...job.refusal, details: [] } : job.refusal} />
      ) : null}
      {job.refusedLines.length > 0 ? <RefusedLines job={job} /> : null}
      {repeat && statementNo === null && status !== "REFUSED" ? <RepeatButton job={job} repeat={repeat} /> : null}
    </>
  );
}

/**
 * Lines have a table of their own, and what is wrong with a file as a whole stands in the sentence, with its figures and places
 * and the reader's own words around them: the details are the same in English.
 */
function isToldElsewhere({ refusal, refusedCount }: ImportDto): boolean {
  return refusedCount > 0 || refusal?.code.startsWith("statement_") === true;
}

function RepeatButton({ job, repeat }: { job: ImportDto; repeat: ServerCommand<unknown> }) {
  const t = useTranslations("statements");
  const refresh = useRefreshImports();
  const { run, pending, refusal } = useCommand(repeat);
  const onRepeat = async () => {
    await run({ importNo: job.importNo });
    refresh();
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button size="sm" disabled={pending} onClick={onRepeat}>
        {t(job.isDryRun ? "import.importChecked" : "import.again")}
      </Button>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </div>
  );
}
