import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { channelInput } from "@/contracts/channels";
import { addDays } from "@/core/calendar/settlement-day";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant, type Result } from "@/core/result";
import { setChannels } from "@/server/commands/set-channels";
import { makePool } from "@/server/db";
import { type DeskAnswer, DeskProcess, type DeskTask } from "../scripts/testing/desk-process";
import { type ChannelDay, COST_BPS, fillOrders, writeStatement } from "./channel-day";
import { type Figure, figureOf, sizeOf } from "./figure";
import { NO_LIMITS } from "./ledger-bench";
import { fillOlder } from "./older-lines";
import { postgresCpuSeconds } from "./postgres-cpu";
import { withScratch } from "./scratch";

/** `orders` a day; `older` lines that lie there already in the last measurement. */
export type ReconcileBenchSize = { readonly rounds: number; readonly orders: number; readonly older: number };
export const FULL: ReconcileBenchSize = { rounds: 3, orders: 1_000_000, older: 20_000_000 };
export const QUICK: ReconcileBenchSize = { rounds: 2, orders: 100_000, older: 500_000 };

const CHANNEL = "wechat-bench";
/** Twenty days before it are of its month, and so their lines lie in the same partition. */
const FIRST_DAY = "2026-09-24";
const MEGABYTE = 1024 * 1024;
const MAX_MEMORY_MB = 200;

type Bench = {
  readonly size: ReconcileBenchSize;
  readonly say: (sentence: string) => void;
  readonly owner: pg.Pool;
  readonly ownerUrl: string;
  readonly folder: string;
  readonly channelId: bigint;
  readonly desk: DeskProcess;
};
/** Seconds of one day: what we do, and the bare equivalents on the same rows. */
type DayTimes = { imported: number; batch: number; again: number; legs: number; copied: number; joined: number };
type Measured = { readonly days: readonly DayTimes[]; readonly late: DayTimes; readonly memoryMb: number };

/** Statements and reconciliation against PostgreSQL's bare COPY and join of the same rows, in turns within one run. */
export async function benchReconcile(size: ReconcileBenchSize, say: (sentence: string) => void): Promise<Figure[]> {
  return withScratch(async (scratch) => {
    const { app, owner: ownerUrl } = await scratch.createBook("reconcile");
    const owner = makePool(ownerUrl, NO_LIMITS);
    const pool = makePool(app, { ...NO_LIMITS, DESK_POOL_MAX: 4 });
    globalThis.deskPool = pool;
    process.env.DATABASE_URL = app;
    const desk = await DeskProcess.start();
    try {
      const folder = process.env.DESK_DATA_DIR;
      invariant(folder, "the scratch has its folder");
      const bench = { size, say, owner, ownerUrl, folder, channelId: await openChannel(owner), desk };
      const days: DayTimes[] = [];
      for (let nth = 0; nth < size.rounds; nth += 1) days.push(await measureDay(bench, addDays(FIRST_DAY, nth)));
      await fillOlder({ ...bench, before: FIRST_DAY, perDay: size.orders, count: size.older });
      await scratch.checkpoint();
      const late = await measureDay(bench, addDays(FIRST_DAY, size.rounds));
      return toFigures({ days, late, memoryMb: desk.memoryMb }, size);
    } finally {
      await desk.stop();
      await Promise.all([owner.end(), pool.end()]);
      globalThis.deskPool = undefined;
    }
  });
}

function toFigures({ days, late, memoryMb }: Measured, { orders, older }: ReconcileBenchSize): Figure[] {
  const perSecond = (seconds: number) => orders / seconds;
  const rate = (name: string, goal: `>=${number}`, ours: (day: DayTimes) => number, bare: (day: DayTimes) => number) =>
    figureOf(
      name,
      "lines/s",
      goal,
      days.map((day) => [perSecond(ours(day)), perSecond(bare(day))]),
    );
  const times = (name: string, goal: `<=${number}`, ours: (day: DayTimes) => number, bare: (day: DayTimes) => number) =>
    figureOf(
      name,
      "s",
      goal,
      days.map((day) => [ours(day), bare(day)]),
    );
  const whole = (day: DayTimes) => day.imported + day.batch;
  return [
    rate(
      "import of a WeChat file / bare COPY of its rows",
      ">=0.5",
      (day) => day.imported,
      (day) => day.copied,
    ),
    rate("import + batch / bare COPY", ">=0.6", whole, (day) => day.copied),
    rate("import + batch / COPY + FULL JOIN", ">=2", whole, (day) => day.copied + day.joined),
    rate(
      "batch of lines that are there / COPY + FULL JOIN",
      ">=0.9",
      (day) => day.batch,
      (day) => day.copied + day.joined,
    ),
    times(
      "three ways instead of two",
      "<=1.6",
      (day) => day.batch + day.legs,
      (day) => day.batch,
    ),
    times(
      "the same batch again / the first",
      "<=0.5",
      (day) => day.again,
      (day) => day.batch,
    ),
    figureOf(
      `the batch beside ${older} older lines`,
      "s",
      "<=1.15",
      days.map((day) => [late.batch, day.batch]),
    ),
    sizeOf("memory of the app above idle", "MB", memoryMb, MAX_MEMORY_MB),
  ];
}

