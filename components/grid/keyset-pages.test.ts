import { expect, test } from "vitest";
import type { PageDto } from "@/contracts/wire";
import { KeysetPages, PAGE_ROWS, pageUrl } from "./keyset-pages";

type Row = { id: number };

/** A list of `total` rows that can only be walked forwards; remembers what was asked. */
function makeList(total: number) {
  const asked: (string | null)[] = [];
  const pages = new KeysetPages<Row>(async (cursor): Promise<PageDto<Row>> => {
    asked.push(cursor);
    const start = cursor === null ? 0 : Number(cursor.slice(1));
    const rows = Array.from({ length: Math.min(PAGE_ROWS, total - start) }, (_, index) => ({ id: start + index }));
    const end = start + rows.length;
    return { rows, nextCursor: end < total ? `c${end}` : null, count: { value: total, capped: false } };
  });
  return { asked, pages };
}

test("each page is asked for with the cursor of the page before it", async () => {
  const { asked, pages } = makeList(250);
  expect((await pages.read(0)).rows[0]).toEqual({ id: 0 });
  expect((await pages.read(1)).total).toBeUndefined();
  const last = await pages.read(2);
  expect([last.rows.length, last.total]).toEqual([50, 250]);
  expect(asked).toEqual([null, "c100", "c200"]);
});

test("a page asked for too early walks the missing ones once, even when two are asked for together", async () => {
  const { asked, pages } = makeList(1_000);
  const [third, fourth] = await Promise.all([pages.read(3), pages.read(4)]);
  expect([third.rows[0], fourth.rows[0]]).toEqual([{ id: 300 }, { id: 400 }]);
  expect(asked).toEqual([null, "c100", "c200", "c300", "c400"]);
});

test("a page thrown out of the cache is read again with its old cursor", async () => {
  const { asked, pages } = makeList(300);
  await pages.read(2);
  await pages.read(1);
  expect(asked.at(-1)).toBe("c100");
});

test("past the end there are no rows and nothing is asked", async () => {
  const { asked, pages } = makeList(100);
  expect((await pages.read(0)).total).toBe(100);
  expect((await pages.read(5)).rows).toEqual([]);
  expect(asked).toEqual([null]);
});

test("after a failed page the next read tries again", async () => {
  let fail = true;
  const pages = new KeysetPages<Row>(async () => {
    if (fail) throw new Error("down");
    return { rows: [{ id: 0 }], nextCursor: null, count: { value: 1, capped: false } };
  });
  await expect(pages.read(0)).rejects.toThrow("down");
  fail = false;
  expect((await pages.read(0)).total).toBe(1);
});

test("only filters that are set go into the address", () => {
  const url = pageUrl("/rows", { q: "a&b", status: null, none: undefined, empty: "", mine: true }, "c1");
  expect(url).toBe("/rows?q=a%26b&mine=true&cursor=c1&limit=100");
});
