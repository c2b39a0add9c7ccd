import { type Browser, chromium, type Page } from "@playwright/test";
import { findChromium } from "../scripts/testing/chromium";
import { weighScripts } from "../scripts/testing/weigh-scripts";
import type { QueueSite } from "./queue-site";

/** A person reads before going on; meanwhile the next panel's data is on its way. */
const READ_MS = 250;
const KINDS = ["Short", "Amount differs"];
const FIRST_ITEM = '[data-row="0"] [data-cell="itemNo"]';
const PATIENCE_MS = 15_000;
const BYTES_PER_KB = 1_000;

export type BrowserTimes = {
  readonly nextItemMs: readonly number[];
  readonly filterMs: readonly number[];
  /** All scripts that were loaded, gzipped, those of the panel that opens later among them. */
  readonly scriptKb: number;
};

/** The queue in a headless Chromium: from a key or click to the frame after which its answer is on the screen. */
export async function measureInBrowser(site: QueueSite, times: number): Promise<BrowserTimes> {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ["--disable-gpu", "--no-first-run", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  try {
    const page = await openQueue(browser, site);
    const loadedScripts = weighScripts(page);
    await page.goto(`${site.ours}/suspense`, { waitUntil: "networkidle" });
    // First the keys: after a choice the focus is in its field, where letters are letters.
    const nextItemMs = await measureNextItem(page, times);
    const filterMs = await measureFilter(page, times);
    // What came late weighs as much as what came at once, so all that was loaded until here is counted.
    const scriptBytes = (await loadedScripts()).reduce((sum, { bytes }) => sum + bytes, 0);
    return { nextItemMs, filterMs, scriptKb: scriptBytes / BYTES_PER_KB };
  } finally {
    await browser.close();
  }
}

async function openQueue(browser: Browser, { ours, cookie }: QueueSite): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    reducedMotion: "reduce",
  });
  await context.addCookies(
    cookie.split("; ").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return { name, value: value.join("="), url: ours };
    }),
  );
  // tsx names functions through a helper that the page does not have.
  await context.addInitScript("globalThis.__name = (named) => named;");
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS * 4);
  return page;
}

async function measureNextItem(page: Page, times: number): Promise<number[]> {
  const measured: number[] = [];
  await page.locator(FIRST_ITEM).waitFor();
  await page.keyboard.press("j");
  await page.locator("[data-cell]:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("table").first().waitFor();
  for (let nth = 0; nth < times; nth += 1) {
    await page.waitForTimeout(READ_MS);
    const ms = await watch(page, "keydown", '[role="dialog"] h2', '[role="dialog"] table');
    await page.keyboard.press(nth % 4 === 3 ? "k" : "j");
    measured.push(await ms());
  }
  await page.keyboard.press("Escape");
  return measured;
}

async function measureFilter(page: Page, times: number): Promise<number[]> {
  const measured: number[] = [];
  const kind = page.getByRole("combobox", { name: "Kind" });
  for (let nth = 0; nth < times; nth += 1) {
    await page.waitForTimeout(READ_MS);
    await kind.click();
    const option = page.getByRole("option", { name: KINDS[nth % KINDS.length] ?? "", exact: true });
    await option.waitFor();
    const ms = await watch(page, "click", FIRST_ITEM, FIRST_ITEM);
    await option.click();
    measured.push(await ms());
  }
  return measured;
}

/**
 * Begins to watch for the next `event`: until the text at `changes` is another one, not empty, and `present` is there, and
 * the browser has painted it.
 */
async function watch(page: Page, event: string, changes: string, present: string): Promise<() => Promise<number>> {
  const watching = await page.evaluateHandle(
    ({ event: eventName, changes: changing, present: needed, patienceMs }) => {
      const read = () => document.querySelector(changing)?.textContent ?? "";
      const before = read();
      const seen = new Promise<number>((resolve, reject) => {
        const begin = (begun: Event) => {
          const look = () => {
            const text = read();
            if (text === "" || text === before || !document.querySelector(needed)) requestAnimationFrame(look);
            else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun.timeStamp)));
          };
          look();
        };
        setTimeout(() => reject(new Error(`${changing} stays as it was`)), patienceMs);
        document.addEventListener(eventName, begin, { once: true, capture: true });
      });
      return { seen };
    },
    { event, changes, present, patienceMs: PATIENCE_MS },
  );
  return () => watching.evaluate(({ seen }) => seen);
}
