import { dataFolder, openEmbedded } from "./postgres/embedded";
import { makeFolder, SetupError } from "./postgres/private-files";
import { keepRunning } from "./run/keep-running";
import { findPort, parsePort } from "./run/port";
import { prepareSandboxDatabase, SANDBOX_PORT, startSandboxService } from "./run/sandbox";
import { untilStopped } from "./run/until-stopped";

/** `npm run sandbox`: the channel simulator alone, on DESK_SANDBOX_DATABASE_URL's database or the embedded one. */
async function run(): Promise<number> {
  const stopped = untilStopped();
  const folder = dataFolder();
  makeFolder(folder);
  const given = process.env.DESK_SANDBOX_DATABASE_URL || null;
  const embedded = given === null ? await openEmbedded(folder, { durable: true }) : null;
  try {
    const databaseUrl = given ?? (embedded === null ? "" : await prepareSandboxDatabase(embedded.adminUrl));
    const port = await findPort(parsePort(process.env.DESK_SANDBOX_PORT || `${SANDBOX_PORT}`));
    const callbacksTo = process.env.DESK_SANDBOX_CALLBACKS || null;
    const place = { dataFolder: folder, logFolder: folder };
    const { service, address, channelsFile } = await startSandboxService({ databaseUrl, port, callbacksTo, ...place });
    say(`The channel simulator answers at ${address}.\nFor the desk: DESK_CHANNELS_FILE=${channelsFile}`);
    return await keepRunning([service], stopped.signal, say);
  } finally {
    await embedded?.release();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

run().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
