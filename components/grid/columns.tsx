import { formatDay, formatInstant } from "@/components/money/format-date";
import { StatusBadge } from "@/components/ui/badge";
import { formatAmount } from "@/core/money/format-money";
import type { GridColumn, GridRow, StatusLook } from "./types";

type Base = {
  key: string;
  header: string;
  width?: number | undefined;
  grow?: number | undefined;
  pinned?: "left" | "right" | undefined;
};

/** Plain words or an id. */
export function textColumn<Row extends GridRow>(
  base: Base & { text: (row: Row) => string; muted?: boolean },
): GridColumn<Row> {
  const { muted, ...rest } = base;
  return { ...place(rest, 160), text: base.text, ...(muted ? { className: () => "text-muted" } : {}) };
}

type AmountBase<Row> = Base & {
  /** Minor units as they come over the wire: an integer's decimal text. Null shows nothing. */
  amountMinor: (row: Row) => string | null;
  asset: (row: Row) => string;
  locale: string;
  /** A plus before positive amounts, for differences. */
  signed?: boolean;
  showAsset?: boolean;
};

/** An exact amount, at the end of the cell, digits under digits. */
export function amountColumn<Row extends GridRow>(base: AmountBase<Row>): GridColumn<Row> {
  const { amountMinor, asset, locale, signed, showAsset, ...rest } = base;
  const text = (row: Row) => {
    const wire = amountMinor(row);
    if (wire === null) return "";
    const minor = BigInt(wire);
    const plus = signed && minor > 0n ? "+" : "";
    return `${plus}${formatAmount(minor, asset(row), locale)}${showAsset ? ` ${asset(row)}` : ""}`;
  };
  const className = (row: Row) => (amountMinor(row)?.startsWith("-") ? "text-danger" : "");
  return { ...place(rest, 140), align: "end", text, className };
}

/** A whole number of things. */
export function countColumn<Row extends GridRow>(
  base: Base & { count: (row: Row) => number | null; locale: string },
): GridColumn<Row> {
  const { count, locale, ...rest } = base;
  const format = new Intl.NumberFormat(locale);
  return {
    ...place(rest, 96),
    align: "end",
    text: (row) => (count(row) === null ? "" : format.format(count(row) ?? 0)),
  };
}

/** An instant in the business time zone. */
export function dateTimeColumn<Row extends GridRow>(
  base: Base & { at: (row: Row) => string | null; zone: string; seconds?: boolean },
): GridColumn<Row> {
  const { at, zone, seconds = false, ...rest } = base;
  const text = (row: Row) => {
    const instant = at(row);
    return instant === null ? "" : formatInstant(instant, { zone, seconds });
  };
  return { ...place(rest, seconds ? 164 : 144), text };
}

/** A calendar day. */
export function dayColumn<Row extends GridRow>(base: Base & { on: (row: Row) => string | null }): GridColumn<Row> {
  const { on, ...rest } = base;
  return { ...place(rest, 108), text: (row) => formatDay(on(row) ?? "") };
}

/** A state: icon and word. */
export function statusColumn<Row extends GridRow>(base: Base & { status: (row: Row) => StatusLook }): GridColumn<Row> {
  const { status, ...rest } = base;
  const render = (row: Row) => {
    const { label, tone } = status(row);
    return <StatusBadge tone={tone}>{label}</StatusBadge>;
  };
  return { ...place(rest, 140), text: (row) => status(row).label, render };
}

function place({ key, header, width, grow, pinned }: Base, usualWidth: number) {
  return { key, header, width: width ?? usualWidth, grow, pinned };
}
