import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { readPayoutFile } from "@/core/payouts/read-payout-file";
import { confirmPayoutBatch, dropPayoutBatch, takePayoutFile } from "@/server/commands/payout-batches";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { setMerchants } from "@/server/commands/set-merchants";
import { runNextPayoutBatch } from "@/server/payouts/run-payout-batch";
import { reader } from "@/server/transact";
import { asSystem, NOON, postedOf } from "@/tests/command-context";
import { accepted, by, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, openPayoutDesk } from "@/tests/payout-fixture";

let desk: Desk;
let worker: ChildProcess | null = null;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterEach(() => {
  worker?.kill("SIGKILL");
  vi.restoreAllMocks();
});
afterAll(() => desk.db.drop());

type Line = readonly [merchant: string, amount: string, asset: string, reference: string];

async function bring(lines: readonly Line[], actor = desk.people.maker) {
  const rows = [["merchant", "amount", "asset", "reference"], ...lines].map((cells, index) => ({
    rowNo: index + 1,
    cells: new Map(cells.map((text, column) => [column, text])),
  }));
  const read = accepted(readPayoutFile(rows));
  const sha256 = randomUUID().replaceAll("-", "").padEnd(64, "0");
  return accepted(await takePayoutFile(by(actor), { fileName: "payouts.csv", sha256, rows: read }));
}
const confirm = (batchNo: string, actor = desk.people.maker) => {
  const commandId = randomUUID();
  return confirmPayoutBatch(by(actor, commandId), { commandId, batchNo });
};
type State = { rowNo: number; state: string; code: string | null; looks: string[]; payoutNo: string | null };
const rowsOf = (batchNo: string) =>
  reader.query<State>(
    `SELECT r.row_no AS "rowNo", r.state, r.refusal ->> 'code' AS code, r.looks, r.payout_no AS "payoutNo"
     FROM payout_batch_rows r JOIN payout_batches b ON b.id = r.batch_id WHERE b.batch_no = $1 ORDER BY 1`,
    [batchNo],
  );
const statusOf = async (batchNo: string) =>
  (await reader.query<{ status: string }>("SELECT status FROM payout_batches WHERE batch_no = $1", [batchNo]))[0]
    ?.status;
const freeLease = () =>
  desk.db.ownerPool.query(
    "UPDATE payout_batches SET lease_until = clock_timestamp() - interval '1 second' WHERE status = 'RUNNING'",
  );

/** 500 merchants, each with an account to be paid to and enough money for `each`. */
async function openMerchants(prefix: string, count: number, each: bigint): Promise<Line[]> {
  const merchantNos = Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  const merchants = merchantNos.map((merchantNo, index) =>
    merchantInput.parse({
      merchantNo,
      name: merchantNo,
      payee: { name: merchantNo, bank: "ICBC", account: `6222${index}${prefix.length}000` },
    }),
  );
  accepted(await setMerchants(asSystem(), { merchants }));
  const event = "settlement.topped_up" as const;
  const topUps = merchantNos.map((merchantNo) => ({
    event,
    merchantNo,
    key: `k${merchantNo}`,
    bankAccount: "reserve",
    asset: "CNY",
    amountMinor: each,
    paidInAt: NOON,
  }));
  accepted(await recordTopUps(asSystem(), { topUps }));
  return merchantNos.map((merchantNo): Line => [merchantNo, "1.00", "CNY", `REF-${merchantNo}`]);
}

