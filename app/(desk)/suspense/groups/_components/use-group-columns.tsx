"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { amountColumn, countColumn, textColumn } from "@/components/grid/columns";
import type { GridColumn } from "@/components/grid/types";
import { formatInstant } from "@/components/money/format-date";
import { KindBadge } from "@/components/suspense/item-badges";
import { Button } from "@/components/ui/button";
import type { SuspenseGroupDto } from "@/contracts/bulk";
import { formatAmount } from "@/core/money/format-money";

const ZONE = "Asia/Shanghai";
const OURS = { PAYMENT: "orderStatus", REFUND: "refundStatus" } as const;

/** `act`: what the button at the end of a row does; null for those who only look. */
export function useGroupColumns(act: ((row: SuspenseGroupDto) => void) | null): GridColumn<SuspenseGroupDto>[] {
  const t = useTranslations("bulk");
  const suspense = useTranslations("suspense");
  const enums = useTranslations("enums");
  const locale = useLocale();
  const common = useCommon();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `act` sets a state and is never another one.
  return useMemo(() => {
    const actColumn: GridColumn<SuspenseGroupDto> = {
      key: "act",
      header: t("groups.column.act"),
      width: 132,
      pinned: "right",
      text: (row) => t("groups.proposeFor", { count: row.count - row.waiting }),
      render: (row) =>
        row.count > row.waiting ? (
          <Button
            size="sm"
            aria-label={t("groups.proposeFor", { count: row.count - row.waiting })}
            onClick={() => act?.(row)}
          >
            {t("groups.propose")}
          </Button>
        ) : null,
    };
    return [
      {
        key: "kind",
        header: t("groups.column.kind"),
        width: 190,
        text: (row) => `${enums(`outcome.${row.kind}`)} ${enums(`direction.${row.direction}`)}`,
        render: (row) => <KindBadge kind={row.kind} direction={row.direction} />,
      },
      textColumn({ key: "channel", header: t("groups.column.channel"), width: 148, text: (row) => row.channel.name }),
      textColumn({ key: "what", header: t("groups.column.what"), width: 236, grow: 1, text: common }),
      countColumn({
        key: "count",
        header: t("groups.column.count"),
        width: 64,
        locale,
        count: (row) => row.count,
      }),
      amountColumn({
        key: "sum",
        header: t("groups.column.sum"),
        width: 138,
        amountMinor: (row) => (row.direction === "SHORT" ? `-${row.amountMinor}` : row.amountMinor),
        asset: (row) => row.asset,
        locale,
        signed: true,
        showAsset: true,
      }),
      textColumn({
        key: "oldest",
        header: t("groups.column.oldest"),
        width: 110,
        text: (row) => suspense("age", { days: row.oldestDays }),
      }),
      textColumn({
        key: "suggestion",
        header: t("groups.column.suggestion"),
        width: 160,
        text: ({ suggestion }) =>
          suggestion.resolution ? suspense(`resolution.${suggestion.resolution}.name`) : t("groups.each"),
      }),
      ...(act ? [actColumn] : []),
    ];
  }, [t, suspense, enums, locale, common]);
}

/** What a group's items share, in words. */
function useCommon(): (row: SuspenseGroupDto) => string {
  const t = useTranslations("bulk");
  const enums = useTranslations("enums");
  const locale = useLocale();
  return useMemo(() => {
    const say = (name: "orderStatus" | "refundStatus" | "lineStatus", status: string): string =>
      enums.has(`${name}.${status}` as "lineStatus.FAILED") ? enums(`${name}.${status}` as "lineStatus.FAILED") : "—";
    const sayCommon = ({ by, value, asset, itemKind }: SuspenseGroupDto): string => {
      if (by === "DELTA")
        return t("groups.by.DELTA", { value: `${formatAmount(BigInt(value), asset, locale)} ${asset}` });
      if (by === "STATUS") {
        const [ours = "", line = ""] = value.split(">");
        return t("groups.by.STATUS", { ours: say(OURS[itemKind], ours), line: say("lineStatus", line) });
      }
      const at = value.includes("T") ? formatInstant(value, { zone: ZONE, seconds: false }) : value;
      return t("groups.by.MINUTE", { value: at });
    };
    return (row) =>
      row.waiting > 0 ? `${sayCommon(row)} · ${t("groups.waiting", { count: row.waiting })}` : sayCommon(row);
  }, [t, enums, locale]);
}
