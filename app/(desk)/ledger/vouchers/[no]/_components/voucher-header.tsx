import { useTranslations } from "next-intl";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { useEventName } from "@/components/voucher/use-event-name";
import type { VoucherDto } from "@/contracts/ledger-views";
import { PrintButton } from "./print-button";

export function VoucherHeader({ voucher }: { voucher: VoucherDto }) {
  const t = useTranslations("ledger");
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
      actions={<PrintButton />}
    />
  );
}
