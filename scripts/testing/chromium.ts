import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../postgres/private-files";
import { ROOT } from "../run/root";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The browser of this machine, or null for the one that Playwright has downloaded. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new SetupError(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  return INSTALLED.find((path) => existsSync(path)) ?? null;
}

/** Makes sure that there is a Chromium: this machine's, Playwright's, or one installed now. */
export async function ensureChromium(): Promise<void> {
  if (findChromium() !== null) return;
  const { chromium } = await import("@playwright/test");
  if (existsSync(chromium.executablePath())) return;
  if (isDebianAsRoot()) installWithApt();
  else downloadWithPlaywright();
}

export function isDebianAsRoot(): boolean {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get");
}

function installWithApt(): void {
  process.stdout.write("Installing Chromium and a Chinese font with apt-get …\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: string[]) => spawnSync("apt-get", args, { env, stdio: ["ignore", "ignore", "inherit"] }).status;
  const packages = isUbuntu() ? ["chromium-browser", "fonts-noto-cjk"] : ["chromium", "fonts-noto-cjk"];
  apt("update", "-qq");
  if (apt("install", "-y", "-qq", "--no-install-recommends", ...packages) !== 0 || findChromium() === null) {
    downloadWithPlaywright();
  }
}

function isUbuntu(): boolean {
  return existsSync("/etc/os-release") && /^ID=ubuntu$/m.test(readFileSync("/etc/os-release", "utf8"));
}

function downloadWithPlaywright(): void {
  process.stdout.write("Downloading Playwright's Chromium …\n");
  const cli = join(ROOT, "node_modules/@playwright/test/cli.js");
  const run = spawnSync(process.execPath, [cli, "install", "chromium-headless-shell"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (run.status !== 0) {
    throw new SetupError(
      "The browser tests need Chromium, and none could be installed. Install it (on Debian: apt-get install chromium fonts-noto-cjk) or name one with CHROMIUM_PATH.",
    );
  }
}
