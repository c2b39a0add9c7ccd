import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { OrderStatusBadge } from "@/components/order/order-status";
import { Alert } from "@/components/ui/alert";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import type { OrderStoryDto } from "@/contracts/order-views";

/** Which number this is, and how the thing stands. */
export function OrderHeader({ story, actions }: { story: OrderStoryDto; actions?: ReactNode }) {
  const t = useTranslations("orders");
  const { order } = story;
  const no = order?.orderNo ?? story.askedNo;
  const isOpen = story.items?.some((item) => item.isOpen) ?? false;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/orders" }, { label: no }]}
        title={<span className="break-all">{no}</span>}
        badge={
          <>
            <CopyButton text={no} what={t("column.orderNo")} />
            {order ? <OrderStatusBadge status={order.status} /> : null}
            {order?.captureReversedAt ? <StatusBadge tone="info">{t("reversed")}</StatusBadge> : null}
            {isOpen ? <StatusBadge tone="warning">{t("difference")}</StatusBadge> : null}
            {order?.isTest ? <Badge>{t("test")}</Badge> : null}
          </>
        }
        actions={actions}
      />
      {order ? null : <StrangerNotice isRefund={story.refunds.length > 0} />}
    </>
  );
}

function StrangerNotice({ isRefund }: { isRefund: boolean }) {
  const t = useTranslations("orders");
  const about = isRefund ? "loneRefund" : "stranger";
  return (
    <Alert tone="warning" title={t(`${about}.title`)}>
      {t(`${about}.text`)}
    </Alert>
  );
}
