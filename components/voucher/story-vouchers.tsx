import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { StoryVoucherDto } from "@/contracts/order-views";
import { useEventName } from "./use-event-name";

type EntryRow = { voucher: StoryVoucherDto; entry: StoryVoucherDto["entries"][number]; isFirst: boolean };

/** Several vouchers with their entries, debits and credits side by side; a voucher is named on its first line. */
export function StoryVouchers({ vouchers }: { vouchers: readonly StoryVoucherDto[] }) {
  const t = useTranslations("orders");
  const eventName = useEventName();
  if (vouchers.length === 0) return null;
  const rows = vouchers.flatMap((voucher) =>
    voucher.entries.map((entry, index): EntryRow => ({ voucher, entry, isFirst: index === 0 })),
  );
  const side = (wanted: "DEBIT" | "CREDIT") => (row: EntryRow) =>
    row.entry.side === wanted ? (
      <Amount amountMinor={row.entry.amountMinor} asset={row.entry.asset} showAsset={row.entry.asset !== "CNY"} />
    ) : null;
  return (
    <Section title={t("vouchers.title")} flush>
      <DataTable
        caption={t("vouchers.title")}
        rows={rows}
        rowKey={(row) => `${row.voucher.voucherNo}-${row.entry.lineNo}`}
        columns={[
          {
            key: "no",
            header: t("vouchers.no"),
            cell: (row) => (row.isFirst ? <ObjectLink kind="voucher" no={row.voucher.voucherNo} /> : null),
          },
          {
            key: "day",
            header: t("vouchers.day"),
            cell: (row) => (row.isFirst ? <Day on={row.voucher.accountingOn} /> : null),
          },
          {
            key: "event",
            header: t("vouchers.event"),
            cell: (row) => (row.isFirst ? eventName(row.voucher.event) : null),
          },
          {
            key: "account",
            header: t("vouchers.account"),
            cell: (row) => (
              <span className={row.entry.side === "CREDIT" ? "pl-5" : undefined}>
                <ObjectLink kind="account" no={row.entry.accountNo} />
              </span>
            ),
          },
          { key: "debit", header: t("vouchers.debit"), align: "end", cell: side("DEBIT") },
          { key: "credit", header: t("vouchers.credit"), align: "end", cell: side("CREDIT") },
        ]}
      />
    </Section>
  );
}
