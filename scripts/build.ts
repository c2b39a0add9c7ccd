import { dataFolder } from "./postgres/embedded";
import { makeFolder, SetupError } from "./postgres/private-files";
import { ensureBuild } from "./run/build-output";
import { readSecrets } from "./run/secrets";

/** `npm run build`: always anew. The key for server actions comes from the environment, or else the data folder. */
export async function run(): Promise<number> {
  makeFolder(dataFolder());
  const startedAt = performance.now();
  try {
    const key = readSecrets(dataFolder()).NEXT_SERVER_ACTIONS_ENCRYPTION_KEY;
    await ensureBuild(key, { force: true, onBuild: () => process.stdout.write("Building …\n") });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  process.stdout.write(`Built in ${Math.round((performance.now() - startedAt) / 1000)} s.\n`);
  return 0;
}
