import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { brokenLaws } from "@/tests/book-laws";
import { createTestDatabase, type TestDatabase } from "@/tests/database";
import {
  inCommand,
  openAccount,
  postCommandRaw,
  postCommandsRaw,
  postRaw,
  type RawLine,
  type RawPosted,
  type RawVoucher,
  stoppedBy,
} from "@/tests/raw-ledger";

/** Amounts to the last unit, at the edges of what can be counted and under everybody at once. */
let db: TestDatabase;
let channel: bigint;
let shop: bigint;
beforeEach(async () => {
  db = await createTestDatabase();
  channel = await openAccount(db.pool, "CHANNEL", "1122");
  shop = await openAccount(db.pool, "SHOP", "2202.02");
});
afterEach(async () => {
  expect(await brokenLaws(db.pool)).toEqual([]);
  await db.drop();
});

const payIn = (amount: bigint, to = shop): RawLine[] => [
  [channel, "DEBIT", amount],
  [to, "CREDIT", amount],
];
const payOut = (amount: bigint, of = shop): RawLine[] => [
  [of, "DEBIT", amount],
  [channel, "CREDIT", amount],
];
const post = (...vouchers: RawVoucher[]) => inCommand(db.pool, (client, command) => postRaw(client, command, vouchers));
const setBuffered = (is: boolean) =>
  inCommand(db.pool, (client, command) => client.query("SELECT ledger_set_buffered($1, $2, $3)", [command, shop, is]));

async function holdingOf(account: bigint): Promise<bigint> {
  const { rows } = await db.pool.query<{ minor: bigint }>(
    "SELECT posted_minor AS minor FROM account_holdings WHERE account_id = $1",
    [account],
  );
  return rows[0]?.minor ?? -1n;
}
async function vouchersOf(prefix: string): Promise<bigint> {
  const { rows } = await db.pool.query<{ count: bigint }>(
    "SELECT count(*) AS count FROM vouchers WHERE starts_with(idempotency_key, $1)",
    [prefix],
  );
  return rows[0]?.count ?? -1n;
}

describe("sixty payouts of 3,000 on 100,000, at once: exactly 33 are granted", () => {
  const drain = async (pay: (voucher: RawVoucher) => Promise<unknown>) => {
    const ended = await Promise.all(
      Array.from({ length: 60 }, (_, n) => stoppedBy(pay({ key: `out-${n}`, lines: payOut(3_000n) }))),
    );
    expect(ended.filter((code) => code === null)).toHaveLength(33);
    expect(ended.filter((code) => code === "no_overdraft")).toHaveLength(27);
    expect(await holdingOf(shop)).toBe(1_000n);
    expect(await vouchersOf("out-")).toBe(33n);
  };

  it.each(["direct", "buffered"])("from a %s account, one by one", async (kind) => {
    await setBuffered(kind === "buffered");
    await Promise.all(Array.from({ length: 10 }, (_, n) => post({ key: `in-${n}`, lines: payIn(10_000n) })));
    await drain((voucher) => post(voucher));
  });

  it("from a buffered account that still takes in, as commands", async () => {
    await setBuffered(true);
    await post(...Array.from({ length: 10 }, (_, n) => ({ key: `in-${n}`, lines: payIn(10_000n) })));
    await drain((voucher) => postCommandRaw(db.pool, randomUUID(), voucher));
  });

  it("from an account that changes its kind meanwhile, some in batches of two that are granted whole or not at all", async () => {
    await post(...Array.from({ length: 10 }, (_, n) => ({ key: `in-${n}`, lines: payIn(10_000n) })));
    const flips = Promise.all(Array.from({ length: 10 }, (_, n) => setBuffered(n % 2 === 0)));
    const outs = Array.from({ length: 30 }, (_, n) =>
      stoppedBy(
        postCommandsRaw(
          db.pool,
          [randomUUID(), randomUUID()],
          [
            { key: `out-${n}-a`, lines: payOut(3_000n) },
            { key: `out-${n}-b`, lines: payOut(3_000n) },
          ],
        ),
      ),
    );
    const ended = await Promise.all(outs);
    await flips;
    expect(ended.filter((code) => code === null)).toHaveLength(16);
    expect(await vouchersOf("out-")).toBe(32n);
    expect(await holdingOf(shop)).toBe(4_000n);
  });

  it("while holds want the same money", async () => {
    await post({ key: "in", lines: payIn(100_000n) });
    const hold = (n: number) =>
      inCommand(db.pool, (client, command) =>
        client.query("SELECT ledger_hold($1, $2, $3, 3000, 't', 't', 'drain', NULL)", [command, `hold-${n}`, shop]),
      );
    const tries = Array.from({ length: 60 }, (_, n) =>
      stoppedBy(n % 2 ? hold(n) : post({ key: `out-${n}`, lines: payOut(3_000n) })),
    );
    const ended = await Promise.all(tries);
    expect(ended.filter((code) => code === null)).toHaveLength(33);
    const { rows } = await db.pool.query(
      "SELECT posted_minor - frozen_minor AS free FROM account_balances WHERE account_id = $1",
      [shop],
    );
    expect(rows).toEqual([{ free: 1_000n }]);
  });
});

