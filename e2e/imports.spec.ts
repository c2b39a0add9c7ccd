import { expect, type Locator } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { answerChannel, cardOf, dropStatements } from "./support/statements-page";
import { setUpThreeChannels, writeThreeBills } from "./support/three-bills";

const DAY_MS = 24 * 60 * 60 * 1_000;
const IMPORT_PATIENCE_MS = 120_000;

test.describe.configure({ mode: "serial" });

const day = daysAgo(6);
const lateDay = daysAgo(4);

test.beforeAll(async () => {
  await setUpThreeChannels();
});

test("three files dropped at once go on through a reload, ask what they cannot know, and finish", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("operator");
  await page.goto("/statements");
  await dropStatements(page, writeThreeBills(day));

  const [wechat, alipay, stripe] = ["wechat-day.csv", "alipay-day.csv", "stripe-day.csv"].map((name) =>
    cardOf(page, name),
  ) as [Locator, Locator, Locator];
  await expect(stripe.getByText("Reading", { exact: true })).toBeVisible();
  await answerChannel(page, wechat, "Drop WeChat");
  await page.reload();
  await expect(stripe).toBeVisible();
  await expect(alipay.getByText("Needs an answer", { exact: true })).toBeVisible();
  await answerChannel(page, alipay, "Drop Alipay");
  for (const card of [wechat, alipay, stripe]) {
    await expect(card.getByText("Imported", { exact: true })).toBeVisible({ timeout: IMPORT_PATIENCE_MS });
    await expect(card).toContainText("1,500 payments");
  }
  const { rows } = await ownerPool.query(
    `SELECT c.code, s.line_count::int AS lines, s.settles_on::text AS on FROM statements s
     JOIN channels c ON c.id = s.channel_id WHERE c.code LIKE 'drop-%' ORDER BY c.code`,
  );
  expect(rows).toEqual([
    { code: "drop-alipay", lines: 1_500, on: day },
    { code: "drop-stripe", lines: 1_500, on: day },
    { code: "drop-wechat", lines: 1_500, on: day },
  ]);
  expect(await findAxeViolations(page)).toEqual([]);
});

test("who only looks sees the same jobs, and nothing to press", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/statements");
  await expect(cardOf(page, "stripe-day.csv").getByText("Imported", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Channel statements, as many as you like")).toHaveCount(0);
});

test("a late statement is waived by keyboard, with a reason, and expected again", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/statements");
  const { keyboard } = page;
  await page.getByRole("button", { name: new RegExp(`^Drop Stripe, ${lateDay}: Late`) }).focus();
  await keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Drop Stripe, ${lateDay}` });
  await expect(dialog.getByLabel("Why no statement is to come")).toBeFocused();
  await keyboard.type("Bank holiday");
  await keyboard.press("Tab");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  const waived = page.getByRole("button", { name: new RegExp(`^Drop Stripe, ${lateDay}: Not expected`) });
  await waived.focus();
  await keyboard.press("Enter");
  await expect(dialog).toContainText("Bank holiday");
  expect(await findAxeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Expect it again" }).click();
  await expect(page.getByRole("button", { name: new RegExp(`^Drop Stripe, ${lateDay}: Late`) })).toBeVisible();
});

function daysAgo(days: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date(Date.now() - days * DAY_MS));
}