describe("a file of payouts", () => {
  test("is checked as a whole: each row against what the rows above it leave", async () => {
    await addPayees(desk, "M1", 1);
    const { batchNo, ready } = await bring([
      ["M1", "600.00", "CNY", "A1"],
      ["M1", "600.00", "CNY", "A2"],
      ["M1", "400.00", "CNY", "A3"],
      ["M1", "400.00", "CNY", "A3"],
      ["M9", "1.00", "CNY", "A4"],
      ["M2", "7.00", "CNY", "A5"],
      ["M2", "7.00", "CNY", "A6"],
      ["M2", "x", "CNY", "A7"],
    ]);
    const rows = await rowsOf(batchNo);
    expect(rows.map((row) => row.code ?? [row.state, ...row.looks].join(" "))).toEqual([
      "READY",
      "payout_balance_short",
      "READY",
      "payout_row_repeated",
      "merchant_unknown",
      "READY",
      "READY LOOKS_DOUBLE",
      "payout_row_amount",
    ]);
    expect(ready).toBe(4);
    expect(await postedOf("2242")).toBe(0n);
    accepted(await confirm(batchNo));
    expect(await confirm(batchNo)).toMatchObject({ refusal: { code: "payout_batch_not_checked" } });
    expect(await runNextPayoutBatch()).toBe(1);
    expect((await rowsOf(batchNo)).map((row) => row.state)).toEqual([
      "ACCEPTED",
      "BLOCKED",
      "ACCEPTED",
      "BLOCKED",
      "BLOCKED",
      "ACCEPTED",
      "REQUESTED",
      "BLOCKED",
    ]);
    expect(await postedOf("2242")).toBe(100_700n);
    expect(await statusOf(batchNo)).toBe("DONE");
    // The same file once more: its references are used.
    const again = await bring([["M1", "600.00", "CNY", "A1"]]);
    expect(await rowsOf(again.batchNo)).toMatchObject([{ code: "payout_reference_used" }]);
    expect(await confirm(again.batchNo)).toMatchObject({ refusal: { code: "payout_batch_nothing" } });
  });

  test("is its maker's alone, and dropped it pays nothing", async () => {
    const { batchNo } = await bring([["M2", "3.00", "CNY", "D1"]]);
    expect(await confirm(batchNo, desk.people.colleague)).toMatchObject({ refusal: { code: "payout_batch_unknown" } });
    expect(await confirm(batchNo, desk.people.auditor)).toMatchObject({ refusal: { code: "not_permitted" } });
    const commandId = randomUUID();
    accepted(await dropPayoutBatch(by(desk.people.maker, commandId), { commandId, batchNo }));
    expect(await confirm(batchNo)).toMatchObject({ refusal: { code: "payout_batch_not_checked" } });
    expect(await runNextPayoutBatch()).toBe(0);
    expect(await rowsOf(batchNo)).toMatchObject([{ state: "SKIPPED", payoutNo: null }]);
  });

  test("says of a row why it was refused when its turn came", async () => {
    const { batchNo } = await bring([["M2", "11.00", "CNY", "E1"]]);
    accepted(await confirm(batchNo));
    accepted(await askFor(desk.people.maker, { merchantNo: "M2", amountMinor: 1_234n, clientRef: "E1" }));
    expect(await runNextPayoutBatch()).toBe(1);
    expect(await rowsOf(batchNo)).toMatchObject([{ state: "REFUSED", code: "payout_reference_used" }]);
  });

  test("waits while no money goes out, and refuses none of its rows for it", async () => {
    const { batchNo } = await bring([["M2", "12.00", "CNY", "F1"]]);
    accepted(await confirm(batchNo));
    const command = "SELECT command_id FROM receipts LIMIT 1";
    await desk.db.ownerPool.query(
      `INSERT INTO money_stops (cause, reason, command_id) VALUES ('RESTORE', 'a drill', (${command}))`,
    );
    expect(await runNextPayoutBatch()).toBe(0);
    expect(await rowsOf(batchNo)).toMatchObject([{ state: "READY" }]);
    await desk.db.ownerPool.query("ALTER TABLE money_stops DISABLE TRIGGER USER");
    await desk.db.ownerPool.query("UPDATE money_stops SET resumed_at = now()");
    await desk.db.ownerPool.query("ALTER TABLE money_stops ENABLE TRIGGER USER");
    await freeLease();
    expect(await runNextPayoutBatch()).toBe(1);
    expect(await rowsOf(batchNo)).toMatchObject([{ state: "ACCEPTED" }]);
  });
});

describe("500 rows", () => {
  const acceptedOf = async (batchNo: string) =>
    (
      await reader.query<{ payouts: number; rows: number; refs: number; attempts: number }>(
        `SELECT count(*)::int AS payouts, count(DISTINCT o.client_ref)::int AS refs,
                (SELECT count(DISTINCT payout_no)::int FROM payout_batch_rows r JOIN payout_batches b ON b.id = r.batch_id
                 WHERE b.batch_no = $1 AND r.state = 'ACCEPTED') AS rows,
                (SELECT count(*)::int FROM money_attempts t WHERE t.object_no IN (SELECT payout_no FROM payouts WHERE batch_no = $1)) AS attempts
         FROM payouts o WHERE o.batch_no = $1 AND o.status = 'ACCEPTED'`,
        [batchNo],
      )
    )[0];
  const ALL = { payouts: 500, refs: 500, rows: 500, attempts: 500 };

  test("of which the worker dies at 50 places, before a payout and after it: each is accepted once", async () => {
    const { batchNo } = await bring(await openMerchants("K", 500, 100n));
    accepted(await confirm(batchNo));
    const query = reader.query.bind(reader);
    for (let death = 0; death < 50; death += 1) {
      let left = 1 + ((death * 7) % 11);
      // Before the payout is asked for, or when it is there and its row does not know it.
      const place = death % 2 === 0 ? "UPDATE payout_batch_rows" : "RETURNING 1";
      vi.spyOn(reader, "query").mockImplementation((sql, params) => {
        if (sql.includes(place)) left -= 1;
        return left === 0 ? Promise.reject(new Error("the worker dies")) : query(sql, params);
      });
      await expect(runNextPayoutBatch()).rejects.toThrow("the worker dies");
      vi.restoreAllMocks();
      expect(await runNextPayoutBatch()).toBe(0);
      await freeLease();
    }
    expect(await statusOf(batchNo)).toBe("RUNNING");
    expect(await runNextPayoutBatch()).toBe(1);
    expect(await acceptedOf(batchNo)).toEqual(ALL);
  });

  test("of which whole processes are killed: each is accepted once", async () => {
    const lines = await openMerchants("KK", 500, 100n);
    const { batchNo } = await bring(lines);
    accepted(await confirm(batchNo));
    for (const after of [20, 150, 350]) {
      const script = join(import.meta.dirname, "../../tests/payouts/work-payouts.ts");
      const env = { ...process.env, DATABASE_URL: desk.db.appUrl, DESK_LOG_LEVEL: "silent" };
      const started = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", script], { env });
      worker = started;
      const done = async () => (await acceptedOf(batchNo))?.payouts ?? 0;
      await expect.poll(done, { timeout: 120_000, interval: 5 }).toBeGreaterThanOrEqual(after);
      const gone = new Promise((resolve) => started.once("exit", resolve));
      started.kill("SIGKILL");
      await gone;
      expect(await statusOf(batchNo)).toBe("RUNNING");
      await freeLease();
    }
    // A session that the dead process has left may still hold its last row for a moment.
    await expect.poll(() => runNextPayoutBatch(), { timeout: 120_000 }).toBe(1);
    expect(await acceptedOf(batchNo)).toEqual(ALL);
  });
});
