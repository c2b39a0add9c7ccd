import { Agent, request } from "node:http";
import { join } from "node:path";
import { invariant } from "@/core/result";
import { ensureBuild } from "../scripts/run/build-output";
import { findPort, waitUntilAnswers } from "../scripts/run/port";
import { ROOT } from "../scripts/run/root";
import { readSecrets } from "../scripts/run/secrets";
import { type Service, startService } from "../scripts/run/service";
import { BENCH_LOGIN } from "./bench-people";

export const NEXT = join(ROOT, "node_modules/next/dist/bin/next");
const FIRST_PORT = 4_600;
const READY_WITHIN_MS = 60_000;
const STOP_PATIENCE_MS = 5_000;

/** Servers of a benchmark on one database; `start` answers the address of one more. */
export type Site = {
  readonly env: Record<string, string>;
  readonly start: (name: string, argsOf: (port: number) => string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
};

export async function openSite(databaseUrl: string, folder: string): Promise<Site> {
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
  return {
    env,
    start: async (name, argsOf) => {
      const port = await findPort(FIRST_PORT + services.length * 10);
      const address = `http://localhost:${port}`;
      const own = { ...env, PORT: `${port}`, NEXTAUTH_URL: address };
      services.push(startService({ name, args: argsOf(port), env: own, logFolder: folder }));
      invariant(await waitUntilAnswers(port, READY_WITHIN_MS), `${name} did not start, see ${join(folder, name)}.log`);
      return address;
    },
    stop: async () => {
      await Promise.all(services.map((service) => service.stop(STOP_PATIENCE_MS)));
    },
  };
}

/** The arguments by which Next serves the production build of `app`. */
export const serve = (app: string) => (port: number) => [NEXT, "start", app, "-p", `${port}`, "-H", "127.0.0.1"];

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

/** The cookie of the bench's person, signed in at `address`. */
export async function signIn(address: string): Promise<string> {
  const pairs = ({ cookies }: Cookies) => cookies.map((cookie) => cookie.split(";")[0]).join("; ");
  const csrf = await ask(`${address}/api/auth/csrf`);
  const { csrfToken } = JSON.parse(csrf.body.toString()) as { csrfToken: string };
  const form = new URLSearchParams({ ...BENCH_LOGIN, csrfToken, json: "true" });
  const answer = await ask(`${address}/api/auth/callback/credentials`, pairs(csrf), form);
  const cookie = pairs(answer);
  invariant(cookie.includes("session-token"), "the bench's person is signed in");
  return cookie;
}
