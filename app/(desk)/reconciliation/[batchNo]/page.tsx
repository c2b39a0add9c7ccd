import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { StatusBadge } from "@/components/ui/badge";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import type { BatchDto } from "@/contracts/reconciliation-views";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { findBatch } from "@/server/queries/find-batch";
import { rehearseReconciliationAction, runReconciliationAction } from "../actions";
import { BatchBanners } from "./_components/batch-banners";
import { BatchLegs } from "./_components/batch-legs";
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
  const { batchNo, channel, channelName, statementOn, isCurrent } = batch;
  const runAgain =
    may(actor, "reconciliation.run") && isCurrent ? (
      <RunAgain
        channel={{ code: channel, name: channelName }}
        day={statementOn}
        actions={{ run: runReconciliationAction, dryRun: rehearseReconciliationAction }}
      />
    ) : null;
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/reconciliation" }, { label: batchNo }]}
        title={batchNo}
        badge={<BatchBadges batch={batch} />}
        description={<BatchSaying batch={batch} />}
        actions={batch.correctedBy ? null : runAgain}
      />
      <BatchBanners batch={batch} runAgain={runAgain} />
      <div className="grid items-start gap-section lg:grid-cols-[minmax(0,6fr)_minmax(0,5fr)]">
        <div className="flex min-w-0 flex-col gap-section">
          <ChannelEquation batch={batch} />
          <ItemRoll batch={batch} />
        </div>
        <div className="flex min-w-0 flex-col gap-section">
          <FileProof batch={batch} />
          <BreakCounts batch={batch} />
        </div>
      </div>
      {isCurrent ? (
        <Suspense fallback={<Skeleton className="h-44 w-full" />}>
          <BatchLegs channel={channel} day={statementOn} />
        </Suspense>
      ) : null}
      <ResultGrid batchNo={batchNo} counts={countGroups(batch)} />
      <RunHistory runs={batch.runs} thisNo={batchNo} />
    </PageBody>
  );
}

async function BatchBadges({ batch: { isCurrent, isBalanced, correctedBy } }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  return (
    <>
      <StatusBadge tone={isCurrent ? "info" : "neutral"}>
        {t(isCurrent ? "batch.current" : "batch.replaced")}
      </StatusBadge>
      <StatusBadge tone={isBalanced ? "success" : "danger"}>{t(isBalanced ? "balanced" : "unbalanced")}</StatusBadge>
      {correctedBy && isCurrent ? <StatusBadge tone="warning">{t("board.state.OUTDATED")}</StatusBadge> : null}
    </>
  );
}

async function BatchSaying({ batch }: { batch: BatchDto }) {
  const t = await getTranslations("reconciliation");
  const { channelName, statementOn, runNo, causedByNo, rerunNos } = batch;
  return (
    <>
      {t("batch.of", { channel: channelName, on: statementOn, run: runNo })} ·{" "}
      <Link
        href={`/reconciliation?through=${statementOn}&cell=${batch.channel}:${statementOn}`}
        className="text-accent underline"
      >
        {t("batch.onBoard")}
      </Link>
      {causedByNo ? <> · {t("batch.causedBy", { batchNo: causedByNo })}</> : null}
      {rerunNos.length > 0 ? (
        <span className="block">
          {t("batch.rerun")}{" "}
          {rerunNos.map((no) => (
            <Link key={no} href={`/reconciliation/${no}`} className="mr-2 text-accent underline">
              {no}
            </Link>
          ))}
        </span>
      ) : null}
    </>
  );
}

function countGroups(batch: BatchDto): Record<"matched" | "waiting" | "broken" | "released", number> {
  const results = batch.sums.filter(({ outcome }) => outcome !== "BUFFERED_OURS" && outcome !== "BUFFERED_CHANNEL");
  const count = (sums: readonly BatchDto["sums"][number][]) => sums.reduce((total, sum) => total + sum.count, 0);
  return {
    matched: count(results.filter(({ outcome, fromFile }) => outcome === "MATCHED" && fromFile)),
    waiting: batch.waitingOurs + batch.waitingChannel,
    broken: count(results.filter(({ outcome }) => outcome !== "MATCHED")),
    released: batch.released,
  };
}
