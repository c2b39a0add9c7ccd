import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestServer } from "./database-server";

/** vitest's global set-up of the project `db`; the test files read the server from their environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const { server, stop } = await startTestServer();
  process.env.DESK_TEST_SERVER = JSON.stringify(server);
  // Uploads and kept files end with the run. They never get among the desk's own, nor are those swept by a test's database.
  const folder = await mkdtemp(join(tmpdir(), "desk-test-"));
  process.env.DESK_DATA_DIR = folder;
  return async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
}
