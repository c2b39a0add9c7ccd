import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Cluster, initialiseOnce, openCluster, runningPort, startServer, stopServer } from "./cluster";
import { withFolderLock } from "./folder-lock";
import { errorCode, makeFolder, readIfPresent, SetupError, writePrivate } from "./private-files";
import { isSameProcessAlive, processIdentity } from "./process-identity";
import { APP_ROLE, DATABASE_NAME, OWNER_ROLE, prepareRoles } from "./roles";

/**
 * The embedded PostgreSQL of one data folder. Several processes may use it at once: each notes itself while it does,
 * and the last one out stops the server, whoever started it.
 */
export type EmbeddedDatabase = {
  appUrl: string;
  ownerUrl: string;
  /** Superuser: for making and dropping databases in tests, never for the app. */
  adminUrl: string;
  port: number;
  /** Whether this call started the server. */
  started: boolean;
  /** Starts the server again whenever it has died, on the same port; gives what ends that. */
  supervise: (say: (sentence: string) => void) => () => Promise<void>;
  release: () => Promise<void>;
};

type Note = { port: number | null; adminPassword: string; ownerPassword: string; appPassword: string };

const LOCK_WAIT_MS = 180_000;
const ANSWER_ATTEMPTS = 240;
const ANSWER_PAUSE_MS = 250;
const SUPERVISION_PAUSE_MS = 500;

export function dataFolder(): string {
  return resolve(process.env.DESK_DATA_DIR ?? ".data");
}

/** `durable: false` gives up safety against power loss for speed: for tests alone. */
export async function openEmbedded(folder: string, options: { durable: boolean }): Promise<EmbeddedDatabase> {
  makeFolder(folder);
  return withFolderLock(join(folder, "postgres.lock"), LOCK_WAIT_MS, async () => {
    const cluster = openCluster(folder);
    const note = readNote(folder);
    const found = runningPort(cluster);
    if (found === null) {
      initialiseOnce(cluster, note.adminPassword, options.durable);
      note.port = await startServer(cluster, note.port, { ...options, isPortFixed: false });
    } else {
      note.port = found;
    }
    const port = note.port;
    writePrivate(notePath(folder), `${JSON.stringify(note, null, 2)}\n`);
    const adminUrl = url("postgres", note.adminPassword, port, "postgres");
    try {
      await waitForAnswer(adminUrl, folder);
      await prepareRoles(adminUrl, { owner: note.ownerPassword, app: note.appPassword });
    } catch (error) {
      if (found === null) stopServer(cluster);
      throw error;
    }
    const mark = markAsUser(folder);
    return {
      appUrl: url(APP_ROLE, note.appPassword, port, DATABASE_NAME),
      ownerUrl: url(OWNER_ROLE, note.ownerPassword, port, DATABASE_NAME),
      adminUrl,
      port,
      started: found === null,
      supervise: (say) => supervise(folder, cluster, port, options, say),
      release: () => release(folder, cluster, mark),
    };
  });
}

function notePath(folder: string): string {
  return join(folder, "postgres.json");
}

function readNote(folder: string): Note {
  const text = readIfPresent(notePath(folder));
  if (text !== null) return JSON.parse(text);
  const note = { port: null, adminPassword: newSecret(), ownerPassword: newSecret(), appPassword: newSecret() };
  if (existsSync(join(folder, "postgres", "data"))) {
    throw new SetupError(
      `${notePath(folder)} with the database's passwords is missing, while ${join(folder, "postgres")} is there. Restore it from a backup, or move the folder away to begin anew.`,
    );
  }
  // Before the database gets them: whatever happens in between, the passwords are never lost.
  writePrivate(notePath(folder), `${JSON.stringify(note, null, 2)}\n`);
  return note;
}

function newSecret(): string {
  return randomBytes(24).toString("base64url");
}

function url(role: string, password: string, port: number, database: string): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
}

/** After a crash the server first replays its log and turns connections away meanwhile. */
async function waitForAnswer(adminUrl: string, folder: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      const code = errorCode(error);
      if (code === "28P01") {
        throw new SetupError(
          `The database in ${folder} does not know the password noted in postgres.json; the two do not belong together.`,
        );
      }
      const passing = code === "57P03" || code === "ECONNREFUSED" || code === "ECONNRESET";
      if (!passing || attempt === ANSWER_ATTEMPTS) throw error;
      await sleep(ANSWER_PAUSE_MS);
    }
  }
}

function usersFolder(folder: string): string {
  return join(folder, "postgres.users");
}

function markAsUser(folder: string): string {
  makeFolder(usersFolder(folder), 0o700);
  const mark = join(usersFolder(folder), `${process.pid}-${randomBytes(4).toString("hex")}`);
  writeFileSync(mark, processIdentity(process.pid) ?? String(process.pid), { flag: "wx", mode: 0o600 });
  return mark;
}

function supervise(
  folder: string,
  cluster: Cluster,
  port: number,
  options: { durable: boolean },
  say: (sentence: string) => void,
): () => Promise<void> {
  const ending = new AbortController();
  const watch = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await sleep(SUPERVISION_PAUSE_MS, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted || runningPort(cluster) !== null) continue;
      say("The database has died and is started again …");
      await withFolderLock(join(folder, "postgres.lock"), LOCK_WAIT_MS, async () => {
        if (runningPort(cluster) === null) await startServer(cluster, port, { ...options, isPortFixed: true });
      }).catch((error: unknown) => say(error instanceof Error ? error.message : String(error)));
    }
  };
  const watching = watch();
  return () => {
    ending.abort();
    return watching;
  };
}

async function release(folder: string, cluster: Cluster, mark: string): Promise<void> {
  await withFolderLock(join(folder, "postgres.lock"), LOCK_WAIT_MS, async () => {
    rmSync(mark, { force: true });
    if (!hasLivingUsers(folder) && runningPort(cluster) !== null) stopServer(cluster);
  });
}

/** Marks of processes that were killed are swept here. */
function hasLivingUsers(folder: string): boolean {
  let living = false;
  for (const name of readdirSync(usersFolder(folder))) {
    const path = join(usersFolder(folder), name);
    if (isSameProcessAlive(readIfPresent(path) ?? "")) living = true;
    else rmSync(path, { force: true });
  }
  return living;
}
