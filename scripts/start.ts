import { join } from "node:path";
import { type DatabaseUrls, openDatabase } from "./database-urls";
import { dataFolder } from "./postgres/embedded";
import { makeFolder, readIfPresent, SetupError, writePrivate } from "./postgres/private-files";
import { isSameProcessAlive, processIdentity } from "./postgres/process-identity";
import { ensureBuild } from "./run/build-output";
import { runDeskProcess } from "./run/desk-process";
import { findPort, parsePort } from "./run/port";
import { readSecrets } from "./run/secrets";
import type { Service } from "./run/service";
import { startSite } from "./run/site";
import { untilStopped } from "./run/until-stopped";
import { welcome } from "./run/welcome";

const STOP_PATIENCE_MS = 8_000;

/** `npm start`: everything from a fresh clone to an address in the browser. Gives the exit code. */
export async function run(): Promise<number> {
  const startedAt = performance.now();
  const stopped = untilStopped();
  try {
    const folder = dataFolder();
    makeFolder(folder);
    refuseSecondStart(folder);
    say("Starting the database …");
    const database = await openDatabase();
    try {
      return await serve(folder, database, stopped, startedAt);
    } finally {
      await database.release();
    }
  } catch (error) {
    if (stopped.signal.aborted) return 0;
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function serve(
  folder: string,
  database: DatabaseUrls,
  stopped: AbortController,
  startedAt: number,
): Promise<number> {
  const secrets = readSecrets(folder);
  // The first start is long in both; neither needs the other.
  const [encryptionKey] = await Promise.all([
    ensureBuild(secrets.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY, {
      force: false,
      onBuild: () => say("Building (about a minute, only after changes) …"),
    }),
    prepareData(database),
  ]);
  if (stopped.signal.aborted) return 0;
  const wished = parsePort(process.env.PORT);
  const port = await findPort(wished);
  if (port !== wished) say(`Port ${wished} is taken by another program, so this uses ${port}.`);
  // Demo sign-ins are public knowledge, so by default only this machine may come.
  const host = process.env.HOST || "127.0.0.1";
  const site = { port, host, databaseUrl: database.appUrl, logFolder: folder };
  const services = await startSite({
    ...site,
    secrets: { ...secrets, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: encryptionKey },
  });
  try {
    const address = process.env.NEXTAUTH_URL || `http://localhost:${port}`;
    writePrivate(join(folder, "running.json"), JSON.stringify({ process: processIdentity(process.pid), address }));
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    say(
      await welcome({ address, databaseUrl: database.appUrl, folder, seconds, isEmbedded: database.adminUrl !== null }),
    );
    return await watch(services, stopped);
  } finally {
    if (stopped.signal.aborted) say("\nStopping …");
    await Promise.all(services.map((service) => service.stop(STOP_PATIENCE_MS)));
  }
}

async function prepareData(database: DatabaseUrls): Promise<void> {
  if (database.ownerUrl === null) return;
  const env = database.adminUrl === null ? {} : { DATABASE_URL: undefined, DATABASE_OWNER_URL: undefined };
  say("Preparing data …");
  await runDeskProcess(["setup", "--demo", "--json"], env);
}

/** Until we are told to stop, or a service ends by itself. */
async function watch(services: readonly Service[], stopped: AbortController): Promise<number> {
  const stop = new Promise<null>((resolve) => {
    if (stopped.signal.aborted) resolve(null);
    stopped.signal.addEventListener("abort", () => resolve(null), { once: true });
  });
  const ended = await Promise.race([stop, ...services.map((service) => service.ended.then(() => service))]);
  if (ended === null || stopped.signal.aborted) return 0;
  process.stderr.write(`The ${ended.name} process has ended by itself. Its log: ${ended.logPath}\n`);
  return 1;
}

function refuseSecondStart(folder: string): void {
  const text = readIfPresent(join(folder, "running.json"));
  if (text === null) return;
  const running: { process?: string; address?: string } = JSON.parse(text);
  if (running.process === undefined || !isSameProcessAlive(running.process)) return;
  const pid = Number.parseInt(running.process, 10);
  throw new SetupError(
    `clearing-desk already runs on this data folder, at ${running.address} (process ${pid}). Stop that one first, or start a second one with its own DESK_DATA_DIR.`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
