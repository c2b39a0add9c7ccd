import { useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";

/** The two views of reconciliation: what is to be done by day, and how channels behave over time. */
export function ReconciliationTabs({ current }: { current: "board" | "trends" }) {
  const t = useTranslations("reconciliation");
  return (
    <TabLinks
      aria-label={t("title")}
      items={[
        { href: "/reconciliation", label: t("tabs.board"), current: current === "board" },
        { href: "/reconciliation/trends", label: t("tabs.trends"), current: current === "trends" },
      ]}
    />
  );
}
