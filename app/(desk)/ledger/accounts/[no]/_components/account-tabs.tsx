import { useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";

/** What moved the account, and what keeps a part of it back. */
export function AccountTabs({ accountNo, current }: { accountNo: string; current: "entries" | "holds" }) {
  const t = useTranslations("ledger");
  const href = `/ledger/accounts/${encodeURIComponent(accountNo)}`;
  return (
    <TabLinks
      aria-label={t("account.tabs")}
      items={[
        { href: `${href}#entries`, label: t("account.entries"), current: current === "entries" },
        { href: `${href}?tab=holds#entries`, label: t("account.holds"), current: current === "holds" },
      ]}
    />
  );
}
