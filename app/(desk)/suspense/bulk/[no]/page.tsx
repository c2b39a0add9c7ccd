import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { requirePermission } from "@/server/auth/actor";
import { findBulkJob } from "@/server/queries/find-bulk-job";
import { cancelBulkAction, confirmBulkAction } from "../actions";
import { BulkJobPage } from "./_components/bulk-job-page";

type JobPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: JobPageProps): Promise<Metadata> {
  return { title: `${(await params).no} · ${(await getTranslations("bulk"))("title")}` };
}

/** One act on many items: its preview, its progress, and what became of each row. */
export default async function BulkJobRoute({ params }: JobPageProps) {
  const actor = await requirePermission("suspense.view");
  const job = await findBulkJob(actor, (await params).no);
  if (!job) notFound();
  return (
    <PageBody>
      <BulkJobPage initial={job} confirm={confirmBulkAction} cancel={cancelBulkAction} />
    </PageBody>
  );
}
