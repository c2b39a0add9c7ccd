import { useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";

const TABS = [
  { id: "accounts", href: "/bank" },
  { id: "remittances", href: "/bank/remittances" },
] as const;

/** What the banks have, and what channels still have to send there. */
export function BankTabs({ current }: { current: (typeof TABS)[number]["id"] }) {
  const t = useTranslations("bank");
  const items = TABS.map(({ id, href }) => ({ href, label: t(`tabs.${id}`), current: id === current }));
  return <TabLinks aria-label={t("tabs.label")} items={items} />;
}
