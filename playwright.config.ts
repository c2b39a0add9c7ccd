import { statfsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/testing/chromium";

const SMALL_SHARED_MEMORY_BYTES = 512 * 1024 * 1024;
const executablePath = findChromium();

function hasSmallSharedMemory(): boolean {
  if (process.platform !== "linux") return false;
  const { blocks, bsize } = statfsSync("/dev/shm");
  return blocks * bsize < SMALL_SHARED_MEMORY_BYTES;
}

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/fixtures/global.setup.ts",
  // One company, one database: the specs follow one another as people would.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // Limits end what hangs; how fast a page is, is measured in bench/.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env.DESK_E2E_URL ?? "",
    locale: "en-US",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        ...["--disable-gpu", "--disable-background-networking", "--no-first-run"],
        // Chromium's sandbox does not run as root.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        ...(hasSmallSharedMemory() ? ["--disable-dev-shm-usage"] : []),
      ],
    },
  },
});
