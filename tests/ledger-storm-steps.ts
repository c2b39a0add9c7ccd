import type pg from "pg";
import { draft, note, type StormBook, tick } from "./ledger-storm-book";
import type { Random } from "./random";
import {
  closeRaw,
  inCommand,
  postCommandRaw,
  postCommandsRaw,
  postRaw,
  type RawLine,
  type RawPosted,
  type RawVoucher,
} from "./raw-ledger";

type Act = (pool: pg.Pool, command: string) => Promise<void>;
/** One thing that a writer of a storm may do. What it does is decided once, so that a retry does the same again. */
export type Step = { readonly name: string; readonly decide: (book: StormBook, random: Random) => Act | null };

function keyOf(book: StormBook, kind: string): string {
  book.counter.key += 1;
  return `${kind}-${book.counter.key}`;
}

type Way = (pool: pg.Pool, command: string, vouchers: readonly RawVoucher[]) => Promise<RawPosted[]>;
const WAYS: Readonly<Record<string, Way>> = {
  post: (pool, command, vouchers) => inCommand(pool, (client) => postRaw(client, command, vouchers), command),
  one: async (pool, command, vouchers) => [await postCommandRaw(pool, command, vouchers[0] ?? { key: "", lines: [] })],
  commands: (pool, command, vouchers) =>
    postCommandsRaw(
      pool,
      vouchers.map((_, index) => (index === 0 ? command : crypto.randomUUID())),
      vouchers,
    ),
};

const posting =
  (way: keyof typeof WAYS & string, book: StormBook, vouchers: readonly RawVoucher[]): Act =>
  async (pool, command) => {
    const from = tick(book);
    const rows = await WAYS[way]?.(pool, command, vouchers);
    note(book, vouchers, rows ?? [], from);
  };
const someOf = (book: StormBook, random: Random) =>
  Array.from({ length: 2 + random.below(6) }, () => draft(book, random));
const known = (book: StormBook, random: Random): RawVoucher | null => {
  if (book.posted.size === 0) return null;
  const [key, { lines }] = random.pick([...book.posted]);
  return key.startsWith("v-") ? { key, lines } : null;
};

