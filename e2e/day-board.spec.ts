import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { desk, test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { EN_LIGHT, setLook, ZH_DARK } from "./support/looks";
import { pressesOn } from "./support/press-shortcut";
import { type SmallChannel, setUpSmallChannel } from "./support/small-channel";
import { writeWechatBill } from "./support/wechat-bill";

const NOTHING: string[] = [];

test.describe.configure({ mode: "serial" });

let channel: SmallChannel;
let batchUrl = "";

test.beforeAll(async () => {
  channel = await setUpSmallChannel("boardwx");
  const path = join(mkdtempSync(join(tmpdir(), "desk-e2e-")), "bill.csv");
  writeFileSync(path, writeWechatBill([...channel.matching, channel.long]));
  await desk("statement", "import", path, "--channel", channel.code, "--date", channel.day, "--json");
});

test("by keyboard: the day is found, looked into, and run from the board", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/reconciliation");
  const cell = cellOf(page, channel);
  await expect(cell).toHaveAccessibleName(/: To run$/);

  await cell.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowRight");
  await expect(cell).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: channel.name });
  await expect(panel).toContainText("The statement is here and has not been reconciled.");
  expect(await findAxeViolations(page)).toEqual(NOTHING);

  await pressesOn(page)("runDay");
  const dialog = page.getByRole("dialog", { name: "Run a reconciliation" });
  await expect(dialog.getByLabel("Statement day")).toHaveValue(channel.day);
  await dialog.getByRole("button", { name: "Show the difference first" }).click();
  await expect(dialog).toContainText("nothing was changed and nothing was booked");
  await expect(dialog.getByRole("row", { name: /^Short / })).toBeVisible();
  await dialog.getByRole("button", { name: "Run", exact: true }).click();

  await expect(dialog).toBeHidden();
  await expect(cell).toHaveAccessibleName(/: Balanced, with breaks, 2 breaks \(700\.00 CNY\)/);
  await expect(panel.getByRole("row", { name: /^Long 1 200\.00/ })).toBeVisible();
  await panel.getByRole("link", { name: "Open the proof" }).click();
  await expect(page).toHaveURL(/\/reconciliation\/RB\d+$/);
  batchUrl = page.url();
});

test("the proof adds up, term by term, down to its rows", async ({ page, signIn }) => {
  await signIn("finance");
  await page.goto(batchUrl);
  const equation = page.getByRole("table", { name: "The books follow the channel" });
  await expect(equation.getByRole("row", { name: /^= Difference 0\.00$/ })).toBeVisible();
  await expect(page.getByText(/^Both sides are .* CNY\.$/)).toBeVisible();
  await expect(page.getByText("Every line is accounted for.")).toBeVisible();
  await equation.getByRole("link", { name: "Nets of all reconciled statements" }).click();
  await expect(page.getByText("The rows add up to the figure of the proof.")).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(`^${channel.day} ST`) })).toBeVisible();
  expect(await findAxeViolations(page)).toEqual(NOTHING);
});

test("from a break to its three sides, to its item, and back to its batch", async ({ page, signIn }) => {
  await signIn("finance");
  await page.goto(`${batchUrl}?group=broken`);
  const grid = page.getByRole("grid", { name: "Results" });
  await grid.getByRole("row", { name: "Short" }).getByText("Payment").click();
  const panel = page.getByRole("dialog", { name: channel.short.orderNo });
  await expect(panel.getByRole("table")).toContainText("500.00");
  expect(await findAxeViolations(page)).toEqual(NOTHING);
  await panel.getByRole("link", { name: /^SU\d+$/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^SU\d+$/ })).toBeVisible();
  await page
    .getByRole("link", { name: /^RB\d+$/ })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(`^${batchUrl}`));
});

test("matched lines are shown on demand, each with what the book holds of it", async ({ page, signIn }) => {
  await signIn("finance");
  await page.goto(batchUrl);
  await page.getByRole("link", { name: /^Matched\s*3$/ }).click();
  const [first] = channel.matching;
  const grid = page.getByRole("grid", { name: "Results" });
  await grid
    .getByRole("row", { name: first?.orderNo ?? "" })
    .getByText("Payment")
    .click();
  const panel = page.getByRole("dialog", { name: first?.orderNo ?? "" });
  await expect(panel.getByRole("link", { name: /^V\d+$/ })).toBeVisible();
});

test("the same day again: another run, and nothing that it changed", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto(batchUrl);
  await page.getByRole("button", { name: "Run again" }).click();
  await page
    .getByRole("dialog", { name: "Run a reconciliation" })
    .getByRole("button", { name: "Run", exact: true })
    .click();
  await expect(page).not.toHaveURL(batchUrl);
  await page.getByRole("link", { name: "against run 1" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Run 2 against run 1" })).toBeVisible();
  await expect(page.getByText("Both runs found the same.")).toBeVisible();
  await page.goto(batchUrl);
  await expect(page.getByText("A later run of this day counts.")).toBeVisible();
});

for (const look of [EN_LIGHT, ZH_DARK]) {
  test(`nothing of it scrolls sideways, and all of it is accessible: ${look.locale}, ${look.theme}`, async ({
    page,
    context,
    signIn,
  }) => {
    test.slow();
    await signIn("operator");
    await setLook(context, look);
    const [first] = channel.matching;
    const addresses = [
      `/reconciliation?through=${channel.day}&cell=${channel.code}:${channel.day}`,
      `/reconciliation?month=${channel.day.slice(0, 7)}&count=lines`,
      "/reconciliation/trends",
      `${batchUrl}?group=matched&q=${first?.orderNo}`,
      `${batchUrl}/proof?term=notDue`,
    ];
    for (const address of addresses) {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.goto(address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(await pixelsBeyond(page), `${address}, wide`).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 1280, height: 720 });
      expect(await pixelsBeyond(page), address).toBeLessThanOrEqual(0);
      expect(await findAxeViolations(page), address).toEqual(NOTHING);
    }
  });
}

function pixelsBeyond(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

function cellOf(page: Page, { code, day }: SmallChannel) {
  return page.locator(`[data-cell="${code}:${day}"]`);
}
