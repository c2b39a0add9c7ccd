import type { MoneyDto } from "@/contracts/wire";
import { formatAmount } from "@/core/money/format-money";
import type { GridColumn, GridRow } from "./types";

type MoneyListColumn<Row> = {
  key: string;
  header: string;
  amounts: (row: Row) => readonly MoneyDto[];
  locale: string;
  width?: number | undefined;
};

/** Amounts of several assets in one cell: CNY, the usual one, is not named; every other is. */
export function moneyListColumn<Row extends GridRow>(column: MoneyListColumn<Row>): GridColumn<Row> {
  const { key, header, amounts, locale, width = 128 } = column;
  const text = (row: Row) =>
    amounts(row)
      .map(({ amountMinor, asset }) => {
        const figure = formatAmount(BigInt(amountMinor), asset, locale);
        return asset === "CNY" ? figure : `${figure} ${asset}`;
      })
      .join(" + ");
  const className = (row: Row) =>
    amounts(row).some(({ amountMinor }) => amountMinor.startsWith("-")) ? "text-danger" : "";
  return { key, header, width, align: "end", text, className };
}
