import { writeChannelsFile } from "./keys/write-channels-file";
import { equipChannels, openSandbox } from "./open-sandbox";
import { readSettings } from "./settings";

/** The sandbox as a process of its own. It says in one line where it answers, and ends when it is told to. */
async function run(stopped: Promise<void>): Promise<void> {
  const settings = readSettings(process.env, { onFault: sayFault, onLost: endAtOnce });
  // Before it answers: whoever waits for that then finds the file.
  const address = `http://127.0.0.1:${settings.port}`;
  const file = await writeChannelsFile(settings.folder, address, await equipChannels(settings));
  const opened = await openSandbox(settings);
  process.stdout.write(`${JSON.stringify({ address: opened.address, channelsFile: file })}\n`);
  await stopped;
  await opened.close();
}

function sayFault(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

/** Whoever keeps us running starts us again, on the books as they are then. */
function endAtOnce(error: unknown): void {
  sayFault(error);
  process.exit(1);
}

const stopped = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
});

run(stopped).then(
  () => process.exit(0),
  (error: unknown) => {
    sayFault(error);
    process.exit(1);
  },
);
