import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";

test.beforeEach(async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/suspense?status=unassigned");
  await expect(itemCells(page).first()).toBeVisible();
});

test("the queue by keyboard alone: move, open, take, propose, comment, close", async ({ page }) => {
  const { keyboard } = page;
  const [first, second] = [itemCells(page).nth(0), itemCells(page).nth(1)];
  await keyboard.press("j");
  await expect(first).toBeFocused();
  await keyboard.press("j");
  await expect(second).toBeFocused();
  await keyboard.press("k");
  await expect(first).toBeFocused();

  const itemNo = (await first.textContent()) ?? "";
  await keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: itemNo });
  await expect(panel.getByRole("list", { name: "History" })).toBeVisible();
  await expect(page).toHaveURL((url) => url.searchParams.get("item") === itemNo);

  await keyboard.press("a");
  await expect(page.getByText(`${itemNo} is yours`)).toBeVisible();
  await expect(panel.getByRole("button", { name: "Put back" })).toBeVisible();

  await keyboard.press("r");
  const proposal = page.getByRole("dialog", { name: `Propose a resolution for ${itemNo}` });
  await expect(proposal).toBeVisible();
  await keyboard.press("Escape");
  await expect(proposal).toBeHidden();
  await expect(panel).toBeVisible();

  await keyboard.press("c");
  const comment = panel.getByRole("textbox", { name: "Comment" });
  await expect(comment).toBeFocused();
  await keyboard.type("jkar?");
  await expect(comment).toHaveValue("jkar?");
  await keyboard.press("ControlOrMeta+Enter");
  await expect(panel.getByRole("list", { name: "History" })).toContainText("jkar?");

  await keyboard.press("Escape");
  await expect(comment).not.toBeFocused();
  await keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(page).toHaveURL((url) => !url.searchParams.has("item"));
});

test("with an item open, j and k go on to the next and back", async ({ page }) => {
  const { keyboard } = page;
  const [first, second] = await Promise.all([
    itemCells(page).nth(0).textContent(),
    itemCells(page).nth(1).textContent(),
  ]);
  await keyboard.press("j");
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: first ?? "" })).toBeVisible();
  await keyboard.press("j");
  await expect(page.getByRole("dialog", { name: second ?? "" })).toBeVisible();
  await keyboard.press("k");
  await expect(page.getByRole("dialog", { name: first ?? "" })).toBeVisible();
});

test("? shows every key, and Escape closes it", async ({ page }) => {
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await page.keyboard.press("?");
  await expect(help).toContainText("Assign to me");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
});

test("a key that belongs to an input method does nothing", async ({ page }) => {
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await page.keyboard.press("j");
  const focused = itemCells(page).first();
  await expect(focused).toBeFocused();
  for (const key of ["j", "a", "c", "r", "?"]) await focused.dispatchEvent("keydown", { key, isComposing: true });
  await expect(focused).toBeFocused();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // The same press without a composition does act, so the silence above was not for want of a listener.
  await focused.dispatchEvent("keydown", { key: "?" });
  await expect(help).toBeVisible();
});

function itemCells(page: Page) {
  return page.getByRole("gridcell", { name: /^SU\d+$/ });
}
