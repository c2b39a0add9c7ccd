"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ChoiceFilter } from "@/components/grid/choice-filter";
import { amountColumn, dayColumn, statusColumn, textColumn } from "@/components/grid/columns";
import { FilteredGrid } from "@/components/grid/filtered-grid";
import { linkColumn } from "@/components/grid/link-column";
import { SearchFilter } from "@/components/grid/search-filter";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import { CLAIM_TONES } from "@/components/suspense/claim-look";
import { CLAIM_VIEWS, type ClaimRowDto } from "@/contracts/claim-views";

const FILTERS = ["show", "channel", "q"] as const;
/** What stands above and below it on the page, off the height of the screen. */
const GRID_HEIGHT = "clamp(16rem, calc(100dvh - 26.5rem), 60rem)";

type ClaimsGridProps = { channels: readonly { code: string; name: string }[] };

/** The claims, those that are due first. Enter opens one. */
export function ClaimsGrid({ channels }: ClaimsGridProps) {
  const t = useTranslations("suspense");
  return (
    <FilteredGrid
      names={FILTERS}
      filters={(bind) => (
        <>
          <ChoiceFilter
            {...bind("show", CLAIM_VIEWS)}
            label={t("claims.show")}
            any={t("claims.view.open")}
            options={CLAIM_VIEWS.filter((view) => view !== "open").map((value) => ({
              value,
              label: t(`claims.view.${value}`),
            }))}
            className="w-44"
          />
          <ChoiceFilter
            {...bind("channel")}
            label={t("claims.channel")}
            any={t("claims.anyChannel")}
            options={channels.map(({ code, name }) => ({ value: code, label: name }))}
            className="w-48"
          />
          <SearchFilter {...bind("q")} label={t("claims.search")} />
        </>
      )}
      url="/api/grid/claims"
      columns={useColumns()}
      rowId={(row) => row.claimNo}
      hrefOf={(row) => objectHref("claim", row.claimNo)}
      height={GRID_HEIGHT}
      ariaLabel={t("claims.title")}
      none={{ title: t("claims.none"), description: t("claims.noneText") }}
      noMatch={{ title: t("claims.noMatch") }}
    />
  );
}

function useColumns(): GridColumn<ClaimRowDto>[] {
  const t = useTranslations("suspense");
  const locale = useLocale();
  return useMemo(() => {
    const amount = (key: "claimed" | "recovered" | "outstanding", of: (row: ClaimRowDto) => string) =>
      amountColumn<ClaimRowDto>({
        key,
        header: t(`claims.${key}`),
        amountMinor: of,
        asset: (row) => row.asset,
        locale,
        showAsset: key === "outstanding",
        width: key === "outstanding" ? 136 : 104,
      });
    const due = ({ status, overdueDays }: ClaimRowDto) =>
      overdueDays > 0
        ? ({ label: t("claims.overdueBy", { days: overdueDays }), tone: "danger" } as const)
        : ({ label: t(`claims.status.${status}`), tone: CLAIM_TONES[status] } as const);
    return [
      textColumn({ key: "no", header: t("claims.no"), text: (row) => row.claimNo, width: 156 }),
      statusColumn({ key: "status", header: t("claims.state"), status: due, width: 132 }),
      textColumn({ key: "channel", header: t("claims.channel"), text: (row) => row.channel.name, width: 110, grow: 1 }),
      amount("claimed", (row) => row.claimedMinor),
      amount("recovered", (row) => row.recoveredMinor),
      amount("outstanding", (row) => row.outstandingMinor),
      dayColumn({ key: "due", header: t("claims.due"), on: (row) => row.dueOn }),
      linkColumn({
        key: "item",
        header: t("claims.item"),
        text: (row) => row.itemNo,
        href: (row) => objectHref("suspense", row.itemNo),
        width: 150,
      }),
    ];
  }, [t, locale]);
}
