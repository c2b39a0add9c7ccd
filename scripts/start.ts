import { type DatabaseUrls, openDatabase } from "./database-urls";
import { dataFolder } from "./postgres/embedded";
import { makeFolder, SetupError } from "./postgres/private-files";
import { ensureBuild } from "./run/build-output";
import { runDeskProcess } from "./run/desk-process";
import { keepRunning } from "./run/keep-running";
import { findPort, parsePort } from "./run/port";
import { claimFolder, noteRunning } from "./run/running";
import { prepareSandboxDatabase, SANDBOX_PORT, type StartedSandbox, startSandboxService } from "./run/sandbox";
import { readSecrets } from "./run/secrets";
import { startSite } from "./run/site";
import { untilStopped } from "./run/until-stopped";
import { welcome } from "./run/welcome";

const NO_ADDRESS = "no address any more";

/** `npm start`: everything from a fresh clone to an address in the browser. Gives the exit code. */
export async function run(): Promise<number> {
  const startedAt = performance.now();
  const stopped = untilStopped();
  try {
    const folder = dataFolder();
    makeFolder(folder);
    await claimFolder(folder);
    stopped.signal.addEventListener("abort", () => noteRunning(folder, NO_ADDRESS, true), { once: true });
    say("Starting the database …");
    const database = await openDatabase();
    try {
      return await serve(folder, database, stopped, startedAt);
    } finally {
      noteRunning(folder, NO_ADDRESS, true);
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
      stopped: stopped.signal,
    }),
    prepareData(database, stopped.signal),
  ]);
  if (stopped.signal.aborted) return 0;
  const wished = parsePort(process.env.PORT);
  const port = await findPort(wished);
  if (port !== wished) say(`Port ${wished} is taken by another program, so this uses ${port}.`);
  // Demo sign-ins are public knowledge, so by default only this machine may come.
  const host = process.env.HOST || "127.0.0.1";
  const site = { port, host, databaseUrl: database.appUrl, logFolder: folder };
  const sandbox = await startChannels(folder, database, port);
  const services = sandbox === null ? [] : [sandbox.service];
  try {
    const started = await startSite({
      ...site,
      secrets: { ...secrets, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: encryptionKey },
      env: sandbox === null ? {} : { DESK_CHANNELS_FILE: sandbox.channelsFile },
    });
    services.push(...started);
    const address = process.env.NEXTAUTH_URL || `http://localhost:${port}`;
    noteRunning(folder, address, false);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    say(
      await welcome({
        ...{ address, databaseUrl: database.appUrl, folder, seconds },
        isEmbedded: database.adminUrl !== null,
        sandbox: sandbox?.address ?? null,
      }),
    );
    const endSupervision = database.supervise(say);
    try {
      return await keepRunning(services, stopped.signal, say);
    } finally {
      await endSupervision();
    }
  } finally {
    await Promise.all(services.map((service) => service.stop(0)));
  }
}

/**
 * The simulator that the demo's channels are. None where the desk is told of other channels, nor on a database server of
 * somebody's own, unless that one has a database for it.
 */
async function startChannels(folder: string, database: DatabaseUrls, sitePort: number): Promise<StartedSandbox | null> {
  if (process.env.DESK_CHANNELS_FILE) return null;
  const given = process.env.DESK_SANDBOX_DATABASE_URL || null;
  if (given === null && database.adminUrl === null) return null;
  const databaseUrl = given ?? (await prepareSandboxDatabase(database.adminUrl ?? ""));
  return startSandboxService({
    databaseUrl,
    port: await findPort(parsePort(process.env.DESK_SANDBOX_PORT || `${SANDBOX_PORT}`)),
    callbacksTo: `http://127.0.0.1:${sitePort}/api/v1/callbacks`,
    ...{ dataFolder: folder, logFolder: folder },
  });
}

async function prepareData(database: DatabaseUrls, stopped: AbortSignal): Promise<void> {
  if (database.ownerUrl === null) return;
  const env = database.adminUrl === null ? {} : { DATABASE_URL: undefined, DATABASE_OWNER_URL: undefined };
  say("Preparing data …");
  await runDeskProcess(["setup", "--demo", "--json"], env, stopped);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
