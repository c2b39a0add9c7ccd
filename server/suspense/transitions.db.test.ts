import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SUSPENSE_STATUSES, type SuspenseStatus } from "@/core/suspense/item";
import { SUSPENSE_TRANSITIONS } from "@/core/suspense/transitions";
import { type Desk, openDesk, openItemOf, reconcileDay } from "@/tests/desk-fixture";

let desk: Desk;
let itemNo: string;
beforeAll(async () => {
  desk = await openDesk();
  await reconcileDay({ lines: [{ orderNo: "X-STATE", amountMinor: 500n }] });
  ({ itemNo } = await openItemOf("X-STATE"));
});
afterAll(() => desk.db.drop());

const isClosed = (status: SuspenseStatus) => status === "RESOLVED" || status === "AUTO_RESOLVED";

/** Brings the item into a status past every rule, and from there on by the rules; undone afterwards. */
async function go(client: pg.PoolClient, from: SuspenseStatus, to: SuspenseStatus): Promise<void> {
  const set = (status: SuspenseStatus, more = "") =>
    client.query(
      `UPDATE suspense_items SET status = $2, version = version + 1 ${more},
         resolution = CASE WHEN $3 THEN 'OFFSET' END, resolved_voucher_id = CASE WHEN $3 THEN opened_voucher_id END,
         resolved_at = CASE WHEN $3 THEN now() END
       WHERE item_no = $1`,
      [itemNo, status, isClosed(status)],
    );
  await client.query("ALTER TABLE suspense_items DISABLE TRIGGER USER");
  await set(from);
  await client.query("ALTER TABLE suspense_items ENABLE TRIGGER USER");
  await set(to, from === "RESOLVED" && to !== "RESOLVED" ? ", reopened_count = reopened_count + 1" : "");
}

describe("the states of suspense in the database", () => {
  it("are the rows that the code goes by", async () => {
    const { rows } = await desk.db.pool.query(
      'SELECT from_status AS "from", to_status AS "to", act FROM suspense_transitions',
    );
    const byStep = (left: { from: string; to: string }, right: { from: string; to: string }) =>
      `${left.from}${left.to}` < `${right.from}${right.to}` ? -1 : 1;
    expect(rows.sort(byStep)).toEqual([...SUSPENSE_TRANSITIONS].sort(byStep));
  });

  const pairs = SUSPENSE_STATUSES.flatMap((from) =>
    SUSPENSE_STATUSES.filter((to) => to !== from).map((to) => ({
      from,
      to,
      isLawful: SUSPENSE_TRANSITIONS.some((step) => step.from === from && step.to === to),
    })),
  );
  it.each(pairs)("$from → $to: $isLawful", async ({ from, to, isLawful }) => {
    const client = await desk.db.ownerPool.connect();
    try {
      await client.query("BEGIN");
      const gone = go(client, from, to);
      if (isLawful) await gone;
      else await expect(gone).rejects.toMatchObject({ code: "CD012" });
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });

  it("begin as OPEN, with the voucher of their own direction", async () => {
    const copy = (columns: string) => `
      INSERT INTO suspense_items (item_no, signature, channel_id, kind, item_kind, direction, amount_minor, asset, match_key,
        batch_id, batch_on, result_id, opened_on, opened_voucher_id, status, command_id)
      SELECT 'SU-COPY', 'copy', channel_id, kind, item_kind, ${columns}, command_id FROM suspense_items WHERE item_no = $1`;
    const same = "amount_minor, asset, match_key, batch_id, batch_on, result_id, opened_on, opened_voucher_id";
    const insert = (columns: string, pool = desk.db.ownerPool) => pool.query(copy(columns), [itemNo]);
    await expect(insert(`direction, ${same}, 'ASSIGNED'`)).rejects.toMatchObject({ code: "CD012" });
    await expect(insert(`'SHORT', ${same}, 'OPEN'`)).rejects.toMatchObject({ code: "CD011" });
    await expect(insert(`direction, ${same}, 'OPEN'`, desk.db.pool)).rejects.toThrow(/permission denied/);
  });

  it("are not the application's to write", async () => {
    const all = "INSERT INTO suspense_transitions VALUES ('AUTO_RESOLVED', 'OPEN', 'REOPEN')";
    await expect(desk.db.pool.query(all)).rejects.toThrow(/permission denied/);
  });
});
