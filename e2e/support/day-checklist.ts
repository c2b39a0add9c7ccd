import { expect, type Locator, type Page } from "@playwright/test";
import { visit } from "./visit";

/** Closing a day that holds thousands of vouchers may take this long on a slow machine. */
const PATIENCE_MS = 60_000;

/** The checklist of the day, which stands like this. */
export async function openChecklist(page: Page, day: string, state: string): Promise<void> {
  await visit(page, `/ledger/days/${day}`);
  const heading = page.getByRole("heading", { level: 1, name: `Close of ${day}` });
  await expect(heading.locator("..")).toContainText(state);
}

/** The finding of a box of the checklist, of this channel where one is named. */
export function lineOf(page: Page, box: string, place = ""): Locator {
  return page.getByRole("table", { name: box, exact: true }).getByRole("row", { name: place }).last();
}

/**
 * As people do it on the page of the days: one after the other, each looked at once more. On days without business no
 * channel of the demo company delivers, which is said of each before.
 */
export async function closeDaysBefore(page: Page, day: string): Promise<void> {
  await visit(page, "/ledger/days");
  const open = page.getByRole("table", { name: "Open days" });
  await expect(open).toBeVisible();
  for (;;) {
    const first = (await open.getByRole("row").nth(1).getByRole("link").first().textContent()) ?? "";
    if (first >= day) return;
    if ((await open.getByRole("button", { name: "Close…" }).count()) === 0) {
      await waiveStatements(page, first);
      await visit(page, "/ledger/days");
    }
    await open.getByRole("button", { name: "Close…" }).click();
    const dialog = page.getByRole("dialog", { name: `Close ${first}?` });
    await dialog.getByRole("button", { name: `Close ${first}` }).click();
    await expect(dialog).toBeHidden({ timeout: PATIENCE_MS });
    await expect(open.getByRole("link", { name: first, exact: true })).toHaveCount(0);
    // The button is gone with its row; whoever uses the keyboard goes on at the page's content.
    await expect(page.getByRole("main")).toBeFocused();
  }
}

/** Says of every channel that owes a statement of the day that none is to come. */
async function waiveStatements(page: Page, day: string): Promise<void> {
  await visit(page, "/statements");
  const owed = page.getByRole("button", { name: new RegExp(`, ${day}: (Late|Due today)`) });
  await expect(owed.first()).toBeVisible();
  for (let left = await owed.count(); left > 0; left -= 1) {
    await owed.first().press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Why no statement is to come").fill("No business on that day");
    await dialog.getByRole("button", { name: "Not expected" }).press("Enter");
    await expect(owed).toHaveCount(left - 1);
  }
}