export const STEPS: readonly Step[] = [
  { name: "single", decide: (book, random) => posting("post", book, [draft(book, random)]) },
  { name: "one command", decide: (book, random) => posting("one", book, [draft(book, random)]) },
  { name: "batch", decide: (book, random) => posting("post", book, someOf(book, random)) },
  { name: "commands", decide: (book, random) => posting("commands", book, someOf(book, random)) },
  {
    name: "duplicate",
    decide: (book, random) => {
      const again = known(book, random);
      return again && posting(random.pick(["post", "one", "commands"]), book, [again]);
    },
  },
  {
    name: "duplicate among others",
    decide: (book, random) => {
      const again = known(book, random);
      return again && posting("post", book, [draft(book, random), again, draft(book, random), again]);
    },
  },
  {
    name: "three at once",
    decide: (book, random) => {
      const same = draft(book, random);
      return async (pool) => {
        const tries = [
          posting("post", book, [same]),
          posting("one", book, [same]),
          posting("commands", book, [draft(book, random), same]),
        ];
        const ended = await Promise.allSettled(tries.map((act) => act(pool, crypto.randomUUID())));
        const failed = ended.find((one) => one.status === "rejected");
        if (failed) throw failed.reason;
      };
    },
  },
  {
    name: "key reused",
    decide: (book, random) => {
      const other = known(book, random);
      return (
        other && posting(random.pick(["post", "one", "commands"]), book, [{ ...draft(book, random), key: other.key }])
      );
    },
  },
  {
    name: "reversal",
    decide: (book, random) => {
      if (book.posted.size === 0) return null;
      const [key, target] = random.pick([...book.posted]);
      const lines = target.lines.map(
        ([account, side, amount]): RawLine => [account, side === "DEBIT" ? "CREDIT" : "DEBIT", amount],
      );
      return async (pool, command) => {
        const from = tick(book);
        const sql = "SELECT * FROM ledger_reverse($1, ARRAY[$2::bigint], '2026-11-20', now(), '', NULL)";
        const { rows } = await inCommand(
          pool,
          (client) => client.query<RawPosted>(sql, [command, target.voucher_id]),
          command,
        );
        note(book, [{ key: `r-${key}`, lines }], rows, from);
      };
    },
  },
  {
    name: "hold",
    decide: (book, random) => {
      const account = random.pick(book.shops.CNY ?? []);
      const channel = random.pick(book.channels.CNY ?? []);
      const amount = BigInt(1 + random.below(200));
      const expires = random.once(3) ? "2026-11-01" : null;
      const key = keyOf(book, "h");
      return async (pool, command) => {
        const sql = "SELECT id FROM ledger_hold($1, $2, $3, $4, 't', 't', 'storm', $5)";
        const { rows } = await inCommand(
          pool,
          (client) => client.query<{ id: bigint }>(sql, [command, key, account, amount, expires]),
          command,
        );
        book.holds.push({ id: rows[0]?.id ?? 0n, account, channel });
      };
    },
  },
  {
    name: "release",
    decide: (book, random) => {
      if (book.holds.length === 0) return null;
      const hold = random.pick(book.holds);
      const [key, amount] = [keyOf(book, "u"), BigInt(1 + random.below(100))];
      return async (pool, command) => {
        await inCommand(
          pool,
          (client) => client.query("SELECT ledger_release($1, $2, $3, $4)", [command, key, hold.id, amount]),
          command,
        );
      };
    },
  },
  {
    name: "capture",
    decide: (book, random) => {
      if (book.holds.length === 0) return null;
      const hold = random.pick(book.holds);
      const [key, amount] = [keyOf(book, "c"), BigInt(1 + random.below(100))];
      const lines: RawLine[] = [
        [hold.account, "DEBIT", amount],
        [hold.channel, "CREDIT", amount],
      ];
      return async (pool, command) => {
        const from = tick(book);
        const sql = `SELECT * FROM ledger_capture($1, ARRAY[$2::bigint], ARRAY[$3::bigint], $4, 'channel.remitted', 1, '2026-11-20', now(),
          't', 't', '', NULL, $5, $6, $7)`;
        const params = [
          command,
          hold.id,
          amount,
          key,
          lines.map((l) => l[0]),
          lines.map((l) => l[1]),
          lines.map((l) => l[2]),
        ];
        const { rows } = await inCommand(pool, (client) => client.query<RawPosted>(sql, params), command);
        note(book, [{ key, lines }], rows, from);
      };
    },
  },
  {
    name: "expire",
    decide: () => async (pool, command) => {
      await inCommand(
        pool,
        (client) => client.query("SELECT * FROM ledger_expire_holds($1, '2026-11-20')", [command]),
        command,
      );
    },
  },
  {
    name: "buffered or direct",
    decide: (book, random) => {
      const [account, is] = [random.pick(book.hot), random.once(2)];
      return async (pool, command) => {
        await inCommand(
          pool,
          (client) => client.query("SELECT ledger_set_buffered($1, $2, $3)", [command, account, is]),
          command,
        );
      };
    },
  },
  { name: "fold", decide: () => async (pool) => void (await pool.query("SELECT ledger_fold()")) },
  {
    name: "close or reopen",
    decide: (_, random) => {
      const forward = random.below(3) > 0;
      return async (pool, command) => {
        const work = async (client: pg.PoolClient) => {
          await client.query("SELECT pg_advisory_xact_lock(hashtext('accounting_days'))");
          const { rows } = await client.query<{ day: string }>(
            "SELECT (closed_through + $1::integer)::date AS day FROM ledger_settings",
            [forward ? 1 : -1],
          );
          const day = rows[0]?.day ?? "";
          if (!forward) {
            await client.query("SELECT ledger_reopen($1, $2)", [command, day]);
            await client.query("SELECT ledger_forget_days($1)", [day]);
          } else if (day < "2026-11-20") {
            await closeRaw(client, command, day);
            await client.query("SELECT ledger_keep_day($1, $2, NULL, now())", [command, day]);
          }
        };
        await inCommand(pool, work, command);
      };
    },
  },
];
