import { afterAll, beforeAll, expect, it } from "vitest";
import { suspenseFilters } from "@/contracts/suspense-filters";
import { type Desk, openDesk, reconcileDay } from "@/tests/desk-fixture";
import { countSuspense, listSuspense } from "./list-suspense";
import { QUEUE_KEYS, SUSPENSE_FROM } from "./suspense-rows";

const TODAY = "2026-10-12";
const ITEMS = 400;
let desk: Desk;

/** Copies of one item over several days, assets, amounts and states; many of one amount, so that ties are met too. */
beforeAll(async () => {
  desk = await openDesk();
  await reconcileDay({ orders: [{ orderNo: "S-1", cashMinor: 100n }], lines: [] });
  await desk.db.ownerPool.query("ALTER TABLE suspense_items DISABLE TRIGGER USER");
  await desk.db.ownerPool.query(
    `INSERT INTO suspense_items (item_no, signature, channel_id, kind, item_kind, direction, amount_minor, asset, match_key,
       batch_id, batch_on, result_id, opened_on, opened_voucher_id, status, assignee_id, command_id, service_level_id,
       severity, due_on)
     SELECT 'C' || n, 'copy|' || n, channel_id, kind, item_kind, CASE WHEN n % 3 = 0 THEN 'LONG' ELSE 'SHORT' END,
            1 + (n * 37) % 40, CASE WHEN n % 5 = 0 THEN 'JPY' WHEN n % 7 = 0 THEN 'KWD' ELSE 'CNY' END, match_key, batch_id,
            batch_on, result_id, $1::date - n % 9, opened_voucher_id,
            CASE WHEN n % 6 = 0 THEN 'PROPOSED' WHEN n % 4 = 0 THEN 'ASSIGNED' ELSE 'OPEN' END,
            CASE WHEN n % 6 = 0 OR n % 4 = 0 THEN $2::bigint END, command_id, service_level_id, severity, due_on
     FROM suspense_items CROSS JOIN generate_series(1, ${ITEMS}) AS n`,
    [TODAY, desk.people.maker.userId],
  );
  await desk.db.ownerPool.query("ALTER TABLE suspense_items ENABLE TRIGGER USER");
});
afterAll(() => desk.db.drop());

async function sortPlainly(condition: string): Promise<string[]> {
  const order = QUEUE_KEYS.map((key) => `${key} DESC`).join(", ");
  const { rows } = await desk.db.ownerPool.query<{ no: string }>(
    `SELECT i.item_no AS no FROM ${SUSPENSE_FROM} WHERE ${condition} ORDER BY ${order}`,
    [TODAY],
  );
  return rows.map((row) => row.no);
}

async function walk(filters: object, limit: number): Promise<string[]> {
  const items: string[] = [];
  const parsed = suspenseFilters.parse(filters);
  for (let cursor: string | null = null, pages = 0; pages <= ITEMS; pages += 1) {
    const page = await listSuspense(desk.people.maker, parsed, { cursor, limit }, TODAY);
    items.push(...page.rows.map((row) => row.itemNo));
    cursor = page.nextCursor;
    if (cursor === null) return items;
  }
  throw new Error("the list never ends");
}

it.each([
  [{}, "true", 1],
  [{}, "true", 7],
  [{}, "true", 100],
  [{}, "true", 500],
  [{ direction: "LONG" }, "i.direction = 'LONG'", 7],
  [{ status: "proposed" }, "i.status = 'PROPOSED'", 7],
  [{ status: "unassigned" }, "i.assignee_id IS NULL", 50],
  [{ age: "2-3" }, "bank_days_between(i.opened_on, today.day) BETWEEN 2 AND 3", 7],
  [{ q: "C1" }, "i.item_no ILIKE '%C1%'", 7],
])(
  "pages of %j are exactly the plain order of %s, %i at a time, and so many are counted",
  async (filters, condition, limit) => {
    const plain = await sortPlainly(condition);
    expect(await walk(filters, limit)).toEqual(plain);
    const counted = await countSuspense(desk.people.maker, suspenseFilters.parse(filters), TODAY);
    expect(counted).toEqual({ value: plain.length, capped: false });
  },
);
