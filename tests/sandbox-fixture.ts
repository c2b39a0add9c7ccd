import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { type ChannelPlan, DEMO_CHANNELS } from "@/sandbox/channel";
import type { BooksEntry, BooksPage } from "@/sandbox/control/list-books";
import { writeChannelsFile } from "@/sandbox/keys/write-channels-file";
import type { MoodRule } from "@/sandbox/moods/mood-book";
import { type OpenedSandbox, openSandbox, type SandboxRules } from "@/sandbox/open-sandbox";
import type { Pauses } from "@/sandbox/sandbox";
import { USUAL_RULES } from "@/sandbox/settings";
import { readTestServer, withDatabase } from "./database";

/** Keys are made once for all tests of this checkout: six pairs of RSA cost seconds. */
const KEYS = resolve(import.meta.dirname, "../.test-data/sandbox-keys");
const SHARED = "shared";

export type SandboxOptions = {
  readonly seed?: string;
  /** Where callbacks go, a slash and the channel's code behind it; none are sent when absent. */
  readonly callbacksTo?: string;
  readonly channels?: readonly ChannelPlan[];
  readonly rules?: Partial<SandboxRules>;
  readonly pauses?: Partial<Pauses>;
  /** How long the desk waits for an answer; 8 s when absent. */
  readonly timeoutMs?: number;
  /** The system's clock when absent. It also dates what the sandbox signs. */
  readonly clock?: () => Date;
  /** Keys that nobody else has: the folder they are kept in for later runs. */
  readonly keysOf?: string;
  /** To start on the books of one that was stopped. */
  readonly databaseUrl?: string;
};

/** One mood, as POST /sandbox/moods takes it; all channels when none is named. */
export type Mood = Pick<MoodRule, "mood"> & Partial<MoodRule>;

export type TestSandbox = {
  readonly address: string;
  /** For DESK_CHANNELS_FILE, or for `loadChannelClients`. */
  readonly channelsFile: string;
  /** Writes the same file with another address, as a proxy in front of it or a stranger needs. */
  readonly writeChannelsFileFor: (address: string) => Promise<string>;
  readonly databaseUrl: string;
  readonly opened: OpenedSandbox;
  /** From now on these moods, the first that concerns a call deciding it; none makes it normal again. */
  setMoods: (...moods: readonly Mood[]) => void;
  /** Everything accepted, one entry per number. */
  books: (channel?: string) => Promise<readonly BooksEntry[]>;
  findInBooks: (outNo: string) => Promise<BooksEntry | null>;
  /** Orders that payers have paid to the channel. Not needed where refunds may make them known. */
  addOrders: (
    ...orders: readonly { channel: string; orderNo: string; amountMinor: bigint; paidAt?: Date }[]
  ) => Promise<void>;
  setBalance: (channel: string, balanceMinor: bigint) => Promise<void>;
  /** The statement's bytes as the channel would hand them out. */
  statement: (channel: string, day: string, more?: Readonly<Record<string, string>>) => Promise<Uint8Array>;
  /** Ends the process's part and keeps the books, for another start on `databaseUrl`. */
  stop: () => Promise<void>;
  /** Ends it and drops its database. */
  drop: () => Promise<void>;
};

/**
 * The channel simulator on a free port with a database of its own, in this process. Within tests it needs no pause between
 * refunds, answers with the final word at once, and takes refunds of orders that it has never seen.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const databaseUrl = options.databaseUrl ?? (await createSandboxDatabase());
  const folder = await mkdtemp(join(tmpdir(), "desk-sandbox-"));
  const channels = options.channels ?? DEMO_CHANNELS;
  const keys = join(KEYS, options.keysOf ?? SHARED);
  const opened = await openSandbox({
    databaseUrl,
    folder: keys,
    port: 0,
    channels,
    callbacksTo: options.callbacksTo ?? null,
    clock: options.clock ?? (() => new Date()),
    seed: options.seed ?? "test",
    pauses: { latencyMs: 0, slowMs: 300, laterMs: 100, ...options.pauses },
    rules: { ...USUAL_RULES, refundSpacingMs: 0, lateMs: 200, bounceAfterMs: 0, ...options.rules },
    maxSkewMs: null,
    onFault: fail,
    onLost: fail,
  });
  const writeChannelsFileFor = (address: string): Promise<string> =>
    writeChannelsFile(keys, address, opened.sandbox.channels.values(), {
      path: join(folder, "channels.json"),
      timeoutMs: options.timeoutMs ?? 8_000,
    });
  const channelsFile = await writeChannelsFileFor(opened.address);
  const stop = async (): Promise<void> => {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  };
  return {
    ...{ address: opened.address, channelsFile, writeChannelsFileFor, databaseUrl, opened, stop },
    setMoods: (...moods) => opened.sandbox.moods.set(moods.map((mood) => ({ channel: "*", ...mood }))),
    books: async (channel) => (await readAllBooks(opened.address, channel)).entries,
    findInBooks: async (outNo) => (await readPage(opened.address, { outNo })).entries[0] ?? null,
    addOrders: async (...orders) => {
      const wire = orders.map(({ paidAt, amountMinor, ...order }) => {
        return { ...order, amountMinor: `${amountMinor}`, ...(paidAt ? { paidAt: paidAt.toISOString() } : {}) };
      });
      await post(opened.address, "/sandbox/orders", { orders: wire });
    },
    setBalance: (channel, balanceMinor) => opened.sandbox.clerk.setBalance(channel, balanceMinor),
    statement: async (channel, day, more = {}) => {
      const query = new URLSearchParams({ channel, day, ...more });
      const response = await fetch(`${opened.address}/sandbox/statement?${query}`);
      if (!response.ok) throw new Error(`No statement: ${await response.text()}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    drop: async () => {
      await stop();
      await dropSandboxDatabase(databaseUrl);
    },
  };
}

function fail(error: unknown): never {
  throw error;
}

/** An empty database for a sandbox, as its owner. Named so that a later run sweeps what a killed one leaves. */
export async function createSandboxDatabase(): Promise<string> {
  const { ownerUrl, runPid } = readTestServer();
  const name = `desk_test_${runPid}_sandbox_${randomBytes(6).toString("hex")}`;
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name} OWNER desk_owner`));
  return withDatabase(ownerUrl, name);
}

export function dropSandboxDatabase(databaseUrl: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  return asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

/** The books of whatever sandbox answers at this address, page by page. */
export async function readAllBooks(
  address: string,
  channel?: string,
): Promise<Pick<BooksPage, "entries" | "balances">> {
  const entries: BooksEntry[] = [];
  for (let after = "0"; ; ) {
    const page: BooksPage = await readPage(address, { after, ...(channel === undefined ? {} : { channel }) });
    entries.push(...page.entries);
    if (page.next === null) return { entries, balances: page.balances };
    after = page.next;
  }
}

async function readPage(address: string, query: Readonly<Record<string, string>>): Promise<BooksPage> {
  const response = await fetch(`${address}/sandbox/books?${new URLSearchParams(query)}`);
  return (await response.json()) as BooksPage;
}

async function post(address: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${address}${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: readTestServer().adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
