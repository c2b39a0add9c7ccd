import { expect, type Locator, type Page } from "@playwright/test";
import { visit } from "./visit";

type Database = { query: (sql: string, values: unknown[]) => Promise<{ rows: { no: string }[] }> };

/** A step that moves money of many may take this long on a slow machine. */
const PATIENCE_MS = 60_000;

/** On the settlement's page: presses the step's button, and in its dialog the one that does it. */
export async function takeStep(
  page: Page,
  settlementNo: string,
  name: "Review" | "Release",
  submit: string,
): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `${name} ${settlementNo}` });
  await dialog.getByRole("button", { name: submit, exact: true }).click();
  await expect(dialog).toBeHidden();
}

const SUBMIT = { Review: "Reviewed", Release: "Release" } as const;

/** Takes the two merchants' newest settlements a step on from the list; gives the table of what came of each. */
export async function moveBoth(
  page: Page,
  merchantNos: readonly string[],
  step: "Review" | "Release",
  done: string,
): Promise<Locator> {
  await visit(page, "/settlement");
  for (const merchantNo of merchantNos) {
    const row = page.getByRole("row", { name: merchantNo });
    await row.getByRole("checkbox").check();
  }
  await page.getByRole("button", { name: `${step} 2`, exact: true }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: `${SUBMIT[step]} 2`, exact: true }).press("Enter");
  await expect(dialog.getByRole("heading", { name: done })).toBeVisible({ timeout: PATIENCE_MS });
  return dialog.getByRole("table", { name: "The chosen settlements" });
}

/** The number of the one settlement of this merchant. */
export async function settlementOf(database: Database, merchantNo: string): Promise<string> {
  const { rows } = await database.query(
    "SELECT settlement_no AS no FROM settlements s JOIN merchants m ON m.id = s.merchant_id WHERE merchant_no = $1",
    [merchantNo],
  );
  return rows[0]?.no ?? "";
}
