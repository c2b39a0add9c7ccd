import pg from "pg";
import { invariant } from "@/core/result";
import { getPosition } from "@/server/queries/get-position";
import { getPositionAhead } from "@/server/queries/get-position-ahead";
import { ROOT } from "../scripts/run/root";
import { median } from "./figure";
import { millisecondsOf } from "./milliseconds";
import { ask, openSite, type Site, serve, signIn } from "./site";

const TURNS = 9;
const DAYS_AHEAD = 5;

type Statement = { readonly text: string; readonly values: readonly unknown[] };
export type PositionPage = { readonly site: Site; readonly address: string; readonly cookie: string };

/** The production build on the bench's database, with somebody signed in. */
export async function openPositionPage(databaseUrl: string, folder: string): Promise<PositionPage> {
  const site = await openSite(databaseUrl, folder);
  const ours = await site.start("position", serve(ROOT));
  return { site, address: `${ours}/position`, cookie: await signIn(ours) };
}

/**
 * Milliseconds of the position's page, from its request to its last byte, and of the very statements that it asks of the
 * database, on as many connections: the medians of some turns.
 */
export async function measurePositionPage(
  { address, cookie }: PositionPage,
  pool: pg.Pool,
  databaseUrl: string,
): Promise<readonly [ours: number, bare: number]> {
  const lists = await recordStatements(pool, () =>
    Promise.all([getPositionAhead({ count: DAYS_AHEAD, now: new Date() }), getPosition()]),
  );
  const clients = await Promise.all(lists.map(() => connect(databaseUrl)));
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn += 1) {
    ours.push(
      await millisecondsOf(async () => {
        const { status } = await ask(address, cookie);
        invariant(status === 200, `the page of the position answered ${status}`);
      }),
    );
    bare.push(
      await millisecondsOf(() =>
        Promise.all(
          clients.map(async (client, index) => {
            for (const { text, values } of lists[index] ?? []) await client.query(text, [...values]);
          }),
        ),
      ),
    );
  }
  await Promise.all(clients.map((client) => client.end()));
  return [median(ours), median(bare)];
}

/** What `work` asks of the database, a list for each connection that it used. */
async function recordStatements(pool: pg.Pool, work: () => Promise<unknown>): Promise<Statement[][]> {
  const lists = new Map<pg.PoolClient, Statement[]>();
  const undo: (() => void)[] = [];
  const listen = (client: pg.PoolClient) => {
    if (lists.has(client)) return;
    const list: Statement[] = [];
    lists.set(client, list);
    const query = client.query;
    const recording = (...words: unknown[]) => {
      const [first, second] = words;
      const { text, values } = typeof first === "string" ? { text: first, values: second } : (first as pg.QueryConfig);
      list.push({ text, values: Array.isArray(values) ? values : [] });
      return Reflect.apply(query, client, words);
    };
    client.query = recording as typeof client.query;
    undo.push(() => {
      client.query = query;
    });
  };
  pool.on("acquire", listen);
  await work();
  pool.off("acquire", listen);
  for (const step of undo) step();
  return [...lists.values()].filter((list) => list.length > 0);
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}
