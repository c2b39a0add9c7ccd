"use client";

import { useFormatter, useTranslations } from "next-intl";
import { TabLinks } from "@/components/ui/tab-links";
import type { RESULT_GROUPS } from "@/contracts/reconciliation-views";

type ResultTabsProps = {
  current: (typeof RESULT_GROUPS)[number];
  counts: Readonly<Record<(typeof RESULT_GROUPS)[number], number>>;
};

const ORDER = ["broken", "waiting", "matched", "released"] as const satisfies readonly (typeof RESULT_GROUPS)[number][];

export function ResultTabs({ current, counts }: ResultTabsProps) {
  const t = useTranslations("reconciliation");
  const format = useFormatter();
  return (
    <TabLinks
      aria-label={t("results.title")}
      items={ORDER.map((group) => ({
        href: `?group=${group}#results`,
        label: t(`results.${group}`),
        count: format.number(counts[group]),
        current: group === current,
      }))}
    />
  );
}
