import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { closeDaysBefore, lineOf, openChecklist } from "./support/day-checklist";
import { approveRequest, requestAbout } from "./support/item-work";
import { EN_LIGHT, setLook, ZH_DARK } from "./support/looks";
import { pressesOn } from "./support/press-shortcut";
import { proveBooks } from "./support/prove-books";
import { entriesOf } from "./support/sandbox";
import { moveBoth, settlementOf } from "./support/settlement-page";
import { exportStatement, readStatement, readWords, sheetsOf, wholeStatement } from "./support/settlement-statement";
import { answerChannel, cardOf, dropStatements } from "./support/statements-page";
import { setUpTradingDay, type TradingDay } from "./support/trading-day";
import { visit } from "./support/visit";
import { yuan } from "./support/wechat-bill";

/** A step that computes over the whole company may take this long on a slow machine. */
const PATIENCE_MS = 60_000;
/** Beyond that, a channel that did not answer in time is asked again before its answer counts. */
const PAID_PATIENCE_MS = 150_000;

test.describe.configure({ mode: "serial", timeout: 360_000 });
test.use({ actionTimeout: 30_000 });

let trading: TradingDay;

test.beforeAll(async ({ ownerPool }) => {
  trading = await setUpTradingDay(ownerPool);
});

test("finance closes the days before, and the day's own checklist names what is missing", async ({ page, signIn }) => {
  await signIn("finance");
  await closeDaysBefore(page, trading.day);
  await openChecklist(page, trading.day, "Not ready");
  await expect(lineOf(page, "Channel statements", trading.code)).toContainText("is not here");
  await expect(lineOf(page, "Clearing")).toContainText("Merchants’ money moved, and the day was not cleared");
  await expect(page.getByRole("button", { name: "Close…" })).toHaveCount(0);
  expect(await findAxeViolations(page)).toEqual([]);
});

test("an operator drops the channel's statement and waits for it", async ({ page, signIn }) => {
  await signIn("operator");
  await visit(page, "/statements");
  await dropStatements(page, [trading.bill]);
  const card = cardOf(page, trading.bill.name);
  await answerChannel(page, card, trading.channelName);
  await expect(card.getByText("Imported", { exact: true })).toBeVisible({ timeout: PATIENCE_MS });
  await expect(card).toContainText("5 payments");
  await expect(card).toContainText("1 refund");
  await openChecklist(page, trading.day, "Not ready");
  await expect(lineOf(page, "Channel statements", trading.code)).toContainText("is here");
  await expect(lineOf(page, "Reconciliation", trading.code)).toContainText("was not reconciled");
});

test("the day is run from the board by keyboard, and balances without a break", async ({ page, signIn }) => {
  await signIn("operator");
  await visit(page, "/reconciliation");
  const cell = page.locator(`[data-cell="${trading.code}:${trading.day}"]`);
  await cell.focus();
  await page.keyboard.press("Enter");
  await pressesOn(page)("runDay");
  const dialog = page.getByRole("dialog", { name: "Run a reconciliation" });
  await expect(dialog.getByLabel("Statement day")).toHaveValue(trading.day);
  await dialog.getByRole("button", { name: "Run", exact: true }).press("Enter");
  await expect(dialog).toBeHidden({ timeout: PATIENCE_MS });
  await expect(cell).toHaveAccessibleName(/: Balanced, 6 lines \(14,060\.00 CNY\)$/);
  await openChecklist(page, trading.day, "Not ready");
  await expect(lineOf(page, "Reconciliation", trading.code)).toContainText("balances, without a break");
});

