import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageBody } from "@/components/ui/page-body";
import { requirePermission } from "@/server/auth/actor";
import { findPayoutBatch } from "@/server/queries/payout-batches";
import { confirmPayoutBatchAction, dropPayoutBatchAction } from "../actions";
import { PayoutFile } from "./_components/payout-file";

type PayoutFilePageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: PayoutFilePageProps): Promise<Metadata> {
  return { title: (await params).no };
}

/** One file of payouts: what would be paid, and what became of each row. */
export default async function PayoutFilePage({ params }: PayoutFilePageProps) {
  const actor = await requirePermission("payout.view");
  const file = await findPayoutBatch(actor, (await params).no);
  if (!file) notFound();
  return (
    <PageBody>
      <PayoutFile initial={file} confirm={confirmPayoutBatchAction} drop={dropPayoutBatchAction} />
    </PageBody>
  );
}
