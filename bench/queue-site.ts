import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { invariant } from "@/core/result";
import { ROOT } from "../scripts/run/root";
import { NEXT, openSite, serve, signIn } from "./site";

export type QueueSite = {
  /** The production build, signed in; a bare server with the same rows; a Next app of one empty dynamic page. */
  readonly ours: string;
  readonly bare: string;
  readonly empty: string;
  readonly cookie: string;
  readonly stop: () => Promise<void>;
};

export async function startQueueSite(databaseUrl: string, folder: string): Promise<QueueSite> {
  const { env, start, stop } = await openSite(databaseUrl, folder);
  const bareArgs = () => ["--conditions=react-server", "--import", "tsx", join(ROOT, "bench/bare-queue.ts")];
  const ours = await start("ours", serve(ROOT));
  const bare = await start("bare", bareArgs);
  const emptyApp = await buildEmptyApp(folder, env);
  const empty = await start("empty", serve(emptyApp));
  return { ours, bare, empty, cookie: await signIn(ours), stop };
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
