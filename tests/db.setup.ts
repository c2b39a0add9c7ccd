import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestServer } from "./database-server";

/** vitest's global set-up of the project `db`; the test files read the server from their environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const { server, stop } = await startTestServer();
  process.env.DESK_TEST_SERVER = JSON.stringify(server);
  // What imports keep of their files ends with the run, and never gets among the desk's own.
  const kept = await mkdtemp(join(tmpdir(), "desk-test-kept-"));
  process.env.DESK_KEPT_DIR = kept;
  return async () => {
    await stop();
    await rm(kept, { recursive: true, force: true });
  };
}
