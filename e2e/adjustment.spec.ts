import { expect } from "@playwright/test";
import { desk, test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";

test.describe.configure({ mode: "serial" });

let adjustmentNo = "";
let approvalNo = "";

test("an operator writes an unbalanced voucher and is told what is missing, then proposes a balanced one by keyboard", async ({
  page,
  signIn,
}) => {
  await signIn("operator");
  await page.goto("/ledger/adjustments");
  await page.getByRole("link", { name: "Propose an adjustment" }).click();
  await page.getByRole("combobox", { name: "Account of line 1" }).fill("M0001-DEPOSIT");
  await expect(page.getByRole("option", { name: /M0001-DEPOSIT/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("12.34");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Account of line 2" })).toBeFocused();
  await page.keyboard.type("M0001-SETTLEMENT");
  await expect(page.getByRole("option", { name: /M0001-SETTLEMENT/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("12");
  await expect(page.getByText("CNY: 0.34 is missing on the credit side")).toBeVisible();
  await expect(page.getByText("Once it is complete, the voucher is drawn here.")).toBeVisible();
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The credit side lacks 0.34 CNY." })).toBeVisible();

  await page.getByRole("textbox", { name: "Credit of line 2" }).fill("");
  await page.getByRole("textbox", { name: "Credit of line 2" }).press("=");
  await expect(page.getByRole("textbox", { name: "Credit of line 2" })).toHaveValue("12.34");
  await expect(page.getByText("CNY: debits and credits are equal")).toBeVisible();
  await expect(page.getByText(/Finance has to sign/)).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
});

test("nothing is proposed without evidence; with it the request waits for a checker", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/ledger/adjustments/new?account=M0001-DEPOSIT");
  await page.getByRole("textbox", { name: "Debit of line 1" }).fill("12.34");
  await page.getByRole("combobox", { name: "Account of line 2" }).fill("M0001-SETTLEMENT");
  await page.getByRole("option", { name: /M0001-SETTLEMENT/ }).click();
  await page.getByRole("textbox", { name: "Credit of line 2" }).press("=");
  await page.getByRole("combobox", { name: "Kind of reason" }).click();
  await page.getByRole("option", { name: "Agreed with the merchant" }).click();
  await page.getByRole("textbox", { name: "What happened" }).fill("保证金不足，商户同意从结算户划转。");
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(page.getByText("Attach at least one file.")).toBeVisible();
  await page.locator("input[type=file]").setInputFiles({
    name: "agreement.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("The merchant agrees to move 12.34 to its deposit."),
  });
  await expect(page.getByRole("link", { name: "agreement.txt" })).toBeVisible();
  await expect(page.getByText("Attach at least one file.")).toBeHidden();
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(page).toHaveURL(/\/ledger\/adjustments\/AJ/);
  adjustmentNo = /AJ\d+/.exec(page.url())?.[0] ?? "";
  await expect(page.getByRole("heading", { name: "What would be posted" })).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
  await page.getByRole("link", { name: "Open the request" }).click();
  await expect(page).toHaveURL(/\/approvals\/AP/);
  approvalNo = /AP\d+/.exec(page.url())?.[0] ?? "";
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
});

test("finance approves it, exactly that voucher stands, and the books prove", async ({ page, signIn, ownerPool }) => {
  await signIn("finance");
  await page.goto(`/approvals/${approvalNo}`);
  await expect(page.getByText("M0001-SETTLEMENT").first()).toBeVisible();
  await page.getByRole("button", { name: /^Approve/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText("Approved and in effect", { exact: true })).toBeVisible();

  await page.goto(`/ledger/adjustments/${adjustmentNo}`);
  await expect(page.getByRole("heading", { name: "What was posted" })).toBeVisible();
  const { rows } = await ownerPool.query<{ line: string }>(
    `SELECT e.side || ' ' || a.account_no || ' ' || e.amount_minor AS line FROM vouchers v
     JOIN entries e ON e.voucher_id = v.id JOIN accounts a ON a.id = e.account_id
     WHERE v.object_type = 'adjustment' AND v.object_no = $1 ORDER BY e.line_no`,
    [adjustmentNo],
  );
  expect(rows.map(({ line }) => line)).toEqual(["DEBIT M0001-DEPOSIT 1234", "CREDIT M0001-SETTLEMENT 1234"]);
  expect(JSON.parse(await desk("verify", "--json"))).toMatchObject({ ok: true });
  await expect(page.getByRole("link", { name: "Take it back…" })).toBeVisible();
});
