import { expect, type Page } from "@playwright/test";

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
