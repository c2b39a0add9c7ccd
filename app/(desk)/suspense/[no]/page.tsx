import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ItemStatusBadge, KindBadge } from "@/components/suspense/item-badges";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { getSuspenseItem } from "@/server/queries/get-suspense-item";
import { findNextItemNo } from "@/server/queries/list-suspense";
import { ITEM_ACTIONS } from "../item-actions";
import { ItemPage } from "./_components/item-page";

type SuspenseItemPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: SuspenseItemPageProps): Promise<Metadata> {
  return { title: (await params).no };
}

export default async function SuspenseItemPage({ params }: SuspenseItemPageProps) {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("suspense");
  const { no } = await params;
  const today = accountingToday();
  const item = await getSuspenseItem(actor, no, today);
  if (!item) notFound();
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/suspense" }, { label: item.itemNo }]}
        title={item.itemNo}
        badge={
          <>
            <KindBadge kind={item.kind} direction={item.direction} />
            <ItemStatusBadge status={item.status} />
          </>
        }
        description={t(`kindSentence.${item.kind}`)}
      />
      <ItemPage
        item={item}
        nextNo={await findNextItemNo(actor, no, today)}
        me={actor.displayName}
        actions={ITEM_ACTIONS}
      />
    </PageBody>
  );
}
