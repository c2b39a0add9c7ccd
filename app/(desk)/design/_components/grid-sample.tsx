"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { amountColumn, dateTimeColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { DeskGrid } from "@/components/grid/desk-grid";
import type { GridColumn } from "@/components/grid/types";
import { Amount } from "@/components/money/amount";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PeekPanel } from "@/components/ui/peek-panel";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { SAMPLE_STATUSES, type SampleRow } from "./sample-rows";

const TONES = { matched: "success", waiting: "warning", broken: "danger" } as const;
const ANY = "any";

export function GridSample() {
  const t = useTranslations("design");
  const columns = useSampleColumns();
  const [filters, setFilters] = useQueryStates({ q: parseAsString, status: parseAsString });
  const [open, setOpen] = useState<SampleRow | null>(null);
  const statuses = [ANY, ...SAMPLE_STATUSES].map((value) => ({ value, label: t(`sample.${value}`) }));
  return (
    <Section title={t("grid.title")} description={t("grid.description")} plain>
      <div id="grid" className="flex scroll-mt-20 flex-wrap gap-2">
        <SearchField
          aria-label={t("grid.search")}
          placeholder={t("grid.search")}
          value={filters.q ?? ""}
          onValueChange={(q) => setFilters({ q: q === "" ? null : q })}
          className="w-64"
        />
        <Select
          aria-label={t("sample.state")}
          options={statuses}
          value={filters.status ?? ANY}
          onValueChange={(status) => setFilters({ status: status === ANY ? null : status })}
          className="w-40"
        />
      </div>
      <DeskGrid
        url="/design/rows"
        columns={columns}
        filters={filters}
        rowId={(row) => row.orderNo}
        onOpen={setOpen}
        openId={open?.orderNo ?? null}
        onSelectionChange={() => undefined}
        height={420}
        ariaLabel={t("grid.title")}
        emptyState={
          <EmptyState
            kind="no-match"
            title={t("empty.noMatch")}
            description={t("empty.noMatchText")}
            action={<Button onClick={() => setFilters(null)}>{t("empty.clear")}</Button>}
          />
        }
      />
      <PeekPanel
        open={open !== null}
        onOpenChange={(next) => (next ? undefined : setOpen(null))}
        title={open?.orderNo}
        description={open?.channel}
        keepFocus
        width="md"
      >
        {open ? <Amount amountMinor={open.amountMinor} asset={open.asset} showAsset /> : null}
      </PeekPanel>
    </Section>
  );
}

function useSampleColumns(): GridColumn<SampleRow>[] {
  const t = useTranslations("design");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(
    () => [
      textColumn({ key: "orderNo", header: t("facts.number"), text: (row) => row.orderNo, width: 190 }),
      textColumn({ key: "channel", header: t("sample.channel"), text: (row) => row.channel, grow: 1 }),
      dateTimeColumn({ key: "at", header: t("facts.paidAt"), at: (row) => row.at, zone, seconds: true }),
      statusColumn({
        key: "status",
        header: t("sample.state"),
        status: (row) => ({ label: t(`sample.${row.status}`), tone: TONES[row.status] }),
      }),
      amountColumn({
        key: "difference",
        header: t("grid.difference"),
        amountMinor: (row) => (row.differenceMinor === "0" ? null : row.differenceMinor),
        asset: (row) => row.asset,
        locale,
        signed: true,
      }),
      amountColumn({
        key: "amount",
        header: t("sample.amount"),
        amountMinor: (row) => row.amountMinor,
        asset: (row) => row.asset,
        locale,
        showAsset: true,
      }),
    ],
    [t, locale, zone],
  );
}
