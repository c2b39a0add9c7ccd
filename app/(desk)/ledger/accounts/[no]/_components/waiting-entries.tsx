import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { useEventName } from "@/components/voucher/use-event-name";
import type { EntryRowDto } from "@/contracts/ledger-views";

type WaitingEntriesProps = { entries: readonly EntryRowDto[]; pendingMinor: string; asset: string };

/** Entries of a hot account that count already and have no place in its order yet; usually there are none. */
export function WaitingEntries({ entries, pendingMinor, asset }: WaitingEntriesProps) {
  const t = useTranslations("ledger");
  const eventName = useEventName();
  if (entries.length === 0) return null;
  return (
    <Section
      title={t("waiting.title")}
      description={
        <>
          {t("waiting.text")} <Amount amountMinor={pendingMinor} asset={asset} signed showAsset />
        </>
      }
      flush
    >
      <DataTable
        caption={t("waiting.title")}
        rows={entries}
        rowKey={(entry) => entry.entryId}
        columns={[
          { key: "day", header: t("entry.day"), cell: (entry) => <Day on={entry.accountingOn} /> },
          {
            key: "voucher",
            header: t("entry.voucher"),
            rowHeader: true,
            cell: (entry) => <ObjectLink kind="voucher" no={entry.voucherNo} />,
          },
          {
            key: "what",
            header: t("entry.what"),
            cell: (entry) => `${eventName(entry.event)} · ${entry.objectNo}`,
          },
          {
            key: "amount",
            header: t("vouchers.amount"),
            align: "end",
            cell: (entry) => <Amount amountMinor={entry.amountMinor} asset={asset} />,
          },
        ]}
      />
    </Section>
  );
}
