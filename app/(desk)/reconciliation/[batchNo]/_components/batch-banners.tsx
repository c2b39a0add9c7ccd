import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import type { BatchDto } from "@/contracts/reconciliation-views";

/** What the reader must know before believing the page: that a later run counts, or that the statement was corrected. */
export async function BatchBanners({ batch, runAgain }: { batch: BatchDto; runAgain: ReactNode }) {
  const t = await getTranslations("reconciliation");
  const newest = batch.runs.find((run) => run.isCurrent);
  if (!batch.isCurrent && newest) {
    return (
      <Alert tone="neutral" title={t("banner.replaced")}>
        <Link href={`/reconciliation/${newest.batchNo}`} className="text-accent underline">
          {t("banner.toNewest", { batchNo: newest.batchNo, run: newest.runNo })}
        </Link>
      </Alert>
    );
  }
  if (!batch.correctedBy) return null;
  return (
    <Alert tone="warning" title={t("banner.corrected")} actions={runAgain}>
      {t.rich("banner.correctedText", {
        ...batch.correctedBy,
        before: batch.statement.version,
        link: (text) => (
          <Link href={`/statements/${batch.correctedBy?.statementNo}`} className="text-accent underline">
            {text}
          </Link>
        ),
      })}
    </Alert>
  );
}
