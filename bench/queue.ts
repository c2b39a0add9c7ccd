import type pg from "pg";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { invariant } from "@/core/result";
import { makePool } from "@/server/db";
import { QUEUE_KEYS, SUSPENSE_FROM, SUSPENSE_SELECT } from "@/server/queries/suspense-rows";
import { measureCallers } from "./callers";
import { type Figure, figureOf, median, sizeOf } from "./figure";
import { NO_LIMITS } from "./ledger-bench";
import { measureInBrowser } from "./queue-browser";
import { fillQueue, type QueueSize } from "./queue-data";
import { type QueueSite, startQueueSite } from "./queue-site";
import { withScratch } from "./scratch";
import { ask } from "./site";

type QueueBenchSize = QueueSize & {
  readonly rounds: number;
  /** Requests of each kind in a round, one after the other. */
  readonly asked: number;
  readonly seconds: number;
  readonly browsed: number;
};
export const FULL: QueueBenchSize = {
  items: 1_000_000,
  open: 50_000,
  orders: 100_000,
  rounds: 5,
  asked: 40,
  seconds: 5,
  browsed: 40,
};
export const QUICK: QueueBenchSize = {
  items: 100_000,
  open: 5_000,
  orders: 20_000,
  rounds: 3,
  asked: 15,
  seconds: 2,
  browsed: 12,
};

const ROWS = 100;
const CALLERS = 16;
const NEXT_ITEM_MS = 100;
const FILTER_MS = 300;
const SCRIPT_KB = 450;
/** A page of the desk, signed in and in its frame, which says one sentence. */
const EMPTY_IN_FRAME = "/no-access";

type Bench = {
  readonly size: QueueBenchSize;
  readonly say: (sentence: string) => void;
  readonly owner: pg.Pool;
  readonly site: QueueSite;
  readonly today: string;
};

/** The queue as people meet it, on the production build, against what the same rows cost bare, in turns within one run. */
export async function benchQueue(size: QueueBenchSize, say: (sentence: string) => void): Promise<Figure[]> {
  return withScratch(async (scratch) => {
    const { app, owner: ownerUrl } = await scratch.createBook("queue");
    const owner = makePool(ownerUrl, NO_LIMITS);
    globalThis.deskPool = makePool(app, NO_LIMITS);
    process.env.DATABASE_URL = app;
    const folder = process.env.DESK_DATA_DIR;
    invariant(folder, "the scratch has its folder");
    const today = accountingDayOf(new Date());
    let site: QueueSite | null = null;
    try {
      say(`${size.items} items, ${size.open} of them open`);
      await fillQueue(owner, folder, size, today);
      await scratch.checkpoint();
      say("the production build and the servers it is measured against");
      site = await startQueueSite(app, folder);
      return await measure({ size, say, owner, site, today });
    } finally {
      await site?.stop();
      await Promise.all([owner.end(), globalThis.deskPool?.end()]);
      globalThis.deskPool = undefined;
    }
  });
}

async function measure(bench: Bench): Promise<Figure[]> {
  const { size, say, site } = bench;
  const first = `/api/grid/suspense?limit=${ROWS}`;
  const deep = `${first}&cursor=${encodeURIComponent(await walkDeep(bench, first))}`;
  const own = (path: string) => ask(site.ours + path, site.cookie);
  say("first rows, deep rows and pages, in turns");
  const firstRows = await inTurns(
    bench,
    () => milliseconds(() => own(first)),
    () => milliseconds(() => readBare(bench)),
  );
  const deepRows = await inTurns(
    bench,
    () => milliseconds(() => own(deep)),
    () => milliseconds(() => own(first)),
  );
  const shells = await inTurns(
    bench,
    async () => (await own("/suspense")).firstByteMs,
    async () => (await ask(`${site.empty}/`)).firstByteMs,
  );
  const framed = await inTurns(
    bench,
    async () => (await own("/suspense")).firstByteMs,
    async () => (await own(EMPTY_IN_FRAME)).firstByteMs,
  );
  say("requests per second");
  const rates: [number, number][] = [];
  for (let round = 0; round < size.rounds; round += 1) {
    const ours = await measureCallers(CALLERS, size.seconds, () => own(first));
    const bare = await measureCallers(CALLERS, size.seconds, () => ask(site.bare + first));
    rates.push([ours.perSecond, bare.perSecond]);
  }
  say("the browser");
  const { nextItemMs, filterMs, scriptKb } = await measureInBrowser(site, size.browsed);
  return [
    figureOf("first rows by HTTP / the bare query", "ms", "<=1.5", firstRows),
    figureOf(
      "speed of a deep page / of the first",
      "pages/s",
      ">=0.9",
      deepRows.map(([deepMs, firstMs]) => [1_000 / deepMs, 1_000 / firstMs]),
    ),
    figureOf("rows by the desk / by bare node:http", "requests/s", ">=0.6", rates),
    figureOf("the page's first byte / an empty app's page", "ms", "<=1.5", shells),
    figureOf("the same / an empty page in the desk's frame", "ms", "<=1.5", framed),
    sizeOf("j or k to the next item's panel", "ms", median(nextItemMs), NEXT_ITEM_MS),
    sizeOf("another filter to its rows", "ms", median(filterMs), FILTER_MS),
    sizeOf("scripts of the page, gzipped", "kB", scriptKb, SCRIPT_KB),
  ];
}

/** `[ours, bare]` of each round: the medians of as many answers, which take turns. */
async function inTurns(
  { size }: Bench,
  ours: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<[number, number][]> {
  const rounds: [number, number][] = [];
  for (let round = 0; round < size.rounds; round += 1) {
    const times: [number[], number[]] = [[], []];
    for (let nth = 0; nth < size.asked; nth += 1) {
      times[0].push(await ours());
      times[1].push(await bare());
    }
    rounds.push([median(times[0]), median(times[1])]);
  }
  return rounds;
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** What anybody would write: the columns, the joins, the order and a limit. */
async function readBare({ owner, today }: Bench): Promise<void> {
  const order = QUEUE_KEYS.map((key) => `${key} DESC`).join(", ");
  await owner.query(
    `${SUSPENSE_SELECT} FROM ${SUSPENSE_FROM} WHERE i.status NOT IN ('RESOLVED', 'AUTO_RESOLVED') AND NOT i.is_test
     ORDER BY ${order} LIMIT ${ROWS}`,
    [today],
  );
}

/** The cursor after three fifths of the open rows. */
async function walkDeep({ size, site, say }: Bench, first: string): Promise<string> {
  const pages = Math.floor((size.open * 3) / 5 / ROWS);
  say(`walking to page ${pages}`);
  let cursor = "";
  for (let page = 0; page < pages; page += 1) {
    const address = `${site.ours}${first}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const { body } = await ask(address, site.cookie);
    const { nextCursor } = JSON.parse(body.toString()) as { nextCursor: string | null };
    invariant(nextCursor, "the queue is longer than this");
    cursor = nextCursor;
  }
  return cursor;
}
