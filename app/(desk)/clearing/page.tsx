import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listUnclearedDays } from "@/server/queries/clearing/list-uncleared-days";
import { ClearingBatchGrid } from "./_components/clearing-batch-grid";
import { UnclearedDays } from "./_components/uncleared-days";
import { runClearingAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clearing"))("title") };
}

/** The days that are cleared, and those that are over and wait for it. */
export default async function ClearingPage() {
  const actor = await requirePermission("clearing.view");
  const t = await getTranslations("clearing");
  const today = accountingToday();
  const uncleared = await listUnclearedDays(today);
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <UnclearedDays
        uncleared={uncleared}
        today={today}
        run={may(actor, "clearing.run") ? runClearingAction : undefined}
      />
      <ClearingBatchGrid refreshKey={uncleared?.days[0] ?? today} />
    </PageBody>
  );
}
