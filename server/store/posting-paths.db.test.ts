import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { brokenLaws } from "@/tests/book-laws";
import { createTestDatabase, type TestDatabase } from "@/tests/database";
import { inCommand, openAccount, postCommandRaw, postRaw, type RawLine, stoppedBy } from "@/tests/raw-ledger";

/** What was found wrong once in the ways of posting, and must not come back. */
let db: TestDatabase;
let channel: bigint;
let hot: bigint;
let shop: bigint;
beforeAll(async () => {
  db = await createTestDatabase();
  channel = await openAccount(db.pool, "CHANNEL", "1122");
  hot = await openAccount(db.pool, "HOT", "2202.01");
  shop = await openAccount(db.pool, "SHOP", "2202.02");
});
afterEach(async () => expect(await brokenLaws(db.pool)).toEqual([]));
afterAll(() => db.drop());

const pay = (to: bigint, amount: bigint): RawLine[] => [
  [channel, "DEBIT", amount],
  [to, "CREDIT", amount],
];
const setBuffered = (account: bigint, is: boolean) =>
  inCommand(db.pool, (client, command) =>
    client.query("SELECT ledger_set_buffered($1, $2, $3)", [command, account, is]),
  );
const post = (vouchers: Parameters<typeof postRaw>[2]) =>
  inCommand(db.pool, (client, command) => postRaw(client, command, vouchers));

async function untilBlocked(by: number): Promise<void> {
  const blocked =
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND $1 = ANY (pg_blocking_pids(pid))";
  await expect
    .poll(async () => (await db.ownerPool.query(blocked, [by])).rowCount, { timeout: 120_000 })
    .toBeGreaterThan(0);
}

async function open(): Promise<pg.Client & { processID: number }> {
  const client = new pg.Client({ connectionString: db.appUrl }) as pg.Client & { processID: number };
  await client.connect();
  await client.query("BEGIN");
  return client;
}

it("a batch that found an account buffered waits there, though it has become direct and moves meanwhile", async () => {
  await setBuffered(hot, true);
  const [blocker, other] = [await open(), await open()];
  await blocker.query("SELECT ledger_lock(ARRAY[$1::bigint])", [channel]);
  const batch = post([
    { key: "batch-1", lines: pay(hot, 10n) },
    { key: "batch-2", lines: pay(hot, 20n) },
  ]);
  await untilBlocked(blocker.processID);
  await setBuffered(hot, false);
  const command = crypto.randomUUID();
  await other.query("INSERT INTO receipts (command_id, name, input_hash) VALUES ($1, 'other', '')", [command]);
  const second = await openAccount(db.pool, "CHANNEL-2", "1122");
  // Another month, so that the index of an account's numbers, which stands in each month, cannot notice.
  const lines: RawLine[] = [
    [second, "DEBIT", 5n],
    [hot, "CREDIT", 5n],
  ];
  await postRaw(other, command, [{ key: "other", day: "2026-12-01", lines }]);
  await blocker.query("ROLLBACK");
  // The batch goes on to its entries now; it either waits for the other one's balance, or does not need it.
  await Promise.race([batch, untilBlocked(other.processID)]);
  await other.query("UPDATE receipts SET outcome = 'null' WHERE command_id = $1", [command]);
  await other.query("COMMIT");
  await batch;
  expect(await brokenLaws(db.pool)).toEqual([]);
  await db.pool.query("SELECT ledger_fold()");
  await Promise.all([blocker.end(), other.end()]);
});

it("of two drafts with one key in a batch, the first is posted and the second is its duplicate", async () => {
  const drafts = Array.from({ length: 60 }, (_, n) => ({
    key: `twice-${n % 30}`,
    lines: pay(shop, BigInt(1 + (n % 30))),
  }));
  const posted = await post(drafts);
  expect(posted.map(({ existed }) => existed)).toEqual(drafts.map((_, n) => n >= 30));
  expect(posted.slice(30).map((row) => row.voucher_id)).toEqual(posted.slice(0, 30).map((row) => row.voucher_id));
});

it("numbers of vouchers stay unique past a hundred million", async () => {
  await db.ownerPool.query("ALTER SEQUENCE vouchers_id_seq RESTART WITH 99999990");
  const drafts = Array.from({ length: 20 }, (_, n) => ({ key: `many-${n}`, lines: pay(shop, 1n) }));
  const posted = await post(drafts);
  for (let n = 0; n < 12; n += 1) posted.push(...(await post([{ key: `one-${n}`, lines: pay(shop, 1n) }])));
  expect(new Set(posted.map((row) => row.voucher_no)).size).toBe(32);
});

it("what a voucher puts into a buffered account covers what it takes out, alone as in a batch", async () => {
  await setBuffered(hot, true);
  const through = (amount: bigint): RawLine[] => [
    ...pay(hot, amount),
    [hot, "DEBIT", amount],
    [shop, "CREDIT", amount],
  ];
  const most = 1_000_000n;
  expect(await stoppedBy(post([{ key: "through", lines: through(most) }]))).toBeNull();
  expect(
    await stoppedBy(
      post([
        { key: "through-1", lines: through(most) },
        { key: "through-2", lines: through(most) },
      ]),
    ),
  ).toBeNull();
  const alone = postCommandRaw(db.pool, crypto.randomUUID(), { key: "through-3", lines: through(most) });
  expect(await stoppedBy(alone)).toBeNull();
});

it("a key that captured one hold captures no other", async () => {
  const capture = (holds: bigint[], key: string) =>
    inCommand(db.pool, (client, command) =>
      client.query<{ existed: boolean }>(
        `SELECT existed FROM ledger_capture($1, $2, $3, $4, 'channel.remitted', 1, '2026-11-20', now(), 't', 't', '', NULL, $5, $6, $7)`,
        [command, holds, holds.map(() => 7n), key, [shop, channel], ["DEBIT", "CREDIT"], [7n, 7n]],
      ),
    );
  const hold = (key: string) =>
    inCommand(db.pool, async (client, command) => {
      const { rows } = await client.query<{ id: bigint }>(
        "SELECT id FROM ledger_hold($1, $2, $3, 7, 't', 't', 'test', NULL)",
        [command, key, shop],
      );
      return rows[0]?.id ?? 0n;
    });
  await post([
    { key: "held money", lines: pay(shop, 100n) },
    { key: "more of it", lines: pay(shop, 100n) },
  ]);
  const [first, second] = [await hold("hold-1"), await hold("hold-2")];
  expect((await capture([first], "capture")).rows).toEqual([{ existed: false }]);
  expect((await capture([first], "capture")).rows).toEqual([{ existed: true }]);
  expect(await stoppedBy(capture([second], "capture"))).toBe("CD001");
  await post([
    {
      key: "no capture",
      lines: [
        [shop, "DEBIT", 7n],
        [channel, "CREDIT", 7n],
      ],
    },
  ]);
  expect(await stoppedBy(capture([second], "no capture"))).toBe("CD001");
});

it("a month that nobody has prepared opens with its first voucher, whichever way that comes", async () => {
  await post([{ key: "2031", day: "2031-01-15", lines: pay(shop, 1n) }]);
  await post([
    { key: "2032-1", day: "2032-02-15", lines: pay(shop, 1n) },
    { key: "2032-2", day: "2032-03-15", lines: pay(shop, 1n) },
  ]);
  const posted = await postCommandRaw(db.pool, crypto.randomUUID(), {
    key: "2033",
    day: "2033-04-15",
    lines: pay(shop, 1n),
  });
  expect(posted.existed).toBe(false);
});
