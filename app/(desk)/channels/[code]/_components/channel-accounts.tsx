import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { useSubjectName } from "@/components/voucher/subject-name";
import type { ChannelAccountDto } from "@/contracts/channel-views";

/** What stands on the channel's own accounts in the books. */
export function ChannelAccounts({ accounts }: { accounts: readonly ChannelAccountDto[] }) {
  const t = useTranslations("channels");
  const nameOf = useSubjectName();
  return (
    <Section title={t("accounts.title")} description={t("accounts.description")} flush>
      <DataTable
        caption={t("accounts.title")}
        rows={accounts}
        rowKey={(account) => account.accountNo}
        columns={[
          {
            key: "no",
            header: t("accounts.no"),
            rowHeader: true,
            cell: (account) => <ObjectLink kind="account" no={account.accountNo} />,
          },
          { key: "subject", header: t("accounts.subject"), cell: nameOf },
          {
            key: "balance",
            header: t("accounts.balance"),
            align: "end",
            cell: (account) => <Amount amountMinor={account.postedMinor} asset={account.asset} showAsset />,
          },
        ]}
      />
    </Section>
  );
}
