import "server-only";
import type { PageDto } from "@/contracts/wire";

type Page = { readonly cursor: string | null; readonly limit: number };
const PORTION_ROWS = 1_000;

/** All rows of a keyset-paged list, a portion at a time, so that no connection is held while somebody downloads. */
export async function* readPages<Row>(list: (page: Page) => Promise<PageDto<Row>>): AsyncGenerator<readonly Row[]> {
  let cursor: string | null = null;
  do {
    const page: PageDto<Row> = await list({ cursor, limit: PORTION_ROWS });
    yield page.rows;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