test("the day is cleared from the clearing page; an answer that was lost is asked for again, and nothing is done twice", async ({
  page,
  context,
  signIn,
  ownerPool,
}) => {
  await signIn("operator");
  await visit(page, "/clearing");
  const button = page.getByRole("button", { name: `Clear this day: ${trading.day}` });
  await button.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Clear ${trading.day}` });
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await button.press("Enter");
  const clear = dialog.getByRole("button", { name: `Clear ${trading.day}` });
  await context.setOffline(true);
  await clear.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("The server did not answer. Try again");
  await context.setOffline(false);
  await clear.press("Enter");
  await expect(page).toHaveURL(/\/clearing\/QF\d+$/, { timeout: PATIENCE_MS });
  await expect(page.getByRole("heading", { level: 1 })).toContainText(trading.day);

  const { rows } = await ownerPool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM clearing_batches WHERE accounting_on = $1",
    [trading.day],
  );
  expect(rows[0]?.count).toBe(1);
  await openChecklist(page, trading.day, "Ready to close");
  await expect(lineOf(page, "Clearing")).toContainText("fees against what it posted");
});

test("what is due is settled from the settlement page, each merchant's sum as reckoned by hand", async ({
  page,
  signIn,
}) => {
  await signIn("operator");
  await visit(page, "/settlement");
  await page.getByRole("button", { name: "Settle a date" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Settle what is due" });
  await expect(dialog.getByLabel("Settlement date")).toBeFocused();
  await dialog.getByRole("button", { name: "Settle", exact: true }).press("Enter");
  await expect(page).toHaveURL(/\/settlement\?on=/, { timeout: PATIENCE_MS });
  for (const { merchantNo, statement } of [trading.small, trading.large]) {
    await visit(page, `/settlement?merchant=${merchantNo}`);
    const row = page.getByRole("row", { name: merchantNo });
    await expect(row).toContainText("To be reviewed");
    await expect(row).toContainText(grouped(statement.settled));
  }
});

test("operations review both, finance lets the small one go; the large one becomes a request that another signs", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("operator");
  await moveBoth(page, both(), "Review", "2 of 2 reviewed");
  await visit(page, `/settlement/${await settlementOf(ownerPool, trading.small.merchantNo)}`);
  await expect(page.getByRole("main")).toContainText("Your roles do not allow this step.");
  await expect(page.getByRole("button", { name: "Release" })).toHaveCount(0);

  await signIn("finance");
  const outcome = await moveBoth(page, both(), "Release", "2 of 2 released or asked for");
  await expect(outcome.getByRole("row", { name: trading.small.merchantNo })).toContainText("Released");
  await expect(outcome.getByRole("row", { name: trading.large.merchantNo })).toContainText("Asked for: others sign");
  const largeNo = await settlementOf(ownerPool, trading.large.merchantNo);
  const requestNo = await requestAbout(ownerPool, largeNo);
  await visit(page, `/approvals/${requestNo}`);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await signIn("lead");
  await approveRequest(page, requestNo, "Approved and in effect");
});

test("both are paid through the channel, and its own books have the very sums", async ({ page, signIn, ownerPool }) => {
  await signIn("finance");
  for (const { merchantNo, statement } of [trading.small, trading.large]) {
    const settlementNo = await settlementOf(ownerPool, merchantNo);
    await expect(async () => {
      await page.goto(`/settlement/${settlementNo}`);
      const head = page.getByRole("heading", { level: 1 }).locator("..");
      await expect(head.getByText("Paid", { exact: true })).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: PAID_PATIENCE_MS });
    const { rows } = await ownerPool.query<{ no: string }>(
      `SELECT a.out_no AS no FROM settlements s JOIN money_attempts a ON a.kind = 'PAYOUT' AND a.object_no = s.payout_no
       WHERE s.settlement_no = $1`,
      [settlementNo],
    );
    expect(rows).toHaveLength(1);
    const entries = await entriesOf(rows[0]?.no ?? "");
    expect(entries.map(({ operation, state, amountMinor }) => ({ operation, state, amountMinor }))).toEqual([
      { operation: "TRANSFER", state: "SUCCEEDED", amountMinor: `${statement.settled}` },
    ]);
  }
});

for (const look of [EN_LIGHT, ZH_DARK]) {
  test(`the statement adds up, on screen, on paper and as a file: ${look.locale}`, async ({
    page,
    context,
    signIn,
    ownerPool,
  }) => {
    await signIn("finance");
    await setLook(context, look);
    const words = readWords(look);
    for (const { merchantNo, statement } of [trading.small, trading.large]) {
      const settlementNo = await settlementOf(ownerPool, merchantNo);
      await visit(page, `/settlement/${settlementNo}`);
      await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText(words.status.PAID);
      const onScreen = page.getByRole("table", { name: words.statement.title, exact: true });
      expect(await readStatement(onScreen, words)).toEqual(wholeStatement(statement));
      for (const format of ["csv", "xlsx"] as const) {
        const text = await exportStatement(page, words, format);
        const said = [settlementNo, merchantNo, words.figure.closing, yuan(statement.settled)];
        for (const part of said) expect(text, format).toContain(part);
      }
      await page.emulateMedia({ media: "print" });
      const sheet = page.getByRole("article");
      await expect(sheet.getByRole("heading", { name: words.sheet.title })).toBeVisible();
      expect(await readStatement(sheet.getByRole("table").first(), words)).toEqual(wholeStatement(statement));
      await expect(sheet).toContainText("人民币");
      expect(await sheetsOf(page)).toEqual(["A4"]);
      await page.emulateMedia({ media: null });
    }
    expect(await findAxeViolations(page)).toEqual([]);
  });
}

test("finance closes the day from its checklist, and it stays closed", async ({ page, context, signIn, ownerPool }) => {
  await signIn("finance");
  await openChecklist(page, trading.day, "Ready to close");
  await page.getByRole("button", { name: "Close…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: `Close ${trading.day}?` });
  await dialog.getByRole("button", { name: `Close ${trading.day}` }).press("Enter");
  await expect(dialog).toBeHidden({ timeout: PATIENCE_MS });
  await expect(page.getByText("This day is closed, and everything was in order")).toBeVisible();
  await expect(page.getByRole("link", { name: "Show attempt 1" })).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
  await setLook(context, ZH_DARK);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("已关闭");
  await setLook(context, EN_LIGHT);

  const { rows } = await ownerPool.query("SELECT FROM closed_days WHERE accounting_on = $1", [trading.day]);
  expect(rows).toHaveLength(1);
  await proveBooks();
});

test("asked for by finance and signed by a lead, the days open again, and the close that was undone is told", async ({
  page,
  signIn,
  ownerPool,
}) => {
  const { rows } = await ownerPool.query<{ on: string }>("SELECT min(accounting_on)::text AS on FROM closed_days");
  const oldest = rows[0]?.on ?? "";
  await signIn("finance");
  await visit(page, "/ledger/days");
  await page.getByRole("button", { name: `Reopen… ${oldest}` }).press("Enter");
  const dialog = page.getByRole("dialog", { name: `Ask to reopen ${oldest}?` });
  const why = dialog.getByRole("textbox", { name: /^Why/ });
  await expect(why).toBeFocused();
  await expect(dialog.getByText(/opens? as well/)).toContainText(trading.day);
  await dialog.getByRole("button", { name: "Ask for it" }).press("Enter");
  await expect(dialog.getByRole("alert").filter({ hasText: "Say why, in a few words" })).toBeVisible();
  await expect(why).toBeFocused();
  await page.keyboard.type("The auditor asks for a correction of those days");
  await dialog.getByRole("button", { name: "Ask for it" }).press("Enter");
  await expect(dialog).toBeHidden();
  expect(await findAxeViolations(page)).toEqual([]);
  const requestNo = await requestAbout(ownerPool, oldest);
  await visit(page, `/ledger/days/${oldest}`);
  await expect(page.getByText(`${requestNo} waits for a checker`)).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
  await visit(page, `/approvals/${requestNo}`);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await signIn("lead");
  await approveRequest(page, requestNo, "Approved and in effect");

  await openChecklist(page, trading.day, "Waits for the day before");
  const attempts = page.getByRole("table", { name: "Attempts to close" });
  await expect(attempts.getByRole("row", { name: "Show attempt 1" })).toContainText("opened again since");
  await expect(page.getByText("The auditor asks for a correction of those days")).toBeVisible();
  await proveBooks();
});

function both(): string[] {
  return [trading.small.merchantNo, trading.large.merchantNo];
}

/** Fen as a page shows them: 13,448.70. */
function grouped(minor: bigint): string {
  return yuan(minor).replaceAll(/\B(?=(\d{3})+\.)/g, ",");
}
