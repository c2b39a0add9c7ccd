import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SuspensePages } from "@/components/suspense/suspense-pages";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { suspenseFilters } from "@/contracts/suspense-filters";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { afterFirstBytes } from "@/server/first-bytes";
import { findDefaultView } from "@/server/queries/list-saved-views";
import { summariseSuspense } from "@/server/queries/suspense-summary";
import { SuspenseDesk } from "./_components/suspense-desk";
import { chooseDefaultViewAction, deleteViewAction, saveViewAction } from "./actions";
import { exportSuspenseAction, prepareBulkAction } from "./bulk/actions";
import { ITEM_ACTIONS } from "./item-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspense"))("title") };
}

const VIEW_ACTIONS = { save: saveViewAction, remove: deleteViewAction, chooseDefault: chooseDefaultViewAction };
const BULK_ACTIONS = { prepare: prepareBulkAction, export: exportSuspenseAction };

type SuspensePageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SuspensePage({ searchParams }: SuspensePageProps) {
  const actor = await requirePermission("suspense.view");
  const given = await searchParams;
  // Only the bare address: a link with filters shows what it says.
  const own = Object.keys(given).length === 0 ? await findDefaultView(actor) : null;
  if (own !== null) redirect(own);
  const t = await getTranslations("suspense");
  const filters = suspenseFilters.safeParse(given);
  const withTest = filters.success && filters.data.test === "1";
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<SuspensePages current={null} mayRoute={may(actor, "suspense.route")} />}
      />
      <SuspenseDesk
        // The page is there before fifty thousand items are counted.
        summary={afterFirstBytes().then(() => summariseSuspense(actor, accountingToday(), withTest))}
        me={actor.displayName}
        actions={ITEM_ACTIONS}
        bulk={BULK_ACTIONS}
        views={VIEW_ACTIONS}
        mayPropose={may(actor, "suspense.propose")}
      />
    </PageBody>
  );
}
