import Link from "next/link";
import { LINK_CLASS } from "@/components/object/object-link";
import type { GridColumn, GridRow } from "./types";

type LinkColumn<Row extends GridRow> = {
  key: string;
  header: string;
  text: (row: Row) => string;
  /** Null: plain text. */
  href: (row: Row) => string | null;
  width: number;
  grow?: number | undefined;
};

/** A number that opens in another tab, too. A click on the row itself is the grid's. */
export function linkColumn<Row extends GridRow>({ text, href, ...place }: LinkColumn<Row>): GridColumn<Row> {
  const render = (row: Row) => {
    const target = href(row);
    if (target === null) return text(row);
    return (
      <Link href={target} prefetch={false} tabIndex={-1} className={LINK_CLASS}>
        {text(row)}
      </Link>
    );
  };
  return { ...place, text, render };
}
