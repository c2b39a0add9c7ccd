import { useFormatter, useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";
import type { ClearingBatchDto } from "@/contracts/clearing-views";

export const BATCH_TABS = ["lines", "items", "carried", "terms"] as const;
export type BatchTab = (typeof BATCH_TABS)[number];

export function BatchTabs({ batch, current }: { batch: ClearingBatchDto; current: BatchTab }) {
  const t = useTranslations("clearing");
  const format = useFormatter();
  const counts: Partial<Record<BatchTab, number>> = { items: batch.items, carried: batch.carried };
  return (
    <TabLinks
      aria-label={t("tab.label")}
      items={BATCH_TABS.map((tab) => ({
        href: `/clearing/${batch.batchNo}?tab=${tab}#rows`,
        label: t(`tab.${tab}`),
        current: tab === current,
        ...(counts[tab] === undefined ? {} : { count: format.number(counts[tab] ?? 0) }),
      }))}
    />
  );
}
