import { randomUUID } from "node:crypto";
import type pg from "pg";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { accountingDayOf, addDays } from "@/core/calendar/settlement-day";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { accept, invariant, type Result } from "@/core/result";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { makePool } from "@/server/db";
import { draftVoucher, postVouchers } from "@/server/store/post-vouchers";
import { transact } from "@/server/transact";
import { DeskProcess } from "../scripts/testing/desk-process";
import { addPeople } from "./bench-people";
import { type Figure, figureOf, sizeOf } from "./figure";
import { NO_LIMITS } from "./ledger-bench";
import { measureDue } from "./position-due";
import { measurePositionPage, openPositionPage, type PositionPage } from "./position-page";
import { postgresCpuSeconds } from "./postgres-cpu";
import { withScratch } from "./scratch";

/** `orders` a day, of `merchants` at two channels. */
export type ClearingBenchSize = { readonly rounds: number; readonly orders: number; readonly merchants: number };
export const FULL: ClearingBenchSize = { rounds: 3, orders: 1_000_000, merchants: 5_000 };
export const QUICK: ClearingBenchSize = { rounds: 2, orders: 100_000, merchants: 500 };

const CHANNELS = ["wechat", "alipay"] as const;
const COMMAND = "00000000-0000-7000-8000-000000000003";
const MAX_MEMORY_MB = 300;
/** As many merchants, or vouchers, as one command makes within its time. */
const AT_ONCE = 1_000;
const AGAIN_SECONDS = 1;

type Bench = {
  readonly size: ClearingBenchSize;
  readonly say: (sentence: string) => void;
  readonly owner: pg.Pool;
  readonly desk: DeskProcess;
  readonly page: PositionPage;
  readonly pool: pg.Pool;
  readonly appUrl: string;
};
/** Seconds of one day. `again` is the longest of asking once more. */
type DayTimes = {
  readonly ours: number;
  readonly again: number;
  readonly bare: number;
  readonly due: readonly [ours: number, bare: number];
  readonly position: readonly [ours: number, bare: number];
};

/** Clearing and settling a day against a bare GROUP BY and insert of its rows with their key, in turns within one run. */
export async function benchClearing(size: ClearingBenchSize, say: (sentence: string) => void): Promise<Figure[]> {
  return withScratch(async (scratch) => {
    const { app, owner: ownerUrl } = await scratch.createBook("clearing");
    const owner = makePool(ownerUrl, NO_LIMITS);
    const pool = makePool(app, { ...NO_LIMITS, DESK_POOL_MAX: 4 });
    globalThis.deskPool = pool;
    process.env.DATABASE_URL = app;
    await addPeople(owner, 1);
    const desk = await DeskProcess.start();
    const page = await openPositionPage(app, process.env.DESK_DATA_DIR ?? "");
    try {
      const bench = { size, say, owner, desk, page, pool, appUrl: app };
      await openCompany(bench);
      const first = addDays(accountingDayOf(new Date()), -size.rounds);
      const days: DayTimes[] = [];
      for (let nth = 0; nth < size.rounds; nth += 1) days.push(await measureDay(bench, addDays(first, nth)));
      return toFigures(days, desk.memoryMb);
    } finally {
      await Promise.all([desk.stop(), page.site.stop()]);
      await Promise.all([owner.end(), pool.end()]);
      globalThis.deskPool = undefined;
    }
  });
}

function toFigures(days: readonly DayTimes[], memoryMb: number): Figure[] {
  return [
    figureOf(
      "clearing and settlement / bare GROUP BY and insert",
      "days/s",
      ">=0.85",
      days.map(({ ours, bare }) => [1 / ours, 1 / bare]),
    ),
    figureOf(
      "page of the position / the statements that it asks, bare",
      "ms",
      "<=1.5",
      days.map(({ position }) => position),
    ),
    figureOf(
      "settlements that fall due / bare queries of cleared, pending and settled",
      "ms",
      "<=1.5",
      days.map(({ due }) => due),
    ),
    sizeOf(
      "a day that is cleared and settled, asked again",
      "s",
      Math.max(...days.map((day) => day.again)),
      AGAIN_SECONDS,
    ),
    sizeOf("memory of the app above idle", "MB", memoryMb, MAX_MEMORY_MB),
  ];
}

async function openCompany({ size, say }: Bench): Promise<void> {
  say(`${size.merchants} merchants`);
  const channels = CHANNELS.map((code) =>
    channelInput.parse({ code, name: code, format: "wechat-trade", costBps: 38, bankAccount: "reserve" }),
  );
  const merchants = Array.from({ length: size.merchants }, (_, index) =>
    merchantInput.parse({
      merchantNo: `M${index + 1}`,
      name: `Shop ${index + 1}`,
      feeBps: 60,
      settlementCycle: "T+0",
      autoPayout: true,
    }),
  );
  accepted(await setChannels(context(), { channels }));
  for (let from = 0; from < merchants.length; from += AT_ONCE)
    accepted(await setMerchants(context(), { merchants: merchants.slice(from, from + AT_ONCE) }));
}

async function measureDay(bench: Bench, day: string): Promise<DayTimes> {
  bench.say(`${day}: ${bench.size.orders} orders`);
  await fillDay(bench, day);
  const clear = () => timed(bench, `${day}: clear`, () => bench.desk.ask({ name: "clear", day }));
  const settle = () => timed(bench, `${day}: settle`, () => bench.desk.ask({ name: "settle", day }));
  const cleared = await clear();
  const due = await measureDue(bench.owner, day);
  bench.say(`${day}: what falls due ${due[0].toFixed(1)} ms, bare ${due[1].toFixed(1)} ms`);
  const position = await measurePositionPage(bench.page, bench.pool, bench.appUrl);
  bench.say(`${day}: position's page ${position[0].toFixed(0)} ms, its statements ${position[1].toFixed(0)} ms`);
  const ours = cleared + (await settle());
  const again = (await clear()) + (await settle());
  return { ours, again, bare: await measureBare(bench, day), due, position };
}

