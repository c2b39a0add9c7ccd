"use client";

import { useTranslations } from "next-intl";
import type { ChannelTrendDto } from "@/contracts/trend-views";
import { BreakRate } from "./break-rate";
import { FeeDrift } from "./fee-drift";

/** One channel: is it broken more than usual, and does it charge what was agreed? */
export function ChannelTrend({ trend }: { trend: ChannelTrendDto }) {
  const t = useTranslations("reconciliation");
  return (
    <section aria-labelledby={`trend-${trend.channel}`} className="flex flex-col gap-2">
      <h2 id={`trend-${trend.channel}`} className="font-semibold text-base">
        {trend.channelName}{" "}
        <span className="font-normal text-muted text-sm">{t("trends.reconciled", { days: trend.days.length })}</span>
      </h2>
      <div className="grid gap-4 xl:grid-cols-2">
        <BreakRate trend={trend} />
        <FeeDrift trend={trend} />
      </div>
    </section>
  );
}
