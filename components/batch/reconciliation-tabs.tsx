import { useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";

/** The views of reconciliation: what is to be done by day, how channels behave over time, and what their word alone books. */
export function ReconciliationTabs({ current }: { current: "board" | "trends" | "adoption" }) {
  const t = useTranslations("reconciliation");
  return (
    <TabLinks
      aria-label={t("title")}
      items={[
        { href: "/reconciliation", label: t("tabs.board"), current: current === "board" },
        { href: "/reconciliation/trends", label: t("tabs.trends"), current: current === "trends" },
        { href: "/reconciliation/adoption", label: t("tabs.adoption"), current: current === "adoption" },
      ]}
    />
  );
}
