"use client";

import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { DayFilter } from "@/components/grid/day-filter";
import type { BindFilter } from "@/components/grid/filtered-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import { Button } from "@/components/ui/button";
import { useEventName } from "@/components/voucher/use-event-name";
import { RULE_SOURCES } from "@/core/ledger/rule-sources";
import { ASSETS } from "@/core/money/assets";

const MORE = ["account", "min", "max", "asset", "memo", "maker"] as const;
export const VOUCHER_FILTERS = ["no", "event", "from", "to", ...MORE] as const;
/** What no index serves, so that the search keeps to some days. */
const BOUNDED = ["min", "max", "asset", "maker"] as const;
type Name = (typeof VOUCHER_FILTERS)[number];

type VoucherFiltersProps = { bind: BindFilter<Name>; values: Readonly<Record<Name, string | null>> };

/** What people look for every day in one line, the rest behind a button. */
export function VoucherFilters({ bind, values }: VoucherFiltersProps) {
  const t = useTranslations("ledger");
  const id = useId();
  const isUsed = MORE.some((name) => values[name] !== null);
  const [isAsked, setAsked] = useState(false);
  const isOpen = isUsed || isAsked;
  return (
    <>
      <SearchFilter {...bind("no")} label={t("vouchers.search")} className="w-64" isMain />
      <EventFilter bind={bind} />
      <DayFilter {...bind("from")} label={t("vouchers.from")} />
      <DayFilter {...bind("to")} label={t("vouchers.to")} />
      {isUsed ? null : (
        <Button variant="ghost" aria-expanded={isOpen} aria-controls={id} onClick={() => setAsked(!isAsked)}>
          <SlidersHorizontal aria-hidden />
          {t("vouchers.more")}
        </Button>
      )}
      <div id={id} hidden={!isOpen} className="order-last basis-full">
        {isOpen ? <MoreFilters bind={bind} /> : null}
        {BOUNDED.some((name) => values[name] !== null) && !values.no ? (
          <p className="mt-1.5 text-muted text-xs">{t("vouchers.bounded")}</p>
        ) : null}
      </div>
    </>
  );
}

function EventFilter({ bind }: { bind: BindFilter<Name> }) {
  const t = useTranslations("ledger");
  const eventName = useEventName();
  return (
    <ChoiceFilter
      {...bind("event")}
      label={t("vouchers.event")}
      any={t("vouchers.anyEvent")}
      options={[...new Set(RULE_SOURCES.map((rule) => rule.event))].map((event) => ({
        value: event,
        label: eventName(event),
      }))}
      className="w-48"
    />
  );
}

function MoreFilters({ bind }: { bind: BindFilter<Name> }) {
  const t = useTranslations("ledger");
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchFilter {...bind("account")} label={t("vouchers.account")} className="w-44" />
      <SearchFilter {...bind("min")} label={t("vouchers.min")} className="w-34" />
      <SearchFilter {...bind("max")} label={t("vouchers.max")} className="w-34" />
      <ChoiceFilter
        {...bind("asset")}
        label={t("vouchers.asset")}
        any={t("vouchers.anyAsset")}
        options={ASSETS.map(({ code }) => ({ value: code, label: code }))}
        className="w-32"
      />
      <SearchFilter {...bind("memo")} label={t("vouchers.memo")} className="w-44" />
      <SearchFilter {...bind("maker")} label={t("vouchers.maker")} className="w-44" />
    </div>
  );
}
