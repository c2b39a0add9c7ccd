import "server-only";
import type pg from "pg";
import type { PageDto, RowCountDto } from "@/contracts/wire";
import { reader } from "@/server/transact";

/** Counts stop here: beyond it a list says "10,000+", and counting stays cheaper than reading. */
export const COUNT_CAP = 10_000;

/** A cursor is the sort key of the last row, as opaque text; whatever does not decode starts from the beginning. */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

export function decodeCursor(cursor: string | null, length: number): string[] | null {
  if (!cursor) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isKey = Array.isArray(key) && key.length === length && key.every((part) => typeof part === "string");
    return isKey ? (key as string[]) : null;
  } catch {
    return null;
  }
}

/** Builds a where-clause with numbered parameters: `where.add("status = ?", status)`. */
export class Where {
  readonly params: unknown[] = [];
  private readonly conditions: string[] = [];

  add(condition: string, ...values: readonly unknown[]): this {
    let next = 0;
    this.conditions.push(condition.replaceAll("?", () => `$${this.params.push(values[next++])}`));
    return this;
  }

  copy(): Where {
    const copy = new Where();
    copy.params.push(...this.params);
    copy.conditions.push(...this.conditions);
    return copy;
  }

  toSql(): string {
    return this.conditions.length === 0 ? "" : `WHERE ${this.conditions.join(" AND ")}`;
  }
}

/** How many rows there are, counted up to the cap. `from` holds what the conditions speak of. */
export async function countRows(from: string, where: Where): Promise<RowCountDto> {
  const [counted] = await reader.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${from} ${where.toSql()} LIMIT ${COUNT_CAP + 1}) AS capped`,
    where.params,
  );
  const value = counted?.count ?? 0;
  return { value: Math.min(value, COUNT_CAP), capped: value > COUNT_CAP };
}

/**
 * One page of a list and its capped count. `select` is the query up to its FROM, `from` what the count reads, `joins`
 * what only the rows shown need (it may neither add nor drop rows); `keys` are the sort columns (all in one direction,
 * the last one unique), compared as one row value so that an index serves any depth. `toRow` makes the DTO, `toKey` the
 * cursor of a row.
 */
export async function readPage<Raw extends pg.QueryResultRow, Row>(definition: {
  readonly select: string;
  readonly from: string;
  readonly joins?: string;
  readonly where: Where;
  readonly keys: readonly string[];
  readonly casts: readonly string[];
  readonly direction: "ASC" | "DESC";
  readonly page: { readonly cursor: string | null; readonly limit: number };
  /** The list has a count of its own, asked for after the rows. */
  readonly countsApart?: true;
  readonly toRow: (raw: Raw) => Row;
  readonly toKey: (raw: Raw) => readonly string[];
}): Promise<PageDto<Row>> {
  const { select, from, joins = "", where, keys, casts, direction, page } = definition;
  const count = definition.countsApart ? null : await countRows(from, where);
  const after = decodeCursor(page.cursor, keys.length);
  if (after) {
    const operator = direction === "ASC" ? ">" : "<";
    where.add(`(${keys.join(", ")}) ${operator} (${casts.map((cast) => `?::${cast}`).join(", ")})`, ...after);
  }
  const order = keys.map((key) => `${key} ${direction}`).join(", ");
  const raws = await reader.query<Raw>(
    `${select} FROM ${from} ${joins} ${where.toSql()} ORDER BY ${order} LIMIT ${page.limit + 1}`,
    where.params,
  );
  const shown = raws.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(definition.toRow),
    nextCursor: raws.length > page.limit && last ? encodeCursor(definition.toKey(last)) : null,
    count,
  };
}
