import { useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";

export const ACCOUNT_TABS = ["entries", "balance", "holds"] as const;

type AccountTabsProps = { accountNo: string; current: (typeof ACCOUNT_TABS)[number] };

/** What moved the account, what it came to, and what keeps a part of it back. */
export function AccountTabs({ accountNo, current }: AccountTabsProps) {
  const t = useTranslations("ledger");
  const href = `/ledger/accounts/${encodeURIComponent(accountNo)}`;
  const items = ACCOUNT_TABS.map((tab) => ({
    href: tab === "entries" ? href : `${href}?tab=${tab}`,
    label: t(`account.${tab}`),
    current: tab === current,
  }));
  return <TabLinks aria-label={t("account.tabs")} items={items} />;
}
