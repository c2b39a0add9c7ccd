import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";

const PASSWORD = "try-the-desk-2026";

test("language, theme and density are remembered", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/suspense");
  const root = page.locator("html");

  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(root).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Escape");

  const compact = page.getByRole("button", { name: "Compact rows" });
  const was = await compact.getAttribute("aria-pressed");
  await compact.click();
  const now = was === "true" ? "false" : "true";
  await expect(compact).toHaveAttribute("aria-pressed", now);

  await page.getByRole("button", { name: "Language" }).click();
  await page.getByRole("menuitemradio", { name: "简体中文" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("挂账");
  await expect(root).toHaveAttribute("lang", "zh-CN");

  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("挂账");
  await expect(root).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("button", { name: "紧凑行距" })).toHaveAttribute("aria-pressed", now);
});

test("filters are in the address, and back undoes one after the other", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/suspense");
  await choose(page, "Kind", "Amount differs");
  await expect(page).toHaveURL(parameters({ kind: "AMOUNT_MISMATCH", channel: null }));
  await choose(page, "Channel", /WeChat Pay/);
  await expect(page).toHaveURL(parameters({ kind: "AMOUNT_MISMATCH", channel: "wechat" }));

  await page.reload();
  await expect(page.getByRole("combobox", { name: "Kind" })).toContainText("Amount differs");
  await expect(page.getByRole("combobox", { name: "Channel" })).toContainText("WeChat Pay");

  await page.goBack();
  await expect(page).toHaveURL(parameters({ kind: "AMOUNT_MISMATCH", channel: null }));
  await expect(page.getByRole("combobox", { name: "Channel" })).toContainText("Any channel");
  await page.goBack();
  await expect(page).toHaveURL(parameters({ kind: null, channel: null }));
  await expect(page.getByRole("combobox", { name: "Kind" })).toContainText("Any kind");
});

test("a link with filters survives signing in", async ({ page }) => {
  await page.goto("/suspense?kind=SHORT&channel=wechat");
  await expect(page).toHaveURL((url) => url.pathname === "/sign-in");
  await page.getByLabel("Login", { exact: true }).fill("operator");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(parameters({ kind: "SHORT", channel: "wechat" }));
  await expect(page.getByRole("combobox", { name: "Kind" })).toContainText("Short");
});

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option }).click();
}

function parameters(wanted: Record<string, string | null>): (url: URL) => boolean {
  return (url) => Object.entries(wanted).every(([name, value]) => url.searchParams.get(name) === value);
}
