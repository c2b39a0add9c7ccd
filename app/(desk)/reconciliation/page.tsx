import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReconciliationTabs } from "@/components/batch/reconciliation-tabs";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { boardSearch } from "@/contracts/board-views";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getClock } from "@/server/clock";
import { getBoard } from "@/server/queries/get-board";
import { listChannels } from "@/server/queries/list-channels";
import { BatchGrid } from "./_components/batch-grid";
import { BoardDesk } from "./_components/board/board-desk";
import { RunBatch } from "./_components/run-batch";
import { rehearseReconciliationAction, runReconciliationAction } from "./actions";

type ReconciliationPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reconciliation"))("title") };
}

export default async function ReconciliationPage({ searchParams }: ReconciliationPageProps) {
  const actor = await requirePermission("reconciliation.view");
  const t = await getTranslations("reconciliation");
  const search = boardSearch.safeParse(await searchParams);
  const [board, all] = await Promise.all([
    getBoard(getClock().now(), search.success ? search.data : {}),
    listChannels(),
  ]);
  const channels = all.map(({ code, name }) => ({ code, name }));
  const mayRun = may(actor, "reconciliation.run");
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} actions={mayRun ? <RunBatch /> : null} />
      <ReconciliationTabs current="board" />
      <BoardDesk
        initial={board}
        channels={channels}
        mayRun={mayRun}
        actions={{ run: runReconciliationAction, dryRun: rehearseReconciliationAction }}
      />
      <BatchGrid channels={channels} />
    </PageBody>
  );
}