function accepted<T>(result: Result<T>): T {
  invariant(result.ok, result.ok ? "" : result.refusal.message);
  return result.value;
}

const context = () => ({ actor: SYSTEM_ACTOR, commandId: randomUUID(), now: new Date() });

async function openChannel(owner: pg.Pool): Promise<bigint> {
  const channel = { code: CHANNEL, name: CHANNEL, format: "wechat-trade", costBps: COST_BPS, bufferDays: 0 };
  accepted(await setChannels(context(), { channels: [channelInput.parse(channel)] }));
  await owner.query("INSERT INTO parties (party_no, name) VALUES ('P', 'Bench')");
  await owner.query(
    `INSERT INTO merchants (merchant_no, party_id, name, fee_bps, settlement_days, auto_payout, marketing_policy, payee, shares, command_id)
     SELECT 'B1', (SELECT id FROM parties), 'Bench', 0, 1, false, 'PROPORTIONAL', '{}', '[]', command_id FROM channels`,
  );
  const { rows } = await owner.query<{ id: bigint }>("SELECT id FROM channels WHERE code = $1", [CHANNEL]);
  return rows[0]?.id ?? 0n;
}

async function measureDay(bench: Bench, day: string): Promise<DayTimes> {
  const { size, say, owner, folder, channelId } = bench;
  say(`${day}: ${size.orders} orders and their statement`);
  const made: ChannelDay = { channelId, day, orders: size.orders };
  const path = join(folder, `${day}.csv`);
  await fillOrders(owner, made);
  await writeStatement(path, made);
  await owner.query("VACUUM orders");
  const ask = (task: DeskTask) => sayTaken(bench, `${day}: ${task.name}`, () => bench.desk.ask(task));
  const imported = await ask({ name: "import", path, channel: CHANNEL, day });
  const batch = await ask({ name: "batch", channel: CHANNEL, day });
  const again = await ask({ name: "batch", channel: CHANNEL, day });
  const legs = await ask({ name: "legs", channel: CHANNEL, day });
  return { imported, batch, again, legs, ...(await measureBare(bench, day)) };
}

/** Says beside the seconds what they took of the processors, which tells more on a machine that others use as well. */
async function sayTaken(
  { owner, say }: Pick<Bench, "owner" | "say">,
  name: string,
  work: () => Promise<DeskAnswer>,
): Promise<number> {
  const before = await postgresCpuSeconds(owner);
  const { seconds: taken, cpuSeconds, memoryMb } = await work();
  const database = (await postgresCpuSeconds(owner)) - before;
  const told = [taken, cpuSeconds, database].map((value) => value.toFixed(2));
  say(`${name}: ${told[0]} s; processor: app ${told[1]} s, database ${told[2]} s; memory +${memoryMb.toFixed(0)} MB`);
  return taken;
}

const COLUMNS = `settles_on, channel_id, match_key, statement_id, line_no, item_kind, status, order_no, refund_no,
  channel_trade_no, channel_refund_no, amount_minor, signed_minor, fee_minor, fee_e5, contract_fee_minor, asset, occurred_at,
  counterparty_merchant_no, byte_offset`;

/** The day's typed rows once more, into a table without keys; and a full join that only counts what differs. */
async function measureBare(bench: Bench, day: string): Promise<{ copied: number; joined: number }> {
  const { ownerUrl, folder, channelId } = bench;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const path = join(folder, "rows.tsv");
  const select = `COPY (SELECT ${COLUMNS} FROM statement_lines WHERE settles_on = '${day}') TO STDOUT`;
  await pipeline(client.query(copyTo(select)), createWriteStream(path));
  await client.query(`CREATE TABLE bare AS SELECT ${COLUMNS} FROM statement_lines WHERE false`);
  const copied = await sayTaken(bench, `${day}: bare COPY`, () =>
    measured(() =>
      pipeline(createReadStream(path, { highWaterMark: MEGABYTE }), client.query(copyFrom("COPY bare FROM STDIN"))),
    ),
  );
  await client.query("SET work_mem = '128MB'");
  const joined = await sayTaken(bench, `${day}: FULL JOIN`, () =>
    measured(() =>
      client.query(
        `CREATE TABLE bare_results AS
       SELECT coalesce(l.match_key, o.match_key) AS match_key, l.line_no, l.signed_minor, o.channel_minor,
              CASE WHEN l.match_key IS NULL THEN 'SHORT' WHEN o.match_key IS NULL THEN 'LONG'
                   WHEN l.signed_minor <> o.channel_minor THEN 'AMOUNT_MISMATCH' ELSE 'MATCHED' END AS outcome
       FROM bare l FULL JOIN (
         SELECT match_key, channel_minor FROM orders WHERE channel_id = ${channelId} AND expected_on = '${day}'
         UNION ALL SELECT match_key, -channel_minor FROM refunds WHERE channel_id = ${channelId} AND expected_on = '${day}'
       ) AS o ON o.match_key = l.match_key`,
      ),
    ),
  );
  await client.query("DROP TABLE bare, bare_results");
  await client.end();
  return { copied, joined };
}

async function measured(work: () => Promise<unknown>): Promise<DeskAnswer> {
  const begun = performance.now();
  const used = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - begun) / 1_000, cpuSeconds: (user + system) / 1_000_000, memoryMb: 0 };
}
