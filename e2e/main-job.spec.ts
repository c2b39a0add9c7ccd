import { type Browser, expect, type Page } from "@playwright/test";
import { type DemoLogin, test } from "./fixtures/test";
import { itemNoOf, openItem, propose } from "./support/item-work";
import { proveBooks } from "./support/prove-books";
import { type SmallChannel, setUpSmallChannel } from "./support/small-channel";
import { answerChannel, cardOf } from "./support/statements-page";
import { type BillLine, writeWechatBill, yuan } from "./support/wechat-bill";

const PASSWORD = "try-the-desk-2026";
const BOOKS = ["statements", "statement_lines", "batches", "vouchers", "entries", "suspense_items", "approvals"];

test.describe.configure({ mode: "serial" });

let channel: SmallChannel;
let bill: Buffer;
let longNo = "";
let shortNo = "";
let shortApprovalNo = "";

test.beforeAll(async () => {
  channel = await setUpSmallChannel("jobwx");
  bill = writeWechatBill([...channel.matching, channel.long]);
});

test("an operator uploads the bill, runs its batch, and the proof balances", async ({ page, signIn, ownerPool }) => {
  await signIn("operator");
  const card = await chooseFile(page, "bill.csv", bill);
  await answerChannel(page, card, channel.name);
  await expect(card.getByText("Imported", { exact: true })).toBeVisible();
  await expect(card).toContainText("4 payments");
  await expect(card).toContainText(sumOf([...channel.matching, channel.long]));

  await card.getByRole("link", { name: /^ST/ }).click();
  await page.getByRole("button", { name: "Reconcile this day" }).click();
  const dialog = page.getByRole("dialog", { name: "Run a reconciliation" });
  await expect(dialog.getByLabel("Statement day")).toHaveValue(channel.day);
  await dialog.getByRole("button", { name: "Run", exact: true }).click();

  await expect(page).toHaveURL(/\/reconciliation\/RB/);
  const file = page.getByRole("table", { name: "The file is accounted for" });
  await expect(file.getByRole("row", { name: /^Matched 3 / })).toBeVisible();
  const breaks = page.getByRole("table", { name: "Breaks by kind" });
  await expect(breaks.getByRole("row", { name: /^Long 1 / })).toBeVisible();
  await expect(breaks.getByRole("row", { name: /^Short 1 / })).toBeVisible();
  await expect(page.getByText("Balanced", { exact: true })).toBeVisible();
  await expect(page.getByText("Every line is accounted for.")).toBeVisible();
  await expect(page.getByText(/^Both sides are .* CNY\.$/)).toBeVisible();
  longNo = await itemNoOf(ownerPool, channel.long);
  shortNo = await itemNoOf(ownerPool, channel.short);
});

test("the short item: claimed, commented, proposed; its maker cannot approve it", async ({ page, signIn }) => {
  await signIn("operator");
  await openItem(page, shortNo);
  await page.getByRole("button", { name: /^Assign to me/ }).click();
  await expect(page.getByText(`${shortNo} is yours`)).toBeVisible();
  await page.getByRole("textbox", { name: "Comment" }).fill("不在两份账单里，商户也没有发货。");
  await page.getByRole("button", { name: "Add comment" }).click();
  await expect(page.getByRole("list", { name: "History" })).toContainText("不在两份账单里，商户也没有发货。");

  const approvalNo = await propose(page, shortNo, "Reverse the capture", "The channel never listed it.");
  await page.goto(`/approvals/${approvalNo}`);
  const approve = page.getByRole("button", { name: /^Approve/ });
  await expect(approve).toBeDisabled();
  await expect(approve).toHaveAccessibleDescription(/You proposed this yourself/);
});

test("who could approve cannot approve what they proposed themselves, and takes it back", async ({ page, signIn }) => {
  await signIn("finance");
  await openItem(page, longNo);
  const approvalNo = await propose(page, longNo, "Write off to income", "Nobody will ask for it.");
  await page.goto(`/approvals/${approvalNo}`);
  const approve = page.getByRole("button", { name: /^Approve/ });
  await expect(approve).toBeDisabled();
  await expect(approve).toHaveAccessibleDescription(/You proposed this yourself/);
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page
    .getByRole("dialog", { name: `Withdraw ${approvalNo}?` })
    .getByRole("button", { name: "Withdraw" })
    .click();
  await expect(page.getByText("Withdrawn by its maker")).toBeVisible();
});

test("finance rejects with a reason, and the item is under investigation again", async ({ page, signIn }) => {
  await signIn("finance");
  await openRequestOf(page, shortNo);
  await page.getByRole("button", { name: /^Reject/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Reject AP/ });
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Say why");
  await dialog.getByLabel("Reason").fill("Ask the channel once more.");
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(page.getByText("Rejected", { exact: true }).first()).toBeVisible();

  await openItem(page, shortNo);
  await expect(page.getByRole("main")).toContainText("Investigating");
  const history = page.getByRole("list", { name: "History" });
  await expect(history).toContainText("Rejected as Finance");
  await expect(history).toContainText("Ask the channel once more.");
});

