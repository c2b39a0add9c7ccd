import { useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";
import type { MerchantDto } from "@/contracts/merchant-views";
import { isPermitted, type Permission, type Role } from "@/core/permissions/permissions";

const TABS = [
  { id: "entries", permission: "ledger.view" },
  { id: "orders", permission: "order.view" },
  { id: "suspense", permission: "suspense.view" },
  { id: "settlement", permission: "settlement.view" },
] as const satisfies readonly { id: string; permission: Permission }[];
export type MerchantTab = (typeof TABS)[number]["id"];

/** The tab that the address asks for, or the first one that the roles show; null when they show none. */
export function chooseTab(roles: readonly Role[], asked: string | string[] | undefined): MerchantTab | null {
  const shown = TABS.filter((tab) => isPermitted(roles, tab.permission));
  return (shown.find((tab) => tab.id === asked) ?? shown[0])?.id ?? null;
}

type MerchantTabsProps = { merchant: MerchantDto; roles: readonly Role[]; current: MerchantTab };

export function MerchantTabs({ merchant, roles, current }: MerchantTabsProps) {
  const t = useTranslations("merchants");
  const items = TABS.filter((tab) => isPermitted(roles, tab.permission)).map((tab) => ({
    href: `/merchants/${encodeURIComponent(merchant.merchantNo)}?tab=${tab.id}`,
    label: t(`tabs.${tab.id}`),
    current: tab.id === current,
    ...(tab.id === "suspense" ? { count: merchant.openItems } : {}),
  }));
  return <TabLinks aria-label={t("tabs.label")} items={items} />;
}
