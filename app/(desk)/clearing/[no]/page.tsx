import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { z } from "zod";
import { Day } from "@/components/money/date-time";
import { CopyButton } from "@/components/ui/copy-button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import type { ClearingBatchDto } from "@/contracts/clearing-views";
import type { Actor } from "@/core/permissions/actor";
import { requirePermission } from "@/server/auth/actor";
import { findClearingBatch } from "@/server/queries/clearing/list-clearing-batches";
import { listChannelChoices } from "@/server/queries/list-channel-choices";
import { BatchFacts } from "./_components/batch-facts";
import { BatchSums } from "./_components/batch-sums";
import { BATCH_TABS, type BatchTab, BatchTabs } from "./_components/batch-tabs";
import { CarriedItems } from "./_components/carried-items";
import { CheckAgain } from "./_components/check-again";
import { ItemGrid } from "./_components/item-grid";
import { LineGrid } from "./_components/line-grid";
import { TermGrid } from "./_components/term-grid";

type ClearingBatchPageProps = {
  params: Promise<{ no: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const search = z.object({
  tab: z.enum(BATCH_TABS).catch("lines"),
  /** From where on the rows left for the next batch are shown. */
  after: z.string().max(400).nullable().catch(null),
});

export async function generateMetadata({ params }: ClearingBatchPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).no) };
}

/** One cleared day: how its net comes about, and everything behind each figure. */
export default async function ClearingBatchPage({ params, searchParams }: ClearingBatchPageProps) {
  const actor = await requirePermission("clearing.view");
  const batch = await findClearingBatch(actor, decodeURIComponent((await params).no));
  if (!batch) notFound();
  const t = await getTranslations("clearing");
  const { tab, after } = search.parse(await searchParams);
  const { batchNo, accountingOn } = batch;
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/clearing" }, { label: batchNo }]}
        title={
          <>
            {t("title")} <Day on={accountingOn} />
          </>
        }
        badge={
          <span className="inline-flex items-center gap-1 text-muted text-sm">
            {batchNo}
            <CopyButton text={batchNo} what={t("column.no")} />
          </span>
        }
        description={t("detail.description", { day: accountingOn })}
        actions={<CheckAgain batchNo={batchNo} />}
      />
      <div className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_24rem]">
        <BatchSums batch={batch} />
        <BatchFacts batch={batch} />
      </div>
      <section id="rows" aria-label={t("tab.label")} className="flex scroll-mt-16 flex-col gap-3">
        <BatchTabs batch={batch} current={tab} />
        <TabContent actor={actor} batch={batch} tab={tab} after={after} />
      </section>
    </PageBody>
  );
}

type TabContentProps = { actor: Actor; batch: ClearingBatchDto; tab: BatchTab; after: string | null };

/** What the chosen tab shows; only that is read. */
async function TabContent({ actor, batch, tab, after }: TabContentProps) {
  const { batchNo } = batch;
  switch (tab) {
    case "lines":
      return <LineGrid batchNo={batchNo} channels={await listChannelChoices()} />;
    case "items":
      return <ItemGrid batchNo={batchNo} channels={await listChannelChoices()} />;
    case "carried":
      return (
        <Suspense fallback={<Skeleton className="h-44 w-full" />}>
          <CarriedItems actor={actor} batch={batch} after={after} />
        </Suspense>
      );
    case "terms":
      return <TermGrid batchNo={batchNo} />;
  }
}
