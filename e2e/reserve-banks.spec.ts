import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { approveRequest, requestAbout } from "./support/item-work";
import { EN_LIGHT, setLook, ZH_DARK } from "./support/looks";
import { proveBooks } from "./support/prove-books";
import { yuan } from "./support/wechat-bill";

/** Which of the demo company's reserve banks is to have more than it has, and which has most. */
const [SHORT, RICH] = ["RESERVE-02", "RESERVE-01"];
const MORE_MINOR = 10_000_000n;

test.describe.configure({ mode: "serial" });
test.use({ actionTimeout: 30_000 });

type Database = { query: (sql: string, values: unknown[]) => Promise<{ rows: { minor: string }[] }> };

test("a lead proposes a minimum line by keyboard, an administrator signs it", async ({ page, signIn, ownerPool }) => {
  const lineMinor = (await balanceOf(ownerPool, SHORT)) + MORE_MINOR;
  await signIn("lead");
  await page.goto("/position");
  const change = page.getByRole("button", { name: `Change the minimum line of ${SHORT} CNY` });
  await change.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Minimum line of ${SHORT} CNY` });
  const [amount, reason] = [dialog.getByLabel("Minimum in CNY"), dialog.getByLabel("Reason")];
  const propose = dialog.getByRole("button", { name: "Propose" });
  await expect(amount).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(change).toBeFocused();
  await page.keyboard.press("Enter");
  await amount.fill("12.3.4");
  await expect(dialog.getByRole("alert").filter({ hasText: "This is no amount" })).toBeVisible();
  await expect(propose).toBeDisabled();
  await amount.fill(yuan(lineMinor));
  await expect(propose).toBeDisabled();
  await reason.fill("The week before the holidays pays out more.");
  expect(await findAxeViolations(page)).toEqual([]);
  await propose.press("Enter");
  await expect(dialog).toBeHidden();

  const requestNo = await requestAbout(ownerPool, `1002-${SHORT}`);
  await page.goto(`/approvals/${requestNo}`);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await signIn("admin");
  await approveRequest(page, requestNo, "Approved and in effect");
});

test("finance proposes the transfer that the shortfall asks for, once", async ({ page, context, signIn }) => {
  await signIn("finance");
  await page.goto("/position");
  await expect(
    page.getByText(new RegExp(`^CNY · Yes, but ${SHORT} would end .* below the minimum line`)),
  ).toBeVisible();
  await page.getByRole("button", { name: `Propose the transfer from ${RICH} to ${SHORT}` }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Between reserve banks" });
  const amount = dialog.getByLabel("Amount in CNY");
  const asked = await amount.inputValue();
  await amount.fill("a lot");
  await expect(dialog.getByRole("alert").filter({ hasText: "This is no amount" })).toBeVisible();
  await amount.fill("999999999999.00");
  await dialog.getByRole("button", { name: "Propose" }).press("Enter");
  await expect(dialog.getByRole("alert").filter({ hasText: RICH })).toBeVisible();
  await amount.fill(asked);
  expect(await findAxeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Propose" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText(new RegExp(`asks for .* CNY from ${RICH} to ${SHORT}, and waits`))).toBeVisible();
  await expect(page.getByRole("button", { name: `Propose the transfer from ${RICH} to ${SHORT}` })).toHaveCount(0);
  await setLook(context, ZH_DARK);
  await page.reload();
  await expect(page.getByText(new RegExp(`申请由 ${RICH} 向 ${SHORT} 调拨 .* CNY，待复核`))).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
  await setLook(context, EN_LIGHT);
});

test("who proposed it cannot sign it; a lead does, and just that sum stands at the other bank", async ({
  page,
  signIn,
  ownerPool,
}) => {
  const { rows } = await ownerPool.query<{ no: string; minor: string }>(
    `SELECT approval_no AS no, payload ->> 'amountMinor' AS minor FROM approvals
     WHERE act = 'BANK_TRANSFER' AND status = 'PENDING' ORDER BY id DESC LIMIT 1`,
  );
  const { no, minor } = rows[0] ?? { no: "", minor: "0" };
  const before = [await balanceOf(ownerPool, RICH), await balanceOf(ownerPool, SHORT)];
  await signIn("finance");
  await page.goto(`/approvals/${no}`);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await signIn("lead");
  await approveRequest(page, no, "Approved and in effect");
  const after = [await balanceOf(ownerPool, RICH), await balanceOf(ownerPool, SHORT)];
  expect(after.map((now, at) => now - (before[at] ?? 0n))).toEqual([-BigInt(minor), BigInt(minor)]);
  await page.goto("/position");
  await expect(page.getByText("CNY · Yes: every reserve bank can pay what falls due.")).toBeVisible();
  await expect(page.getByText("No bank needs another one’s money in these days.")).toBeVisible();
  await proveBooks();
});

async function balanceOf(database: Database, bank: string): Promise<bigint> {
  const { rows } = await database.query(
    `SELECT h.posted_minor::text AS minor FROM accounts a JOIN account_holdings h ON h.account_id = a.id
     WHERE a.gl_code = '1002' AND a.asset = 'CNY' AND a.bank_account = $1`,
    [bank],
  );
  return BigInt(rows[0]?.minor ?? "0");
}
