import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { groupFilters } from "@/contracts/bulk";
import { suspenseFilters } from "@/contracts/suspense-filters";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { groupKeyOf } from "@/core/suspense/group-key";
import { reader } from "@/server/transact";
import { type Desk, itemOf, openDesk, openItemOf, reconcileDay } from "@/tests/desk-fixture";
import { listSuspense } from "./list-suspense";
import { listSuspenseGroups } from "./suspense-groups";

const TODAY = "2026-11-20";
const FIRST = { cursor: null, limit: 100 };

let desk: Desk;
let day = "";
beforeAll(async () => {
  desk = await openDesk();
  day = await reconcileDay({
    orders: [
      { orderNo: "SHORT1", cashMinor: 500n },
      { orderNo: "SHORT2", cashMinor: 900n, merchantNo: "M2" },
      { orderNo: "AMOUNT1", cashMinor: 1_000n },
      { orderNo: "FEE1", cashMinor: 1_000n },
      { orderNo: "FEE2", cashMinor: 2_000n, merchantNo: "M2" },
      { orderNo: "FEE3", cashMinor: 3_000n },
      { orderNo: "STATUS1", cashMinor: 700n, status: "CREATED" },
      { orderNo: "STATUS2", cashMinor: 800n, status: "CREATED" },
      { orderNo: "CLOSED1", cashMinor: 800n, status: "CLOSED" },
      { orderNo: "ASSET1", cashMinor: 800n },
      { orderNo: "TWICE1", cashMinor: 600n },
    ],
    lines: [
      { orderNo: "X-LONG1", amountMinor: 100n },
      { orderNo: "X-LONG2", amountMinor: 4_000n },
      { orderNo: "AMOUNT1", amountMinor: 1_300n, feeMinor: 8n },
      { orderNo: "FEE1", amountMinor: 1_000n, feeMinor: 16n },
      { orderNo: "FEE2", amountMinor: 2_000n, feeMinor: 22n },
      { orderNo: "FEE3", amountMinor: 3_000n, feeMinor: 29n },
      { orderNo: "STATUS1", amountMinor: 700n },
      { orderNo: "STATUS2", amountMinor: 800n },
      { orderNo: "CLOSED1", amountMinor: 800n },
      { orderNo: "ASSET1", amountMinor: 800n, asset: "USD" },
      { orderNo: "TWICE1", amountMinor: 600n },
      { orderNo: "TWICE1", amountMinor: 600n, tradeNo: "T-AGAIN" },
    ],
  });
});
afterAll(() => desk.db.drop());

async function keyOf(matchKey: string, direction?: "LONG" | "SHORT"): Promise<string> {
  const { itemNo } = await openItemOf(matchKey, direction);
  const [row] = await reader.query<{ key: string }>("SELECT group_key AS key FROM suspense_items WHERE item_no = $1", [
    itemNo,
  ]);
  return row?.key ?? "";
}

describe("the key that the database stores is the one that core defines", () => {
  it.each([
    ["SHORT1", undefined, null, null],
    ["X-LONG1", undefined, null, null],
    ["AMOUNT1", undefined, "PAID", "SUCCEEDED"],
    ["FEE1", undefined, "PAID", "SUCCEEDED"],
    ["STATUS1", undefined, "CREATED", "SUCCEEDED"],
    ["CLOSED1", undefined, "CLOSED", "SUCCEEDED"],
    ["ASSET1", "LONG", null, null],
    ["ASSET1", "SHORT", null, null],
    ["TWICE1", undefined, null, null],
  ] as const)("%s %s", async (matchKey, direction, oursStatus, lineStatus) => {
    const item = await itemOf((await openItemOf(matchKey, direction)).itemNo);
    const happenedAt = new Date(`${day}T12:00:00+08:00`).toISOString();
    expect(await keyOf(matchKey, direction)).toBe(groupKeyOf({ ...item, oursStatus, lineStatus, happenedAt }));
  });

  it("and stays as it was stored", async () => {
    const change = "UPDATE suspense_items SET group_key = 'x', version = version + 1 WHERE match_key = 'SHORT1'";
    await expect(desk.db.ownerPool.query(change)).rejects.toThrow(/does not change/);
  });
});

