import { expect, type Page } from "@playwright/test";

const PATIENCE_MS = 60_000;

/**
 * Goes to another page while the one before is still at work: a page of Next's that is cut off in the middle of fetching
 * may load itself anew and take the first attempt back. A person would go once more, and so does this.
 */
export async function visit(page: Page, path: string): Promise<void> {
  await expect(async () => {
    await page.goto(path);
  }).toPass({ timeout: PATIENCE_MS });
}
