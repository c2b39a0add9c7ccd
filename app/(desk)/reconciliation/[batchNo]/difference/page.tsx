import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { businessNoWire } from "@/contracts/wire";
import { requirePermission } from "@/server/auth/actor";
import { findBatch } from "@/server/queries/find-batch";
import { listRunChanges } from "@/server/queries/list-run-changes";
import { RunChanges } from "./_components/run-changes";

type DifferencePageProps = {
  params: Promise<{ batchNo: string }>;
  searchParams: Promise<{ from?: string | string[] }>;
};

export async function generateMetadata({ params }: DifferencePageProps): Promise<Metadata> {
  const t = await getTranslations("reconciliation");
  return { title: `${t("changes.title")} ${(await params).batchNo}` };
}

/** Two runs of one day, row by row where they differ. */
export default async function DifferencePage({ params, searchParams }: DifferencePageProps) {
  const actor = await requirePermission("reconciliation.view");
  const from = businessNoWire.safeParse((await searchParams).from);
  const batch = await findBatch((await params).batchNo);
  const before = batch?.runs.find((run) => run.batchNo === from.data);
  if (!batch || !before) notFound();
  const t = await getTranslations("reconciliation");
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/reconciliation" },
          { label: batch.batchNo, href: `/reconciliation/${batch.batchNo}` },
          { label: t("changes.title") },
        ]}
        title={t("changes.heading", { before: before.runNo, after: batch.runNo })}
        description={t("changes.description", { channel: batch.channelName, on: batch.statementOn })}
      />
      <RunChanges before={before} after={batch} changes={await listRunChanges(actor, before.batchNo, batch.batchNo)} />
    </PageBody>
  );
}