describe("groups", () => {
  const groups = (given: object = {}, actor = { ...SYSTEM_ACTOR }) =>
    listSuspenseGroups(actor, groupFilters.parse(given), FIRST, TODAY);

  it("are one cause each, with what its kind suggests", async () => {
    const { rows } = await groups();
    expect(rows.map(({ kind, by, value, count, amountMinor }) => [kind, by, value, count, amountMinor])).toEqual(
      expect.arrayContaining([
        ["FEE_MISMATCH", "DELTA", "10", 2, "20"],
        ["STATUS_MISMATCH", "STATUS", "CREATED>SUCCEEDED", 2, "1500"],
        ["SHORT", "MINUTE", `${day}T04:00Z`, 2, "1400"],
        ["LONG", "MINUTE", `${day}T04:00Z`, 2, "4100"],
      ]),
    );
    const suggested = Object.fromEntries(rows.map((row) => [row.kind, row.suggestion.resolution]));
    expect(suggested).toMatchObject({
      FEE_MISMATCH: "CLAIM_FROM_CHANNEL",
      STATUS_MISMATCH: "BOOK_TO_ORDER",
      LONG: null,
    });
  });

  it("lead to exactly their rows, whole and one by one", async () => {
    for (const single of [undefined, "1"] as const) {
      const { rows, count } = await groups(single ? { single } : {});
      expect(count?.value).toBe(rows.length);
      for (const group of rows) {
        const filters = suspenseFilters.parse({ group: group.key });
        const shown = await listSuspense(SYSTEM_ACTOR, filters, FIRST, TODAY);
        expect(shown.rows).toHaveLength(group.count);
        const sum = shown.rows.reduce((total, row) => total + BigInt(row.amountMinor), 0n);
        expect(`${sum}`).toBe(group.amountMinor);
      }
    }
  });

  it("hold only what the reader may see", async () => {
    const { rows } = await groups({ single: "1" }, { ...desk.people.scoped });
    const short = rows.find((row) => row.kind === "SHORT");
    expect(short).toMatchObject({ count: 1, amountMinor: "500" });
    expect(rows.some((row) => row.kind === "LONG")).toBe(false);
  });

  it("are counted for fifty thousand open items from one index, without a sort", async () => {
    const owner = desk.db.ownerPool;
    await owner.query("ALTER TABLE suspense_items DISABLE TRIGGER USER");
    // Half of them open; in parts, since a busy machine takes its time.
    for (let from = 1; from < 100_000; from += 10_000) {
      await owner.query(
        `INSERT INTO suspense_items OVERRIDING SYSTEM VALUE
       SELECT many.* FROM suspense_items AS base, generate_series($1::int, $1::int + 9999) AS n,
         jsonb_populate_record(base, jsonb_build_object('id', 1000000 + n, 'item_no', 'MANY' || n,
           'signature', 'MANY' || n, 'match_key', 'MANY' || n, 'version', 2, 'status', CASE n % 2 WHEN 0 THEN 'OPEN' ELSE 'RESOLVED' END,
           'resolution', 'X', 'resolved_voucher_id', CASE n % 2 WHEN 0 THEN NULL ELSE base.opened_voucher_id END,
           'group_key', base.channel_id || '|FEE_MISMATCH|PAYMENT|SHORT|CNY|DELTA|' || (n / 2 % 900 + 100))) AS many
       WHERE base.match_key = 'FEE1'`,
        [from],
      );
    }
    await owner.query("ALTER TABLE suspense_items ENABLE TRIGGER USER");
    await owner.query("ANALYZE suspense_items");
    const asking = await owner.connect();
    // Which way is cheapest depends on how much of the table a vacuum has seen; that the index alone can answer, in order, does not.
    await asking.query(
      "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashagg = off; SET enable_sort = off",
    );
    const explained = await asking.query<{ "QUERY PLAN": string }>(
      `EXPLAIN (ANALYZE, COSTS OFF) SELECT i.group_key, count(*), count(*) FILTER (WHERE i.status = 'PROPOSED'), sum(i.amount_minor), min(i.opened_on), min(i.id)
       FROM suspense_items i WHERE i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED') AND i.group_key <> '' AND NOT i.is_test
       GROUP BY i.group_key HAVING count(*) > 1`,
    );
    asking.release(true);
    const plan = explained.rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toContain("Index Only Scan using suspense_groups");
    expect(plan).not.toContain("Sort");
    const { rows } = await groups();
    expect(rows).toHaveLength(100);
    expect(rows[0]?.count).toBeGreaterThan(50);
  });
});