test("proposed again and approved: closed by a balanced voucher, and the books prove", async ({
  browser,
  page,
  signIn,
}) => {
  await signIn("operator");
  await openItem(page, shortNo);
  await propose(page, shortNo, "Reverse the capture", "The channel answered: never paid.");
  const finance = await signedIn(browser, "finance");
  shortApprovalNo = await approve(finance, shortNo);
  await page.reload();
  await closedByBalancedVoucher(page, yuan(channel.short.amountMinor));

  await openItem(page, longNo);
  await page.getByRole("button", { name: /^Assign to me/ }).click();
  await expect(page.getByText(`${longNo} is yours`)).toBeVisible();
  await propose(page, longNo, "Refund to the payer", "No order of ours; the payer asked for it.");
  // Finance proposed about this one itself before, and so has worked on it.
  await openRequestOf(finance, longNo);
  await expect(finance.getByRole("button", { name: /^Approve/ })).toHaveAccessibleDescription(
    /You have worked on this/,
  );
  await finance.context().close();
  const lead = await signedIn(browser, "lead");
  await approve(lead, longNo);
  await lead.context().close();
  await page.reload();
  await closedByBalancedVoucher(page, yuan(channel.long.amountMinor));

  await proveBooks();
});

test("the auditor reads who proposed and who approved", async ({ page, signIn }) => {
  await signIn("auditor");
  const grid = page.getByRole("grid", { name: "Audit trail" });
  await page.goto(`/audit?objectType=suspense&objectNo=${shortNo}`);
  await expect(grid.getByRole("row", { name: /operator\s*Resolution proposed/ })).toHaveCount(2);
  await page.goto(`/audit?objectType=approval&objectNo=${shortApprovalNo}`);
  await expect(grid.getByRole("row", { name: "finance" })).toContainText(shortNo);
});

test("the same bill again changes nothing", async ({ page, signIn, ownerPool }) => {
  const before = await countRows(ownerPool);
  await signIn("operator");
  const card = await chooseFile(page, "bill.csv", bill);
  await answerChannel(page, card, channel.name);
  await expect(card).toContainText("nothing was changed");
  expect(await countRows(ownerPool)).toEqual(before);
});

test("a bill whose footer disagrees is refused with both numbers, and nothing of it is kept", async ({
  page,
  signIn,
  ownerPool,
}) => {
  const before = await countRows(ownerPool);
  await signIn("operator");
  const lines = [...channel.matching, channel.long];
  const card = await chooseFile(page, "wrong.csv", writeWechatBill(lines, { statedMinor: 99_999n }));
  await answerChannel(page, card, channel.name);
  await expect(card.getByText("Refused", { exact: true })).toBeVisible();
  const alert = card.getByRole("alert");
  await expect(alert).toContainText("999.99");
  await expect(alert).toContainText("745.00");
  expect(await countRows(ownerPool)).toEqual(before);
});

async function chooseFile(page: Page, name: string, buffer: Buffer) {
  await page.goto("/statements");
  const chooser = page.waitForEvent("filechooser");
  await page.getByLabel("Channel statements, as many as you like").click();
  await (await chooser).setFiles({ name, mimeType: "text/csv", buffer });
  return cardOf(page, name);
}

async function openRequestOf(page: Page, itemNo: string): Promise<void> {
  await openItem(page, itemNo);
  await page
    .getByRole("main")
    .getByRole("link", { name: /^AP\d+$/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /^AP\d+$/ })).toBeVisible();
}

/** Approves what waits for the item and gives the request's number. */
async function approve(page: Page, itemNo: string): Promise<string> {
  await openRequestOf(page, itemNo);
  await page.getByRole("button", { name: /^Approve/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Approve AP/ });
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("main")).toContainText("Approved and posted");
  return (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
}

/** From a closed item to its voucher: the foot of its table says the same on both sides. */
async function closedByBalancedVoucher(page: Page, amount: string): Promise<void> {
  const closed = page.getByText(/^Closed by voucher/);
  await expect(closed).toBeVisible();
  await closed.getByRole("link").click();
  const total = page.getByRole("table", { name: "Entries" }).getByRole("row", { name: /^Total/ });
  await expect(total.getByRole("cell").filter({ hasText: amount })).toHaveCount(2);
}

async function signedIn(browser: Browser, login: DemoLogin): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: process.env.DESK_E2E_URL ?? "" })).newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Login", { exact: true }).fill(login);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  return page;
}

function sumOf(lines: readonly BillLine[]): string {
  return yuan(lines.reduce((total, line) => total + line.amountMinor, 0n));
}

type Database = { query: (sql: string) => Promise<{ rows: Record<string, string>[] }> };

async function countRows(database: Database): Promise<Record<string, string>> {
  const counts = BOOKS.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
  const { rows } = await database.query(`SELECT ${counts.join(", ")}`);
  return rows[0] ?? {};
}
