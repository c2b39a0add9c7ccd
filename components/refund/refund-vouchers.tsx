import { useTranslations } from "next-intl";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { TAccounts } from "@/components/suspense/t-accounts";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { useEventName } from "@/components/voucher/use-event-name";
import type { DrawnVoucherDto } from "@/contracts/refund-views";

type RefundVouchersProps = { vouchers: readonly DrawnVoucherDto[]; asset: string };

/** What was posted for a refund, voucher by voucher, each drawn as its accounts. */
export function RefundVouchers({ vouchers, asset }: RefundVouchersProps) {
  const t = useTranslations("refunds");
  const eventName = useEventName();
  return (
    <Section title={t("detail.vouchers")}>
      {vouchers.length === 0 ? <EmptyState kind="nothing-yet" title={t("detail.noVouchers")} /> : null}
      <ol className="flex flex-col gap-5">
        {vouchers.map(({ voucher, accounts }) => (
          <li key={voucher.voucherNo} className="flex flex-col gap-2">
            <h3 className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <span className="font-medium">{eventName(voucher.event)}</span>
              <ObjectLink kind="voucher" no={voucher.voucherNo} />
              <span className="text-muted text-xs">
                <Day on={voucher.accountingOn} />
              </span>
            </h3>
            <TAccounts accounts={accounts} asset={asset} label={voucher.voucherNo} />
          </li>
        ))}
      </ol>
    </Section>
  );
}