describe("precision", () => {
  it.each([2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n])(
    "a balance of %s is kept to the unit, both ways",
    async (target) => {
      const most = 10n ** 15n;
      const parts = Array.from({ length: Number(target / most) }, (_, n) => ({ key: `p-${n}`, lines: payIn(most) }));
      if (parts.length > 0) await post(...parts, { key: "rest", lines: payIn(target % most) });
      expect(await holdingOf(shop)).toBe(target);
      if (target === 2n ** 63n - 1n) {
        expect(await stoppedBy(post({ key: "one too many", lines: payIn(1n) }))).toBe("22003");
        expect(await stoppedBy(post({ key: "a", lines: payIn(1n) }, { key: "b", lines: payIn(1n) }))).toBe("22003");
        expect(await holdingOf(shop)).toBe(target);
      }
      const { rows } = await db.pool.query<{ text: string }>(
        "SELECT balance_after_minor::text AS text FROM account_entries WHERE account_id = $1 ORDER BY account_seq DESC LIMIT 1",
        [shop],
      );
      expect(rows[0]?.text).toBe(`${target}`);
      await post({ key: "back", lines: payOut(1n) });
      expect(await holdingOf(shop)).toBe(target - 1n);
    },
  );

  it("an amount is refused past 10^15 and taken up to it, and never a unit is lost", async () => {
    for (const amount of [10n ** 15n + 1n, 2n ** 53n - 1n, 2n ** 53n + 1n, 2n ** 63n - 1n - 10n ** 15n]) {
      expect(await stoppedBy(post({ key: `single-${amount}`, lines: payIn(amount) })), `${amount}`).toBe("23514");
      expect(
        await stoppedBy(post({ key: "small", lines: payIn(1n) }, { key: `batch-${amount}`, lines: payIn(amount) })),
        `${amount}`,
      ).toBe("23514");
    }
    await post({ key: "most", lines: payIn(10n ** 15n) }, { key: "one", lines: payIn(1n) });
    expect(await holdingOf(shop)).toBe(10n ** 15n + 1n);
  });
});

