import { expect, type Page } from "@playwright/test";
import { GO_TO_SHORTCUTS } from "../components/shell/shortcuts";
import { test } from "./fixtures/test";
import { pressesOn } from "./support/press-shortcut";

test.beforeEach(async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/suspense?status=unassigned");
  await expect(itemCells(page).first()).toBeVisible();
});

test("the queue by keyboard alone: move, open, take, propose, comment, close", async ({ page }) => {
  const { keyboard } = page;
  const press = pressesOn(page);
  const [first, second] = [itemCells(page).nth(0), itemCells(page).nth(1)];
  await press("next");
  await expect(first).toBeFocused();
  await press("next");
  await expect(second).toBeFocused();
  await press("previous");
  await expect(first).toBeFocused();

  const itemNo = (await first.textContent()) ?? "";
  await press("open");
  const panel = page.getByRole("dialog", { name: itemNo });
  await expect(panel.getByRole("list", { name: "History" })).toBeVisible();
  await expect(page).toHaveURL((url) => url.searchParams.get("item") === itemNo);

  await press("assign");
  await expect(page.getByText(`${itemNo} is yours`)).toBeVisible();
  await expect(panel.getByRole("button", { name: "Put back" })).toBeVisible();

  await press("propose");
  const proposal = page.getByRole("dialog", { name: `Propose a resolution for ${itemNo}` });
  await expect(proposal).toBeVisible();
  await keyboard.press("Escape");
  await expect(proposal).toBeHidden();
  await expect(panel).toBeVisible();

  await press("comment");
  const comment = panel.getByRole("textbox", { name: "Comment" });
  await expect(comment).toBeFocused();
  await keyboard.type("jkar?");
  await expect(comment).toHaveValue("jkar?");
  await keyboard.press("ControlOrMeta+Enter");
  await expect(panel.getByRole("list", { name: "History" })).toContainText("jkar?");

  await keyboard.press("Escape");
  await expect(comment).not.toBeFocused();
  await press("closePanel");
  await expect(panel).toBeHidden();
  await expect(page).toHaveURL((url) => !url.searchParams.has("item"));
});

test("with an item open, j and k go on to the next and back", async ({ page }) => {
  const press = pressesOn(page);
  const [first, second] = await Promise.all([
    itemCells(page).nth(0).textContent(),
    itemCells(page).nth(1).textContent(),
  ]);
  await press("next");
  await press("open");
  await expect(page.getByRole("dialog", { name: first ?? "" })).toBeVisible();
  await press("next");
  await expect(page.getByRole("dialog", { name: second ?? "" })).toBeVisible();
  await press("previous");
  await expect(page.getByRole("dialog", { name: first ?? "" })).toBeVisible();
});

test("? shows every key, and Escape closes it", async ({ page }) => {
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await pressesOn(page)("help");
  await expect(help).toContainText("Assign to me");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
});

test("a key that belongs to an input method does nothing", async ({ page }) => {
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await pressesOn(page)("next");
  const focused = itemCells(page).first();
  await expect(focused).toBeFocused();
  for (const key of ["j", "a", "c", "r", "?"]) await focused.dispatchEvent("keydown", { key, isComposing: true });
  await expect(focused).toBeFocused();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // The same press without a composition does act, so the silence above was not for want of a listener.
  await focused.dispatchEvent("keydown", { key: "?" });
  await expect(help).toBeVisible();
});

test("x selects, shift and x all since the last; all that match are one step further", async ({ page }) => {
  const press = pressesOn(page);
  const bar = page.getByRole("region", { name: "Selected items" });
  await press("next");
  await press("select");
  await expect(bar).toContainText("1 item selected");
  await press("next");
  await press("next");
  await press("selectRange");
  await expect(bar).toContainText("3 items selected");
  await bar.getByRole("button", { name: /^Select all \d+ that match$/ }).press("Enter");
  await expect(bar).toContainText("those on other pages too");
  await bar.getByRole("button", { name: "Clear selection" }).press("Enter");
  await expect(bar).toBeHidden();
});

test("b proposes for all that is selected, and for nothing when nothing is", async ({ page }) => {
  const press = pressesOn(page);
  const dialog = page.getByRole("dialog", { name: "Propose for many" });
  await press("next");
  await press("bulkPropose");
  await expect(dialog).toBeHidden();
  await press("select");
  await press("next");
  await press("select");
  // The key is the selection's, which the page says before it listens.
  await expect(page.getByText("2 items selected")).toBeVisible();
  await expect(async () => {
    if (!(await dialog.isVisible())) await press("bulkPropose");
    await expect(dialog).toContainText("2", { timeout: 2_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a stroke leads to the search of the list", async ({ page }) => {
  await pressesOn(page)("focusSearch");
  await expect(page.getByRole("searchbox", { name: "Number or merchant" })).toBeFocused();
});

test("single keys can be switched off, and the palette still does what they do", async ({ page }) => {
  const press = pressesOn(page);
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await press("next");
  await press("help");
  await help.getByRole("checkbox", { name: "Single-key shortcuts" }).press("Space");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await press("comment");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await press("palette");
  await page.keyboard.type("comment");
  await expect(page.getByRole("option", { name: /^Comment/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Comment" })).toBeFocused();
});

test("g and a letter lead to every page that has one", async ({ page, signIn }) => {
  // As many pages as the navigation has, one after the other.
  test.slow();
  await signIn("lead");
  for (const { id, keys, href } of GO_TO_SHORTCUTS) {
    // The second key has a second to come, which a page that is still arriving may take for itself.
    await expect(async () => {
      for (const key of keys.split(" ")) await page.keyboard.press(key);
      await expect(page, id).toHaveURL((url) => url.pathname === href, { timeout: 3_000 });
    }).toPass();
  }
});

test("on the board [ and ] leaf through the days", async ({ page }) => {
  const press = pressesOn(page);
  await page.goto("/reconciliation");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const begin = page.url();
  // A page that is still arriving has its heading before its keys.
  await expect(async () => {
    await press("earlierDays");
    await expect(page).not.toHaveURL(begin, { timeout: 3_000 });
  }).toPass();
  const earlier = page.url();
  await press("laterDays");
  await expect(page).not.toHaveURL(earlier);
});

function itemCells(page: Page) {
  return page.getByRole("gridcell", { name: /^SU\d+$/ });
}
