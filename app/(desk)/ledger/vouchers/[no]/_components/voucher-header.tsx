import { useTranslations } from "next-intl";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { useEventName } from "@/components/voucher/use-event-name";
import type { VoucherDto } from "@/contracts/ledger-views";
import { isPermitted, type Role } from "@/core/permissions/permissions";

/** With the way to put it right: an adjustment is taken back as a whole, anything else is corrected by one. */
export function VoucherHeader({ voucher, roles }: { voucher: VoucherDto; roles: readonly Role[] }) {
  const t = useTranslations("ledger");
  const adjustments = useTranslations("adjustments");
  const eventName = useEventName();
  return (
    <PageHeader
      crumbs={[
        { label: t("title"), href: "/ledger" },
        { label: t("tabs.vouchers"), href: "/ledger/vouchers" },
        { label: voucher.voucherNo },
      ]}
      title={`${eventName(voucher.event)} · ${voucher.voucherNo}`}
      badge={
        <>
          <CopyButton text={voucher.voucherNo} what={t("voucher.no")} />
          {voucher.reversesVoucherNo ? <Badge>{t("vouchers.isReversal")}</Badge> : null}
          {voucher.reversedByVoucherNo ? <StatusBadge tone="warning">{t("vouchers.isReversed")}</StatusBadge> : null}
        </>
      }
      actions={
        <>
          {isPermitted(roles, "adjustment.propose") ? (
            <ButtonLink href={adjustmentHref(voucher)}>
              {adjustments(isReversible(voucher) ? "view.reverse" : "start")}
            </ButtonLink>
          ) : null}
          <PrintButton label={t("voucher.print")} />
        </>
      }
    />
  );
}

function isReversible({ objectType, reversesVoucherNo, reversedByVoucherNo }: VoucherDto): boolean {
  return objectType === "adjustment" && reversesVoucherNo === null && reversedByVoucherNo === null;
}

function adjustmentHref(voucher: VoucherDto): string {
  const asked = isReversible(voucher) ? { reverses: voucher.voucherNo } : { voucher: voucher.voucherNo };
  return `/ledger/adjustments/new?${new URLSearchParams(asked)}`;
}
