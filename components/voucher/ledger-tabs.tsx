import { useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";

const TABS = [
  { id: "chart", href: "/ledger" },
  { id: "accounts", href: "/ledger/accounts" },
  { id: "vouchers", href: "/ledger/vouchers" },
  { id: "adjustments", href: "/ledger/adjustments" },
  { id: "trial", href: "/ledger/trial-balance" },
  { id: "days", href: "/ledger/days" },
  { id: "catalogue", href: "/ledger/catalogue" },
] as const;

/** The ways to look at the books, and the rules by which they are kept. */
export function LedgerTabs({ current }: { current: (typeof TABS)[number]["id"] }) {
  const t = useTranslations("ledger");
  const items = TABS.map(({ id, href }) => ({ href, label: t(`tabs.${id}`), current: id === current }));
  return <TabLinks aria-label={t("tabs.label")} items={items} />;
}
