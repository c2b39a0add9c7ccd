import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { pressesOn } from "./support/press-shortcut";

const NAME = "Short ones of WeChat";

test("a view is kept, found again with its rows, opens the queue, and goes: by keyboard alone", async ({
  page,
  signIn,
}) => {
  test.slow();
  const press = pressesOn(page);
  await signIn("operator");
  await page.goto("/suspense?status=open&direction=SHORT&channel=wechat&hide=merchant");
  await expect(columns(page)).toHaveCount(10);
  await expect(column(page, "Merchant")).toHaveCount(0);

  await keep(page, async (dialog) => {
    await page.keyboard.type(NAME);
    await dialog.getByRole("checkbox", { name: "My queue opens with it" }).press("Space");
    expect(await findAxeViolations(page)).toEqual([]);
  });
  await expect(page).toHaveURL((url) => url.searchParams.has("view"));

  await page.goto("/suspense");
  await expect(page).toHaveURL((url) => url.searchParams.get("hide") === "merchant");
  await expect(column(page, "Settle by")).toBeVisible();
  await expect(column(page, "Merchant")).toHaveCount(0);
  await press("views");
  const own = page.getByRole("menuitem", { name: new RegExp(`^${NAME}`) });
  await expect(own).toContainText(/\d/);
  expect(await findAxeViolations(page)).toEqual([]);
  await page.getByRole("menuitem", { name: "Everything open" }).press("Enter");
  await expect(column(page, "Merchant")).toBeVisible();
  await press("views");
  await own.press("Enter");
  await expect(column(page, "Merchant")).toHaveCount(0);

  await press("palette");
  await page.keyboard.type("short ones");
  await expect(page.getByRole("option", { name: new RegExp(NAME) })).toBeVisible();
  await page.keyboard.press("Escape");

  await press("views");
  await page.getByRole("menuitem", { name: "Columns and order …" }).press("Enter");
  const shown = page.getByRole("dialog", { name: "Columns and order …" });
  await shown.getByRole("checkbox", { name: "Merchant" }).press("Space");
  await shown.getByRole("radio", { name: /^Newest first/ }).press("Space");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL((url) => !url.searchParams.has("hide") && url.searchParams.get("sort") === "newest");

  await press("views");
  await page.getByRole("menuitem", { name: "Keep this view …" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Keep this view …" });
  await dialog.getByRole("button", { name: `Delete “${NAME}”` }).press("Enter");
  await expect(dialog).toBeHidden();
  await page.goto("/suspense");
  await expect(column(page, "Merchant")).toBeVisible();
});

test("Ctrl with Enter sends a form from its fields, and nothing while its button cannot be pressed", async ({
  page,
  signIn,
}) => {
  await signIn("operator");
  await page.goto("/suspense?status=open");
  await expect(columns(page)).not.toHaveCount(0);
  await pressesOn(page)("views");
  await page.getByRole("menuitem", { name: "Keep this view …" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Keep this view …" });
  const field = dialog.getByRole("textbox", { name: "Name" });
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["next-action"] !== undefined) sent.push(request.postData() ?? "");
  });
  await field.press("Control+Enter");
  await expect(dialog.getByRole("button", { name: "Keep", exact: true })).toBeDisabled();
  await field.fill("Sent once");
  await field.press("Control+Enter");
  await expect(dialog).toBeHidden();
  expect(sent.filter((body) => body.includes('"commandId"'))).toHaveLength(1);
  expect(sent[0]).toContain("Sent once");

  await page.goto("/suspense?view=none");
  await pressesOn(page)("views");
  await page.getByRole("menuitem", { name: /^Sent once/ }).press("Enter");
  await pressesOn(page)("views");
  await page.getByRole("menuitem", { name: "Keep this view …" }).press("Enter");
  await dialog.getByRole("button", { name: "Delete “Sent once”" }).press("Enter");
  await expect(dialog).toBeHidden();
});

/** Keeps what is shown, and fills the dialog in between. */
async function keep(page: Page, fill: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>): Promise<void> {
  await pressesOn(page)("views");
  await page.getByRole("menuitem", { name: "Keep this view …" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Keep this view …" });
  await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
  await fill(dialog);
  await dialog.getByRole("button", { name: "Keep", exact: true }).press("Enter");
  await expect(dialog).toBeHidden();
}

function columns(page: Page) {
  return page.getByRole("grid", { name: "Suspense" }).getByRole("columnheader");
}

function column(page: Page, name: string) {
  return page.getByRole("grid", { name: "Suspense" }).getByRole("columnheader", { name });
}
