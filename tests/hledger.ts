import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isDebianAsRoot } from "@/scripts/testing/chromium";

const INSTALLED = ["/usr/bin/hledger", "/usr/local/bin/hledger", "/opt/homebrew/bin/hledger"];

/**
 * The accounting program hledger, to read our journal with other people's code: this machine's, or one installed now
 * where that is ours to do. Null where there is none; the tests then read the journal by themselves alone.
 */
export function ensureHledger(): string | null {
  const found = INSTALLED.find((path) => existsSync(path));
  if (found || !isDebianAsRoot()) return found ?? null;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: string[]) => spawnSync("apt-get", args, { env, stdio: "ignore", timeout: 120_000 }).status;
  if (apt("install", "-y", "-qq", "--no-install-recommends", "hledger") !== 0) {
    apt("update", "-qq");
    apt("install", "-y", "-qq", "--no-install-recommends", "hledger");
  }
  return INSTALLED.find((path) => existsSync(path)) ?? null;
}
