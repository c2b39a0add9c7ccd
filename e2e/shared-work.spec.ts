import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { pressesOn } from "./support/press-shortcut";

const NOTHING: string[] = [];

test("an item goes from one person to another, with a question, a file and a note", async ({
  page,
  context,
  signIn,
}) => {
  test.slow();
  await signIn("operator");
  const panel = await openFirst(page, "/suspense?status=unassigned");
  const itemNo = await titleOf(panel);
  const press = pressesOn(page);
  const history = panel.getByRole("list", { name: "History" });

  await test.step("a colleague is mentioned by keys alone", async () => {
    await press("assign");
    await expect(panel.getByRole("button", { name: "Put back" })).toBeVisible();
    await press("comment");
    await page.keyboard.type("please compare, @fin");
    await expect(page.getByRole("listbox", { name: "Colleagues to mention" })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(panel.getByRole("textbox", { name: "Comment" })).toHaveValue("please compare, @finance ");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(history).toContainText("please compare, @finance");
  });

  await test.step("a file is evidence and only ever a download", () => attachFiles(page, panel));

  await test.step("it is handed over", async () => {
    await panel.getByRole("button", { name: "Hand over" }).click();
    const dialog = page.getByRole("dialog", { name: "Hand this item over" });
    await dialog.getByRole("combobox", { name: "To" }).click();
    await page.getByRole("option", { name: /Fiona/ }).click();
    await dialog.getByRole("textbox").fill("The receipt is attached.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page.getByText(`${itemNo} is with Fiona`)).toBeVisible();
    await expect(panel.getByRole("region", { name: "Hand-over notes" })).toContainText("The receipt is attached.");
    // Whom it is not for cannot have read it.
    await expect(panel.getByRole("button", { name: "I have read it" })).toBeHidden();
  });

  await test.step("who is meant finds it on home, and has read it when they have", async () => {
    const finance = await signInBeside(context, signIn);
    await finance.goto("/");
    await finance
      .getByRole("main")
      .getByRole("link", { name: new RegExp(itemNo) })
      .click();
    const theirs = finance.getByRole("dialog", { name: itemNo });
    await theirs.getByRole("button", { name: "I have read it" }).click();
    await expect(theirs.getByRole("region", { name: "Hand-over notes" })).toBeHidden();
    await expect(theirs.getByRole("list", { name: "History" })).toContainText("The note was read");
    await finance.goto("/suspense/mentions");
    await expect(finance.getByRole("main").getByRole("link", { name: new RegExp(itemNo) })).not.toContainText("New");
  });
});

test("an item is put off by a key, out of the queue, and comes back with undo", async ({ page, signIn }) => {
  await signIn("operator");
  const panel = await openFirst(page, "/suspense?status=unassigned");
  const itemNo = await titleOf(panel);
  await pressesOn(page)("snooze");
  const dialog = page.getByRole("dialog", { name: "Snooze this item" });
  await expect(dialog.getByRole("textbox", { name: "What is it waiting for?" })).toBeFocused();
  await page.keyboard.type("the channel answers on Monday");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByText(`${itemNo} is snoozed until`)).toBeVisible();
  const asleep = async () => {
    const answer = await page.request.get(`/api/grid/suspense?status=snoozed&q=${itemNo}`);
    return ((await answer.json()) as { rows: unknown[] }).rows.length;
  };
  expect(await asleep()).toBe(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`${itemNo} is back in the queue`)).toBeVisible();
  expect(await asleep()).toBe(0);
});

async function openFirst(page: Page, address: string) {
  await page.goto(address);
  const first = page.getByRole("gridcell", { name: /^SU\d+$/ }).first();
  await expect(first).toBeVisible();
  const itemNo = (await first.textContent()) ?? "";
  await first.click();
  const panel = page.getByRole("dialog", { name: itemNo });
  await expect(panel.getByRole("list", { name: "History" })).toBeVisible();
  return panel;
}

async function titleOf(panel: Locator): Promise<string> {
  return (await panel.getByRole("heading").first().textContent()) ?? "";
}

/** Another person at another machine. */
async function signInBeside(context: BrowserContext, signIn: (login: "finance") => Promise<void>): Promise<Page> {
  await context.clearCookies();
  await signIn("finance");
  return context.newPage();
}

/** One that is evidence, and one that only says so. */
async function attachFiles(page: Page, panel: Locator): Promise<void> {
  await panel.locator("input[type=file]").setInputFiles([
    { name: "小票.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nreceipt") },
    { name: "page.pdf", mimeType: "application/pdf", buffer: Buffer.from("<!doctype html><script>1</script>") },
  ]);
  const link = panel.getByRole("link", { name: "小票.pdf" });
  await expect(link).toBeVisible();
  await expect(panel.getByText("The file holds a program")).toBeVisible();
  await expect(panel.getByRole("list", { name: "History" })).toContainText("Attached 小票.pdf");
  const answer = await page.request.get((await link.getAttribute("href")) ?? "");
  expect(answer.headers()).toMatchObject({
    "content-disposition": expect.stringMatching(/^attachment;/),
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  });
  expect(await findAxeViolations(page)).toEqual(NOTHING);
}
