import { afterAll, beforeAll, expect, it } from "vitest";
import { brokenLaws } from "@/tests/book-laws";
import { createTestDatabase, type TestDatabase } from "@/tests/database";
import { type Random, randomOf } from "@/tests/random";
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

/** The single path and the set-based path are two programs for one law: whatever one does to a book, the other does. */
const ROUNDS = Number(process.env.DESK_EQUAL_ROUNDS ?? 20);
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  expect(await brokenLaws(db.pool)).toEqual([]);
  await db.drop();
});

/** A voucher whose accounts are places in a list: the same for both books. */
type Sketch = {
  readonly key: string;
  readonly lines: readonly [place: number, side: RawLine[1], amount: bigint][];
  readonly day: string;
};
type Book = { readonly name: string; readonly accounts: readonly bigint[] };

const UNKNOWN = 9;
/** Places 0 and 1 may go below nothing, 2 to 5 are customers', 6 is our own, 7 and 8 hold dollars. */
async function openBook(name: string, buffered: readonly number[]): Promise<Book> {
  const accounts: bigint[] = [];
  for (const [gl, asset] of [
    ["1122", "CNY"],
    ["1122", "CNY"],
    ["2202.02", "CNY"],
    ["2202.02", "CNY"],
    ["2202.01", "CNY"],
    ["1002", "CNY"],
    ["6001", "CNY"],
    ["1122", "USD"],
    ["2202.02", "USD"],
  ] as const) {
    accounts.push(await openAccount(db.pool, `${name}-${accounts.length}`, gl, asset));
  }
  await inCommand(db.pool, async (client, command) => {
    for (const place of buffered)
      await client.query("SELECT ledger_set_buffered($1, $2, true)", [command, accounts[place]]);
  });
  return { name, accounts };
}

type Line = Sketch["lines"][number];

function sketch(random: Random, key: string): Sketch {
  const amount = BigInt(1 + random.below(60));
  const [a, b, c] = [2 + random.below(3), 2 + random.below(3), random.below(2)];
  const debit = (place: number, minor = amount): Line => [place, "DEBIT", minor];
  const credit = (place: number, minor = amount): Line => [place, "CREDIT", minor];
  const lines = random.pick<readonly Line[]>([
    [debit(c, amount * 4n), credit(a, amount * 4n)],
    [debit(c, amount * 4n), credit(4), credit(a, amount * 3n)],
    [debit(5), credit(b)],
    [debit(a), credit(b)],
    [debit(a), credit(c)],
    [debit(a), credit(b, amount * 2n), debit(c)],
    [debit(c), credit(4), debit(4), credit(a)],
    [debit(a), credit(a), debit(a, 1n), credit(b, 1n)],
    [debit(7), credit(8), debit(c, 3n), credit(b, 3n)],
  ]);
  /** One voucher in seven is wrong: out of balance, across the funds, on no account, of one line, too large, of two assets. */
  const wrong: readonly (readonly Line[])[] = [
    [...lines, debit(c, 1n)],
    [debit(c), credit(6)],
    [debit(c), credit(UNKNOWN)],
    lines.slice(0, 1),
    [debit(c, 10n ** 16n), credit(b, 10n ** 16n)],
    [debit(c, 5n), credit(8, 5n)],
  ];
  return { key, day: `2026-11-${10 + random.below(15)}`, lines: wrong[random.below(40)] ?? lines };
}

/** Money for every account that may lack it. */
const RESCUE: Sketch = {
  key: "rescue",
  day: "2026-11-20",
  lines: [
    [0, "DEBIT", 4_000n],
    [5, "DEBIT", 1_000n],
    [1, "CREDIT", 2_000n],
    ...[2, 3, 4].map((place): Sketch["lines"][number] => [place, "CREDIT", 1_000n]),
  ],
};

const voucherIn = (book: Book, { key, day, lines }: Sketch): RawVoucher => ({
  key: `${book.name}-${key}`,
  day,
  lines: lines.map(([place, side, amount]) => [book.accounts[place] ?? -1n, side, amount]),
});

