"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { amountColumn, dayColumn, textColumn } from "@/components/grid/columns";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { ClearingItemRowDto, ClearingKind, ClearingRows } from "@/contracts/clearing-views";

const OBJECTS: Readonly<Record<ClearingKind, string>> = {
  CAPTURE: "order",
  REVERSAL: "order",
  REFUND: "refund",
  ADJUSTMENT: "voucher",
};

/** What the item is about. An adjustment is named by its voucher and, after a colon, the account. */
export function itemHref({ kind, objectNo }: Pick<ClearingItemRowDto, "kind" | "objectNo">): string | null {
  return objectHref(OBJECTS[kind], kind === "ADJUSTMENT" ? (objectNo.split(":")[0] ?? "") : objectNo);
}

/** With a figure asked for, what each row gives to it stands last. */
export function useItemColumns(part: ClearingRows | null): GridColumn<ClearingItemRowDto>[] {
  const t = useTranslations("clearing");
  const locale = useLocale();
  return useMemo(() => {
    const amount = (key: string, header: string, amountMinor: (row: ClearingItemRowDto) => string, width = 112) =>
      amountColumn<ClearingItemRowDto>({
        key,
        header,
        amountMinor: (row) => (amountMinor(row) === "0" ? null : amountMinor(row)),
        asset: (row) => row.asset,
        locale,
        width,
      });
    const merchant = (key: "merchant" | "receiver", header: string) =>
      linkColumn<ClearingItemRowDto>({
        key,
        header,
        text: (row) => row[key]?.name ?? "",
        href: (row) => objectHref("merchant", row[key]?.no ?? ""),
        width: 200,
        grow: 1,
      });
    return [
      textColumn({ key: "kind", header: t("column.kind"), text: (row) => t(`kind.${row.kind}`), width: 120 }),
      linkColumn({
        key: "object",
        header: t("column.object"),
        text: (row) => row.objectNo,
        href: itemHref,
        width: 190,
      }),
      dayColumn({ key: "day", header: t("column.occurred"), on: (row) => row.occurredOn }),
      merchant("merchant", t("column.merchant")),
      ...(part === "received" ? [merchant("receiver", t("column.receiver"))] : []),
      textColumn({
        key: "channel",
        header: t("column.channel"),
        text: (row) => row.channel?.name ?? "",
        width: 152,
      }),
      textColumn({ key: "asset", header: t("column.asset"), text: (row) => row.asset, width: 92 }),
      amount("gross", t("figure.gross"), (row) => row.grossMinor),
      amount("refund", t("figure.refund"), (row) => row.refundMinor),
      amount("fee", t("figure.fee"), (row) => row.feeMinor, 96),
      amount("share", t("figure.share"), (row) => row.shareMinor, 112),
      amount("adjustment", t("figure.adjustment"), (row) => row.adjustmentMinor),
      amount("amount", part ? t("column.amount") : t("figure.net"), (row) => row.amountMinor, 124),
    ];
  }, [t, locale, part]);
}
