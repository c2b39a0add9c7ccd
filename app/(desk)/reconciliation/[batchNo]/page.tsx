import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { StatusBadge } from "@/components/ui/badge";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { findBatch } from "@/server/queries/find-batch";
import { rehearseReconciliationAction, runReconciliationAction } from "../actions";
import { BreakCounts } from "./_components/break-counts";
import { ChannelEquation } from "./_components/channel-equation";
import { FileProof } from "./_components/file-proof";
import { ItemRoll } from "./_components/item-roll";
import { ResultGrid } from "./_components/result-grid";
import { RunAgain } from "./_components/run-again";
import { RunHistory } from "./_components/run-history";

type BatchPageProps = { params: Promise<{ batchNo: string }> };

export async function generateMetadata({ params }: BatchPageProps): Promise<Metadata> {
  return { title: (await params).batchNo };
}

/** One batch and its proof: everything that has to agree, on one page. */
export default async function BatchPage({ params }: BatchPageProps) {
  const actor = await requirePermission("reconciliation.view");
  const batch = await findBatch((await params).batchNo);
  if (!batch) notFound();
  const t = await getTranslations("reconciliation");
  const { batchNo, channel, channelName, statementOn, runNo, isCurrent, causedByNo, rerunNos } = batch;
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/reconciliation" }, { label: batchNo }]}
        title={batchNo}
        badge={
          <>
            <StatusBadge tone={isCurrent ? "info" : "neutral"}>
              {t(isCurrent ? "batch.current" : "batch.replaced")}
            </StatusBadge>
            <StatusBadge tone={batch.isBalanced ? "success" : "danger"}>
              {t(batch.isBalanced ? "balanced" : "unbalanced")}
            </StatusBadge>
          </>
        }
        description={
          <>
            {t("batch.of", { channel: channelName, on: statementOn, run: runNo })}
            {causedByNo ? <> · {t("batch.causedBy", { batchNo: causedByNo })}</> : null}
            {rerunNos.length > 0 ? <RerunLinks label={t("batch.rerun")} batchNos={rerunNos} /> : null}
          </>
        }
        actions={
          may(actor, "reconciliation.run") && isCurrent ? (
            <RunAgain
              channel={{ code: channel, name: channelName }}
              day={statementOn}
              actions={{ run: runReconciliationAction, dryRun: rehearseReconciliationAction }}
            />
          ) : null
        }
      />
      <div className="grid items-start gap-section lg:grid-cols-2">
        <div className="flex flex-col gap-section">
          <FileProof batch={batch} />
          <BreakCounts batch={batch} />
        </div>
        <div className="flex flex-col gap-section">
          <ChannelEquation batch={batch} />
          <ItemRoll batch={batch} />
        </div>
      </div>
      {batch.runs.length > 1 ? <RunHistory runs={batch.runs} thisNo={batchNo} /> : null}
      <ResultGrid batchNo={batchNo} />
    </PageBody>
  );
}

function RerunLinks({ label, batchNos }: { label: string; batchNos: readonly string[] }) {
  return (
    <span className="block">
      {label}{" "}
      {batchNos.map((batchNo) => (
        <Link key={batchNo} href={`/reconciliation/${batchNo}`} className="mr-2 text-accent hover:underline">
          {batchNo}
        </Link>
      ))}
    </span>
  );
}
