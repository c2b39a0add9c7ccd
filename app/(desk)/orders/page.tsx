import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OrdersGrid } from "@/components/order/orders-grid";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { listChannelChoices } from "@/server/queries/list-channel-choices";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orders"))("title") };
}

export default async function OrdersPage() {
  await requirePermission("order.view");
  const t = await getTranslations("orders");
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <OrdersGrid channels={await listChannelChoices()} />
    </PageBody>
  );
}
