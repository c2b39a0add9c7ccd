import { join } from "node:path";
import { SetupError } from "../postgres/private-files";
import { waitUntilAnswers } from "./port";
import { ROOT } from "./root";
import type { Secrets } from "./secrets";
import { type Service, startService } from "./service";

const READY_WITHIN_MS = 60_000;

export type SiteRequest = {
  port: number;
  host: string;
  databaseUrl: string;
  secrets: Secrets;
  logFolder: string;
  /** Beyond the usual ones: the tests set their clock and data folder here. */
  env?: Record<string, string>;
};

/** The web server and the worker on one database, as `npm start` and the browser tests run them. */
export async function startSite(request: SiteRequest): Promise<Service[]> {
  const { port, host, logFolder } = request;
  const env = {
    ...request.secrets,
    DESK_DEMO: "1",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || `http://localhost:${port}`,
    DATABASE_URL: request.databaseUrl,
    // The owner's connection is for `desk setup` alone.
    DATABASE_OWNER_URL: undefined,
    ...request.env,
  };
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  const web = startService({ name: "web", args: [next, "start", "-p", String(port), "-H", host], env, logFolder });
  const workerArgs = ["--conditions=react-server", "--import", "tsx", join(ROOT, "scripts/worker.ts")];
  const worker = startService({ name: "worker", args: workerArgs, env, logFolder });
  const ready = await Promise.race([waitUntilAnswers(port, READY_WITHIN_MS), web.ended.then(() => false)]);
  if (!ready) {
    await Promise.all([web.stop(0), worker.stop(0)]);
    throw new SetupError(`The web server did not start. See ${web.logPath}`);
  }
  return [web, worker];
}
