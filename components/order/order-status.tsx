import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import type { OrderStatus } from "@/contracts/orders";
import type { RefundStatus } from "@/core/orders/order";

export const ORDER_TONES = {
  CREATED: "neutral",
  PAID: "success",
  CLOSED: "neutral",
  UNKNOWN: "warning",
} as const satisfies Record<OrderStatus, Tone>;

export const REFUND_TONES = {
  REQUESTED: "neutral",
  REFUSED: "neutral",
  ACCEPTED: "info",
  SUCCEEDED: "success",
  FAILED: "danger",
  UNKNOWN: "warning",
} as const satisfies Record<RefundStatus, Tone>;

export function OrderStatusBadge({ status }: { status: OrderStatus }) {
  const t = useTranslations("enums");
  return <StatusBadge tone={ORDER_TONES[status]}>{t(`orderStatus.${status}`)}</StatusBadge>;
}

export function RefundStatusBadge({ status }: { status: RefundStatus }) {
  const t = useTranslations("enums");
  return <StatusBadge tone={REFUND_TONES[status]}>{t(`refundStatus.${status}`)}</StatusBadge>;
}
