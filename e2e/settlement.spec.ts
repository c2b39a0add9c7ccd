import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { setLook, ZH_DARK } from "./support/looks";
import { takeStep } from "./support/settlement-page";

test.describe.configure({ mode: "serial" });

let settlementNo = "";

test("a cleared day computes to the same again, and every figure leads to its rows", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/clearing");
  await page
    .getByRole("link", { name: /^QF\d+/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/clearing\/QF\d+/);
  const figures = page.getByRole("table", { name: "How the net comes about" });
  await page.getByRole("button", { name: "Compute again" }).click();
  await expect(page.getByRole("dialog", { name: "Compute again" })).toContainText("The same content");
  await page.keyboard.press("Escape");

  const captured = figures
    .getByRole("row", { name: /^Captured/ })
    .getByRole("link")
    .first();
  const sum = (await captured.textContent()) ?? "";
  await captured.click();
  await expect(page).toHaveURL(/part=gross/);
  await expect(page.getByRole("region", { name: "What the batch holds" })).toContainText(`together ${sum}`);
});

test("what is due is reviewed by one", async ({ page, signIn, ownerPool }) => {
  const { rows } = await ownerPool.query<{ no: string }>(
    `SELECT s.settlement_no AS no FROM settlements s JOIN settlement_batches b ON b.id = s.batch_id
     WHERE s.status = 'COMPUTED' AND s.asset = 'CNY' AND s.settled_minor BETWEEN 1 AND b.release_limit_minor ORDER BY s.id LIMIT 1`,
  );
  settlementNo = rows[0]?.no ?? "";
  await signIn("finance");
  await page.goto(`/settlement?q=${settlementNo}`);
  await expect(page.getByRole("row", { name: new RegExp(settlementNo) })).toContainText("To be reviewed");
  await page.goto(`/settlement/${settlementNo}`);
  await takeStep(page, settlementNo, "Review", "Reviewed");
  await expect(page.getByRole("main")).toContainText("You have reviewed it yourself; somebody else releases it.");
  await expect(page.getByRole("button", { name: "Release" })).toHaveCount(0);
});

test("another releases it, and the statement is there on screen and on paper", async ({ page, signIn }) => {
  await signIn("lead");
  await page.goto(`/settlement/${settlementNo}`);
  await takeStep(page, settlementNo, "Release", "Release");
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText(/Released|Paid/);
  const statement = page.getByRole("table", { name: "Statement", exact: true });
  await expect(statement.getByRole("row", { name: /^= ?Closing/ })).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);

  await page.emulateMedia({ media: "print" });
  const sheet = page.getByRole("article");
  await expect(sheet.getByRole("heading", { name: "Settlement statement" })).toBeVisible();
  await expect(sheet).toContainText("人民币");
  await expect(sheet).toContainText("yuan and");
  await expect(page.getByRole("main").getByRole("table", { name: "Statement", exact: true })).toBeHidden();
  await page.emulateMedia({ media: null });

  await setLook(page.context(), ZH_DARK);
  await page.reload();
  await expect(page.getByRole("table", { name: "结算明细" })).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
});
