import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DayBoard } from "@/components/batch/day-board";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { dayWire } from "@/contracts/wire";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getBoard } from "@/server/queries/get-board";
import { listChannels } from "@/server/queries/list-channels";
import { BatchGrid } from "./_components/batch-grid";
import { BoardHeading } from "./_components/board-heading";
import { RunBatch } from "./_components/run-batch";
import { rehearseReconciliationAction, runReconciliationAction } from "./actions";

type ReconciliationPageProps = { searchParams: Promise<{ through?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reconciliation"))("title") };
}

export default async function ReconciliationPage({ searchParams }: ReconciliationPageProps) {
  const actor = await requirePermission("reconciliation.view");
  const t = await getTranslations("reconciliation");
  const through = dayWire.safeParse((await searchParams).through);
  const [board, all] = await Promise.all([
    getBoard(accountingToday(), through.success ? through.data : null),
    listChannels(),
  ]);
  const channels = all.map(({ code, name }) => ({ code, name }));
  const mayRun = may(actor, "reconciliation.run");
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          mayRun ? (
            <RunBatch
              channels={channels}
              actions={{ run: runReconciliationAction, dryRun: rehearseReconciliationAction }}
            />
          ) : null
        }
      />
      <section aria-labelledby="board" className="flex flex-col gap-2">
        <BoardHeading id="board" board={board} />
        <DayBoard board={board} mayRun={mayRun} />
      </section>
      <BatchGrid channels={channels} />
    </PageBody>
  );
}
