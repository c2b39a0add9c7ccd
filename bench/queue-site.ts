import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { invariant } from "@/core/result";
import { ensureBuild } from "../scripts/run/build-output";
import { findPort, waitUntilAnswers } from "../scripts/run/port";
import { ROOT } from "../scripts/run/root";
import { readSecrets } from "../scripts/run/secrets";
import { type Service, startService } from "../scripts/run/service";
import { BENCH_LOGIN } from "./queue-data";

const NEXT = join(ROOT, "node_modules/next/dist/bin/next");
const FIRST_PORT = 4_600;
const READY_WITHIN_MS = 60_000;
const STOP_PATIENCE_MS = 5_000;

export type QueueSite = {
  /** The production build, signed in; a bare server with the same rows; a Next app of one empty dynamic page. */
  readonly ours: string;
  readonly bare: string;
  readonly empty: string;
  readonly cookie: string;
  readonly stop: () => Promise<void>;
};

export async function startQueueSite(databaseUrl: string, folder: string): Promise<QueueSite> {
  const secrets = readSecrets(folder);
  const key = await ensureBuild(secrets.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY, { force: false, onBuild: () => undefined });
  const env = {
    AUTH_SECRET: secrets.AUTH_SECRET,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    DESK_DATA_DIR: folder,
  };
  const services: Service[] = [];
  const start = async (name: string, argsOf: (port: number) => string[]): Promise<string> => {
    const port = await findPort(FIRST_PORT + services.length * 10);
    const address = `http://localhost:${port}`;
    const own = { ...env, PORT: `${port}`, NEXTAUTH_URL: address };
    services.push(startService({ name, args: argsOf(port), env: own, logFolder: folder }));
    invariant(await waitUntilAnswers(port, READY_WITHIN_MS), `${name} did not start, see ${join(folder, name)}.log`);
    return address;
  };
  const serve = (app: string) => (port: number) => [NEXT, "start", app, "-p", `${port}`, "-H", "127.0.0.1"];
  const bareArgs = () => ["--conditions=react-server", "--import", "tsx", join(ROOT, "bench/bare-queue.ts")];
  const ours = await start("ours", serve(ROOT));
  const bare = await start("bare", bareArgs);
  const emptyApp = await buildEmptyApp(folder, env);
  const empty = await start("empty", serve(emptyApp));
  return {
    ours,
    bare,
    empty,
    cookie: await signIn(ours),
    stop: async () => {
      await Promise.all(services.map((service) => service.stop(STOP_PATIENCE_MS)));
    },
  };
}

/**
 * The least that is still a page made for each request: what a framework costs before anybody wrote a line. No layout, no
 * language, no session: whoever is let in is not asked. What of the difference is the desk's frame and the question who is
 * there, and what the queue's own, the second comparison tells (an empty page inside the same frame).
 */
async function buildEmptyApp(folder: string, env: Record<string, string>): Promise<string> {
  const app = join(folder, "empty");
  mkdirSync(join(app, "app"), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(app, name), text);
  write("package.json", '{ "type": "module" }');
  write("next.config.js", "export default { outputFileTracingRoot: import.meta.dirname };");
  write(
    "app/layout.js",
    "export default function Layout({ children }) { return <html><body>{children}</body></html>; }",
  );
  write(
    "app/page.js",
    'import { cookies } from "next/headers";\nexport default async function Page() { await cookies(); return <p>empty</p>; }',
  );
  // Turbopack has to stand where the packages are, and would then take the desk's own instrumentation for this app's.
  const build = spawn(process.execPath, [NEXT, "build", "--webpack", app], {
    env: { ...process.env, ...env },
    stdio: "ignore",
  });
  const [code] = await once(build, "exit");
  invariant(code === 0, "the empty app was not built");
  return app;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export type Answer = { readonly status: number; readonly firstByteMs: number; readonly body: Buffer };

/** A GET on a kept connection, timed to its first byte. */
export function ask(address: string, cookie = "", form: URLSearchParams | null = null): Promise<Answer & Cookies> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const headers = {
      cookie,
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    };
    const asked = request(address, { agent, headers, method: form ? "POST" : "GET" }, (response) => {
      const chunks: Buffer[] = [];
      let firstByteMs = Number.NaN;
      response.on("data", (chunk: Buffer) => {
        if (chunks.length === 0) firstByteMs = performance.now() - began;
        chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          firstByteMs,
          body: Buffer.concat(chunks),
          cookies: response.headers["set-cookie"] ?? [],
        }),
      );
    });
    asked.on("error", reject);
    asked.end(form?.toString());
  });
}
type Cookies = { readonly cookies: readonly string[] };

async function signIn(address: string): Promise<string> {
  const pairs = ({ cookies }: Cookies) => cookies.map((cookie) => cookie.split(";")[0]).join("; ");
  const csrf = await ask(`${address}/api/auth/csrf`);
  const { csrfToken } = JSON.parse(csrf.body.toString()) as { csrfToken: string };
  const form = new URLSearchParams({ ...BENCH_LOGIN, csrfToken, json: "true" });
  const answer = await ask(`${address}/api/auth/callback/credentials`, pairs(csrf), form);
  const cookie = pairs(answer);
  invariant(cookie.includes("session-token"), "the bench's person is signed in");
  return cookie;
}
