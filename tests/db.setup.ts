import { startTestServer } from "./database-server";

/** vitest's global set-up of the project `db`; the test files read the server from their environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const { server, stop } = await startTestServer();
  process.env.DESK_TEST_SERVER = JSON.stringify(server);
  return stop;
}
