"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, dateTimeColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { Tone } from "@/components/ui/badge";
import type { HoldDto } from "@/contracts/ledger-views";

const FILTERS = ["show"] as const;
const SHOWN = ["active", "past"] as const;
const TONES: Record<HoldDto["status"], Tone> = {
  ACTIVE: "warning",
  CAPTURED: "success",
  RELEASED: "neutral",
  EXPIRED: "neutral",
};

/** What keeps money of the account back, and what once did. */
export function HoldsGrid({ accountNo }: { accountNo: string }) {
  const t = useTranslations("ledger");
  const columns = useColumns();
  return (
    <FilteredGrid
      names={FILTERS}
      given={{ account: accountNo }}
      filters={(bind) => (
        <ChoiceFilter
          {...bind("show", SHOWN)}
          label={t("hold.which")}
          any={t("hold.any")}
          options={SHOWN.map((value) => ({ value, label: t(`hold.${value}`) }))}
          className="w-44"
        />
      )}
      url="/api/grid/holds"
      columns={columns}
      rowId={(row) => row.holdNo}
      ariaLabel={t("account.holds")}
      none={{ title: t("hold.none") }}
      noMatch={{ title: t("hold.noMatch") }}
    />
  );
}

function useColumns(): GridColumn<HoldDto>[] {
  const t = useTranslations("ledger");
  const enums = useTranslations("enums");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  return useMemo(() => {
    const amount = (key: "amount" | "captured", of: (row: HoldDto) => string) =>
      amountColumn<HoldDto>({
        key,
        header: t(`hold.${key}`),
        amountMinor: of,
        asset: (row) => row.asset,
        locale,
        width: 104,
      });
    const about = (row: HoldDto) => {
      const key = `objectType.${row.objectType}`;
      return `${enums.has(key) ? enums(key) : row.objectType} ${row.objectNo}`;
    };
    return [
      textColumn({ key: "no", header: t("hold.no"), text: (row) => row.holdNo, width: 124 }),
      statusColumn({
        key: "status",
        header: t("hold.status"),
        status: (row) => ({ label: t(`hold.statusOf.${row.status}`), tone: TONES[row.status] }),
        width: 120,
      }),
      amount("amount", (row) => row.amountMinor),
      amount("captured", (row) => row.capturedMinor),
      linkColumn({
        key: "about",
        header: t("vouchers.about"),
        text: about,
        href: (row) => objectHref(row.objectType, row.objectNo),
        width: 160,
      }),
      textColumn({ key: "reason", header: t("hold.reason"), text: (row) => row.reason, width: 110, grow: 1 }),
      dateTimeColumn({ key: "created", header: t("hold.created"), at: (row) => row.createdAt, zone }),
      dateTimeColumn({ key: "ends", header: t("hold.ends"), at: (row) => row.closedAt ?? row.expiresAt, zone }),
    ];
  }, [t, enums, locale, zone]);
}
