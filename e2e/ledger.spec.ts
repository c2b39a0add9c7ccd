import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";

const NOTHING: string[] = [];

test("finance closes the next day, which then takes no voucher; the lead opens it again and says why", async ({
  page,
  signIn,
  ownerPool,
}) => {
  const { rows } = await ownerPool.query<{ on: string }>(
    "SELECT to_char(min(accounting_on), 'YYYY-MM-DD') AS on FROM vouchers",
  );
  const day = rows[0]?.on ?? "";
  await signIn("finance");
  await page.goto("/ledger/days");
  const open = page.getByRole("table", { name: "Open days" });
  await open.getByRole("button", { name: "Close…" }).click();
  const question = page.getByRole("dialog", { name: `Close ${day}?` });
  await expect(question).toContainText("CNY");
  expect(await findAxeViolations(page)).toEqual(NOTHING);
  await question.getByRole("button", { name: `Close ${day}` }).click();
  await expect(page.getByText(`${day} is closed, with`)).toBeVisible();
  await expect(page.getByText(`Closed through ${day}`)).toBeVisible();
  const closed = page.getByRole("table", { name: "Closed days" });
  await expect(closed.getByRole("row", { name: new RegExp(`^${day}`) })).toBeVisible();
  await expect(page.getByRole("button", { name: "Reopen…" })).toHaveCount(0);

  await signIn("lead");
  await page.reload();
  await closed.getByRole("button", { name: "Reopen…" }).click();
  const reopening = page.getByRole("dialog", { name: `Reopen ${day}?` });
  await reopening.getByRole("button", { name: `Reopen ${day}` }).click();
  await expect(reopening.getByText("Say why, in a few words")).toBeVisible();
  await reopening.getByRole("textbox", { name: /^Why/ }).fill("A bank line of that day came late");
  await reopening.getByRole("button", { name: `Reopen ${day}` }).click();
  await expect(page.getByText(`${day} is open again.`)).toBeVisible();
  await expect(closed).toHaveCount(0);
});

test("from the trial balance to a subject's accounts, an account's entries of the day, and the voucher", async ({
  page,
  signIn,
}) => {
  await signIn("auditor");
  await page.goto("/ledger/days");
  const open = page.getByRole("table", { name: "Open days" });
  await open
    .getByRole("link", { name: /^\d{4}-/ })
    .first()
    .click();
  await page.getByRole("table", { name: "Trial balance CNY" }).getByRole("link", { name: "1122", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "1122 Channel receivable" })).toBeVisible();
  await page.getByRole("link", { name: "1122-wechat", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "1122-wechat" })).toBeVisible();
  await page.getByRole("link", { name: /^V\d+/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: /V\d+/ })).toBeVisible();
});

test("an account tells its balance at the end of a day, and at a minute of it", async ({ page, signIn }) => {
  await signIn("finance");
  await page.goto("/ledger/accounts/1122-wechat?tab=balance");
  await expect(page.getByRole("heading", { name: "Balance at the end of each day" })).toBeVisible();
  await page.getByRole("button", { name: "Show as table" }).click();
  await expect(page.getByRole("table", { name: "Balance at the end of each day" })).toBeVisible();
  await page.getByLabel("Day", { exact: true }).fill("2020-01-01");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("end of the day", { exact: false }).last()).toBeVisible();
  await expect(page).toHaveURL(/at=2020-01-01/);
  expect(await findAxeViolations(page)).toEqual(NOTHING);
});

test("the journal is searched by amount, and downloaded for the days on the page", async ({ page, signIn }) => {
  await signIn("finance");
  await page.goto("/ledger/vouchers");
  await page.getByRole("button", { name: "More filters" }).click();
  await page.getByRole("searchbox", { name: "Amount from" }).fill("1000");
  await expect(page).toHaveURL(/min=1000/);
  await expect(page.getByText(/^Amounts, assets and people are looked for in 31 days/)).toBeVisible();
  expect(await findAxeViolations(page)).toEqual(NOTHING);
  await page.getByRole("button", { name: "Download journal" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "As plain text for hledger" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("journal-begin..end.journal");
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toContain("; exported by finance at ");
  expect(text).toContain("commodity 1000.00 CNY\n");
  expect(text).toMatch(/\n\d{4}-\d{2}-\d{2} \* \(CLOSING\) what the book holds\n/);
});
