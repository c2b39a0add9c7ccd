import { spawn } from "node:child_process";
import { join } from "node:path";
import { assertAppRole, getPool } from "@/server/db";
import { getEnv, requireWebSettings } from "@/server/env";
import { maskText } from "@/server/mask-secrets";
import { requireSetUp } from "./desk/require-set-up";
import { SetupError } from "./postgres/private-files";
import { isBuilt, readBuildKey } from "./run/build-output";
import { parsePort } from "./run/port";
import { ROOT } from "./run/root";

/** `npm run web`, for production: checks what the server stands on before it takes a request, and then runs it. */
async function web(): Promise<number> {
  requireWebSettings(getEnv());
  if (!isBuilt()) throw new SetupError("There is no production build. Make it first: npm run build");
  const given = process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY;
  if (!given)
    throw new SetupError("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY is missing: the same one as at the build, on every node.");
  if (given !== readBuildKey()) {
    throw new SetupError(
      "The build was made with another NEXT_SERVER_ACTIONS_ENCRYPTION_KEY. Build again with this one.",
    );
  }
  const pool = getPool();
  await requireSetUp(pool);
  await assertAppRole(pool);
  await pool.end();
  return await serve(parsePort(process.env.PORT), process.env.HOST || "0.0.0.0");
}

function serve(port: number, host: string): Promise<number> {
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  // Without the conditions of this process: Next resolves React in its own way.
  const child = spawn(process.execPath, [next, "start", "-p", String(port), "-H", host], {
    cwd: ROOT,
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 0));
  });
}

web().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${maskText(error instanceof Error ? error.message : String(error))}\n`);
    process.exit(1);
  },
);