/** The day's orders as their arrival leaves them, and what their captures come to on each merchant's pending account. */
async function fillDay({ owner, size }: Bench, day: string): Promise<void> {
  await owner.query(
    "INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ($1, 'bench.open', '', '{}') ON CONFLICT DO NOTHING",
    [COMMAND],
  );
  await owner.query("SELECT ensure_month($1)", [day]);
  await owner.query(
    `WITH made AS (
       SELECT 'O' || to_char($1::date, 'YYYYMMDD') || lpad(n::text, 10, '0') AS no, 100 + (n * 7919) % 99900 AS minor,
              m.id AS merchant_id, c.id AS channel_id
       FROM generate_series(0::bigint, $2::bigint - 1) AS n
       JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM merchants) AS m ON m.place = (n * 2654435761 >> 7) % $3
       JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM channels) AS c ON c.place = n % $4
     ), placed AS (
       INSERT INTO orders (ordered_on, channel_id, match_key, order_no, merchant_id, asset, due_minor, channel_minor, status,
         channel_trade_no, paid_at, expected_on, booked_by, content_hash, seen_statuses, command_id)
       SELECT $1::date, channel_id, no, no, merchant_id, 'CNY', minor, minor, 'PAID', 'T' || no, $1::date + interval '4 hours',
              $1::date, 'ARRIVAL', md5(no), ARRAY['PAID'], $5 FROM made
     )
     INSERT INTO order_legs (ordered_on, channel_id, match_key, leg_no, order_no, kind, paid_minor)
     SELECT $1::date, channel_id, no, 1, no, 'CHANNEL', minor FROM made`,
    [day, size.orders, size.merchants, CHANNELS.length, COMMAND],
  );
  await owner.query("VACUUM (ANALYZE) orders, order_legs");
  await bookCaptures(owner, day);
}

type Captured = { merchant_id: bigint; merchant_no: string; channel_id: bigint; channel: string; minor: bigint };

async function bookCaptures(owner: pg.Pool, day: string): Promise<void> {
  const { rows } = await owner.query<Captured>(
    `SELECT o.merchant_id, m.merchant_no, o.channel_id, c.code AS channel, sum(o.due_minor)::bigint AS minor
     FROM orders o JOIN merchants m ON m.id = o.merchant_id JOIN channels c ON c.id = o.channel_id
     WHERE o.ordered_on = $1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 3`,
    [day],
  );
  for (let from = 0; from < rows.length; from += AT_ONCE) await capture(day, rows.slice(from, from + AT_ONCE));
}

async function capture(day: string, rows: readonly Captured[]): Promise<void> {
  accepted(
    await transact("bench.capture", context(), { day, from: rows[0]?.merchant_no ?? "" }, async (tx) => {
      const drafts = rows.map((row) =>
        draftVoucher({
          event: "order.captured",
          key: `bench:${day}:${row.merchant_no}:${row.channel}`,
          amounts: { cash: row.minor, merchantCoupon: 0n, couponShortfall: 0n, platformCoupon: 0n, gross: row.minor },
          asset: "CNY",
          owner: {
            merchant: { id: row.merchant_id, no: row.merchant_no },
            channel: { id: row.channel_id, code: row.channel, bankAccount: "reserve" },
          },
          on: day,
          occurredAt: new Date(),
          objectType: "bench",
          objectNo: day,
        }),
      );
      return accept({ posted: (await postVouchers(tx, drafts)).length });
    }),
  );
}

/** What any clearing has to do at the least: sum the orders up, and put a row of each into a table with a key. */
async function measureBare(bench: Bench, day: string): Promise<number> {
  const { owner } = bench;
  await owner.query(
    `CREATE TABLE bare_items (LIKE clearing_items INCLUDING DEFAULTS, PRIMARY KEY (kind, object_no));
     CREATE TABLE bare_lines (merchant_id bigint, channel_id bigint, asset text, orders bigint, minor bigint)`,
  );
  const seconds = await timed(bench, `${day}: bare`, async () => {
    await owner.query(
      `INSERT INTO bare_lines SELECT merchant_id, channel_id, asset, count(*), sum(due_minor) FROM orders WHERE ordered_on = '${day}' GROUP BY 1, 2, 3`,
    );
    await owner.query(
      `INSERT INTO bare_items (batch_id, merchant_id, channel_id, gross_minor, refund_minor, fee_minor, cost_minor, share_minor, adjustment_minor,
                               occurred_on, kind, object_no, order_no, asset)
       SELECT 1, merchant_id, channel_id, due_minor, 0, 0, 0, 0, 0, ordered_on, 'CAPTURE', order_no, order_no, asset FROM orders WHERE ordered_on = '${day}'`,
    );
  });
  await owner.query("DROP TABLE bare_items, bare_lines");
  return seconds;
}

/** Says beside the seconds what they took of the database's processors. */
async function timed({ owner, say }: Bench, name: string, work: () => Promise<unknown>): Promise<number> {
  const before = await postgresCpuSeconds(owner);
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1_000;
  const database = (await postgresCpuSeconds(owner)) - before;
  say(`${name}: ${seconds.toFixed(2)} s; processor of the database ${database.toFixed(2)} s`);
  return seconds;
}

function accepted<T>(result: Result<T>): T {
  invariant(result.ok, result.ok ? "" : result.refusal.message);
  return result.value;
}

const context = () => ({ actor: SYSTEM_ACTOR, commandId: randomUUID(), now: new Date() });
