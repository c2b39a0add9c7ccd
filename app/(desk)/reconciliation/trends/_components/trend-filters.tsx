"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { TREND_DAYS } from "@/contracts/trend-views";

type TrendFiltersProps = {
  days: (typeof TREND_DAYS)[number];
  channel: string | null;
  channels: readonly { code: string; name: string }[];
};

export function TrendFilters({ days, channel, channels }: TrendFiltersProps) {
  const t = useTranslations("reconciliation");
  const router = useRouter();
  const go = (to: { days: string; channel: string | null }) => {
    const search = new URLSearchParams({ days: to.days });
    if (to.channel) search.set("channel", to.channel);
    router.push(`/reconciliation/trends?${search}`);
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ChoiceFilter
        label={t("field.channel")}
        any={t("batches.anyChannel")}
        options={channels.map(({ code, name }) => ({ value: code, label: name }))}
        value={channel}
        onCommit={(next) => go({ days, channel: next })}
        className="w-48"
      />
      <ChoiceFilter
        label={t("trends.days")}
        any={t("trends.last", { days: 31 })}
        options={TREND_DAYS.filter((each) => each !== "31").map((each) => ({
          value: each,
          label: t("trends.last", { days: Number.parseInt(each, 10) }),
        }))}
        value={days === "31" ? null : days}
        onCommit={(next) => go({ days: next ?? "31", channel })}
        className="w-40"
      />
    </div>
  );
}
