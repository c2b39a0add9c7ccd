import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";

const NOTHING: string[] = [];

/** Plants a fault past the guards, or takes it back: whether the day's batches balance. */
async function setBalanced(ownerPool: { query: (sql: string) => Promise<unknown> }, day: string, is: boolean) {
  await ownerPool.query(`
    ALTER TABLE batches DISABLE TRIGGER USER;
    UPDATE batches SET proof = proof || '{"balanced": ${is}}' WHERE statement_on = '${day}';
    ALTER TABLE batches ENABLE TRIGGER USER`);
}

/** Somebody of finance has just asked, and is told the request's number; the lead signs it. */
async function signFor(page: Page, signIn: (login: "lead") => Promise<void>): Promise<void> {
  const filed = page.getByText(/AP\d+ waits for a checker/).first();
  await expect(filed).toBeVisible();
  const no = /AP\d+/.exec((await filed.textContent()) ?? "")?.[0] ?? "";
  await signIn("lead");
  await page.goto(`/approvals/${no}`);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(page.getByText("Approved and in effect", { exact: true })).toBeVisible();
}

test("a day with something in its way is closed by a lead's signature alone, says so for good, and opens by another", async ({
  page,
  signIn,
  ownerPool,
}) => {
  const { rows } = await ownerPool.query<{ on: string }>(
    `SELECT to_char(coalesce((SELECT max(accounting_on) + 1 FROM closed_days), min(accounting_on)), 'YYYY-MM-DD') AS on FROM vouchers`,
  );
  const day = rows[0]?.on ?? "";
  await setBalanced(ownerPool, day, false);
  await signIn("finance");
  await page.goto("/ledger/days");
  await expect(page.getByText(`${day} is the first day that is not closed`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Close…" })).toHaveCount(0);
  expect(await findAxeViolations(page)).toEqual(NOTHING);
  await page.getByRole("link", { name: "Open the checklist" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Close of ${day}` })).toBeVisible();
  await expect(page.getByText("Open its proof, settle what it names, and run it again.").first()).toBeVisible();
  expect(await findAxeViolations(page)).toEqual(NOTHING);

  await page.getByRole("button", { name: "Close all the same…" }).click();
  const asking = page.getByRole("dialog", { name: `Close ${day} all the same?` });
  await asking.getByRole("button", { name: "Ask for it" }).click();
  await expect(asking.getByText("Say why, in a few words")).toBeVisible();
  await asking.getByRole("textbox", { name: /^Why/ }).fill("The channel corrects its file next week");
  await asking.getByRole("button", { name: "Ask for it" }).click();
  await signFor(page, signIn);

  await signIn("finance");
  await page.goto("/ledger/days");
  await expect(page.getByText(`Closed through ${day}`, { exact: false }).first()).toBeVisible();
  const closed = page.getByRole("table", { name: "Closed days" });
  await closed.getByRole("link", { name: /exception/ }).click();
  await expect(page.getByText("The channel corrects its file next week").first()).toBeVisible();
  await page.getByRole("button", { name: "Reopen…" }).click();
  const reopening = page.getByRole("dialog", { name: `Ask to reopen ${day}?` });
  await reopening.getByRole("textbox", { name: /^Why/ }).fill("A bank line of that day came late");
  await reopening.getByRole("button", { name: "Ask for it" }).click();
  await signFor(page, signIn);

  await page.goto(`/ledger/days/${day}`);
  await expect(page.getByText("opened again since").first()).toBeVisible();
  await expect(page.getByText("A bank line of that day came late")).toBeVisible();
  await setBalanced(ownerPool, day, true);
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