const batch = (book: Book, sketches: readonly Sketch[]) => {
  const vouchers = sketches.map((one) => voucherIn(book, one));
  return inCommand(db.pool, (client, command) => postRaw(client, command, vouchers));
};

/** Posts one by one, half of them by each of the single ways; answers what was posted and what was refused, by key. */
async function oneByOne(book: Book, sketches: readonly Sketch[], random: Random) {
  const posted: { sketch: Sketch; row: RawPosted }[] = [];
  const refused: { sketch: Sketch; code: string; after: number }[] = [];
  for (const one of sketches) {
    let rows: RawPosted[] = [];
    const alone = async () => {
      rows = random.once(2)
        ? await batch(book, [one])
        : [await postCommandRaw(db.pool, crypto.randomUUID(), voucherIn(book, one))];
    };
    const code = await stoppedBy(alone());
    if (code === null && rows[0]) posted.push({ sketch: one, row: rows[0] });
    else refused.push({ sketch: one, code: code ?? "", after: posted.length });
  }
  return { posted, refused };
}

/** The book as text, its accounts by their places; those that are buffered without the order of what waited. */
async function readBook(book: Book, buffered: readonly number[]): Promise<string[]> {
  const { rows } = await db.pool.query<{ text: string }>(
    `SELECT concat_ws(' ', substr(v.idempotency_key, length($1) + 2), e.line_no, v.accounting_on,
       array_position($2::bigint[], e.account_id), e.side, e.amount_minor, e.asset, e.change_minor,
       CASE WHEN e.account_id <> ALL ($3::bigint[]) THEN concat_ws(' ', e.account_seq, e.balance_before_minor, e.balance_after_minor) END) AS text
     FROM account_entries e JOIN vouchers v ON v.id = e.voucher_id WHERE starts_with(v.idempotency_key, $1 || '-')
     UNION ALL
     SELECT concat_ws(' ', 'balance', array_position($2::bigint[], account_id), posted_minor, frozen_minor, entry_seq)
     FROM account_holdings WHERE account_id = ANY ($2) ORDER BY 1`,
    [book.name, book.accounts, buffered.map((place) => book.accounts[place])],
  );
  return rows.map(({ text }) => text);
}

it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  "round %i: one by one and as a set, the same entries, balances and refusals",
  async (round) => {
    const random = randomOf(round);
    const buffered = [1, 3, 4].filter(() => random.once(3));
    const [singles, sets] = [await openBook(`S${round}`, buffered), await openBook(`B${round}`, buffered)];
    const fresh = Array.from({ length: 25 }, (_, n) => sketch(random, `k${n}`));
    // Some come twice, as they do.
    const sketches = fresh.flatMap((one, n) => (n % 6 === 5 ? [one, fresh[random.below(n)] ?? one] : [one]));
    const { posted, refused } = await oneByOne(singles, sketches, random);
    expect(posted.length).toBeGreaterThan(3);

    for (const { sketch: wrong, code, after } of refused) {
      const before = posted.slice(0, after).map((one) => one.sketch);
      // What a later one brings does not pay for an earlier one.
      const among = await stoppedBy(batch(sets, [...before, wrong, RESCUE]));
      // A voucher that is wrong in two ways may be told either.
      if (![code, among].includes("no_overdraft")) expect(among, wrong.key).toBe(code);
      expect(among, wrong.key).not.toBeNull();
    }
    const rows =
      round % 2 === 0
        ? await batch(
            sets,
            posted.map((one) => one.sketch),
          )
        : await postCommandsRaw(
            db.pool,
            posted.map(() => crypto.randomUUID()),
            posted.map((one) => voucherIn(sets, one.sketch)),
          );
    expect(rows.map((row) => row.existed)).toEqual(posted.map(({ row }) => row.existed));
    expect(await readBook(sets, buffered)).toEqual(await readBook(singles, buffered));

    // A voucher of one path is a duplicate in the other.
    const again = await batch(
      singles,
      posted.map((one) => one.sketch),
    );
    expect(again.every((row) => row.existed)).toBe(true);
    for (const { sketch: one } of posted.slice(0, 3))
      expect(await batch(sets, [one])).toMatchObject([{ existed: true }]);
  },
);
