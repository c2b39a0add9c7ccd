import type { Locator, Page } from "@playwright/test";

export type DroppedFile = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** Drops files where a person would, by the events that a browser sends. */
export async function dropStatements(page: Page, files: readonly DroppedFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString("base64") }));
  const dataTransfer = await page.evaluateHandle((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    return transfer;
  }, given);
  await page.getByLabel("Channel statements, as many as you like").dispatchEvent("drop", { dataTransfer });
}

/** The card of a file on its way in: what is open stands first, then the newest. */
export function cardOf(page: Page, name: string): Locator {
  const cards = page.getByRole("list", { name: "Files on their way in" }).getByRole("listitem");
  return cards.filter({ hasText: name }).first();
}

/** Says whose statement it is, where the file cannot. */
export async function answerChannel(page: Page, card: Locator, channel: string): Promise<void> {
  await card.getByRole("combobox", { name: "Channel" }).click();
  await page.getByRole("option", { name: channel }).click();
  await card.getByRole("button", { name: "Import", exact: true }).click();
}