describe("once", () => {
  it("a refused command leaves nothing, and its repetition is no duplicate of anything", async () => {
    const command = randomUUID();
    const voucher = { key: "later", lines: payOut(5n) };
    const ways = [
      () => inCommand(db.pool, (client) => postRaw(client, command, [voucher]), command),
      () =>
        inCommand(db.pool, (client) => postRaw(client, command, [{ key: "with", lines: payIn(1n) }, voucher]), command),
      () => postCommandRaw(db.pool, command, voucher),
      () => postCommandsRaw(db.pool, [command], [voucher]),
    ];
    for (const way of ways) expect(await stoppedBy(way())).toBe("no_overdraft");
    expect((await db.pool.query("SELECT 1 FROM receipts WHERE command_id = $1", [command])).rowCount).toBe(0);
    expect(await vouchersOf("later")).toBe(0n);
    await post({ key: "money", lines: payIn(5n) });
    expect(await postCommandRaw(db.pool, command, voucher)).toMatchObject({ existed: false });
    expect(await post(voucher)).toMatchObject([{ existed: true }]);
    expect(await stoppedBy(postCommandRaw(db.pool, command, voucher))).toBe("23505");
    expect(await holdingOf(shop)).toBe(0n);
  });

  it("the same voucher comes by four ways and ninety callers at once, and is posted once", async () => {
    const voucher = { key: "once", lines: payIn(7n) };
    const ways = [
      () => post(voucher),
      async () => [await postCommandRaw(db.pool, randomUUID(), voucher)],
      () => postCommandsRaw(db.pool, [randomUUID()], [voucher]),
    ];
    // Who loses the race for the key has waited for the winner: it asks once more, as `transact` does, and is told.
    const ask = (way: () => Promise<RawPosted[]>) =>
      way().catch((error) =>
        error instanceof pg.DatabaseError && error.code === "23505" ? way() : Promise.reject(error),
      );
    const all = (
      await Promise.all(
        Array.from({ length: 90 }, (_, n) => ways[n % 3] ?? [])
          .flat()
          .map(ask),
      )
    ).flat();
    expect(all.filter(({ existed }) => !existed)).toHaveLength(1);
    expect(new Set(all.map((row) => row.voucher_no)).size).toBe(1);
    expect(await holdingOf(shop)).toBe(7n);
  });

  it("one command id, sent fifty times at once, is one command", async () => {
    const command = randomUUID();
    const tries = Array.from({ length: 50 }, (_, n) =>
      stoppedBy(postCommandRaw(db.pool, command, { key: `c-${n}`, lines: payIn(1n) })),
    );
    const ended = await Promise.all(tries);
    expect(ended.filter((code) => code === null)).toHaveLength(1);
    expect(ended.filter((code) => code === "23505")).toHaveLength(49);
    expect(await holdingOf(shop)).toBe(1n);
  });

  it("a voucher is reversed once, however many ask at once, and its lines come back unit by unit", async () => {
    const [posted] = await post({ key: "wrong", lines: payIn(10n ** 15n) });
    const reverse = () =>
      inCommand(db.pool, (client, command) =>
        client.query<{ existed: boolean }>(
          "SELECT existed FROM ledger_reverse($1, ARRAY[$2::bigint], '2026-11-20', now(), '', NULL)",
          [command, posted?.voucher_id],
        ),
      );
    const all = (await Promise.all(Array.from({ length: 30 }, reverse))).flatMap(({ rows }) => rows);
    expect(all.filter(({ existed }) => !existed)).toHaveLength(1);
    expect(await holdingOf(shop)).toBe(0n);
  });

  it("a claim never outlives its transaction", async () => {
    const client = await db.pool.connect();
    const command = randomUUID();
    const claim = () =>
      client.query("INSERT INTO receipts (command_id, name, input_hash) VALUES ($1, 't', '')", [command]);
    try {
      expect(await stoppedBy(claim()), "as a statement that escaped its transaction").toBe("CD013");
      await client.query("BEGIN");
      await claim();
      await client.query("ROLLBACK");
      expect(
        await stoppedBy(postRaw(client, command, [{ key: "escaped", lines: payIn(1n) }])),
        "after its rollback",
      ).toBe("CD013");
    } finally {
      client.release();
    }
    expect((await db.pool.query("SELECT 1 FROM receipts")).rowCount).toBe(0);
  });
});
