import { useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";
import { REPORTS, type ReportName } from "@/contracts/report-views";

/** The reports, and those that have pages of their own. */
export function ReportTabs({ current }: { current: ReportName }) {
  const t = useTranslations("reports");
  const items = REPORTS.map((report) => ({
    href: `/reports/${report}`,
    label: t(`report.${report}.title`),
    current: report === current,
  }));
  const others = [
    { href: "/settlement", label: t("tabs.merchants"), current: false },
    { href: "/ledger/trial-balance", label: t("tabs.trial"), current: false },
  ];
  return <TabLinks aria-label={t("tabs.label")} items={[...items, ...others]} />;
}
