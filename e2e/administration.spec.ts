import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";

test.describe.configure({ mode: "serial" });

/** Of this run alone: the same company may be visited again. */
const LOGIN = `newcomer.${Date.now().toString(36)}`;
let requestNo = "";

test("an administrator adds a user, who is shut out until somebody else agrees", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("admin");
  await page.goto("/users");
  await page.getByRole("button", { name: "Add a user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Login" }).fill(LOGIN);
  await dialog.getByRole("textbox", { name: "Name" }).fill("New Comer");
  await dialog.getByRole("checkbox", { name: /^Operator/ }).click();
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Joins the desk on Monday");
  await dialog.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByRole("dialog", { name: `${LOGIN} waits for approval` })).toBeVisible();
  requestNo = /AP\d+/.exec((await page.getByRole("dialog").textContent()) ?? "")?.[0] ?? "";
  await page.getByRole("button", { name: "Noted" }).click();
  expect(await rolesOf(ownerPool)).toEqual({ roles: [], enabled: false });

  await page.goto(`/approvals/${requestNo}`);
  const approve = page.getByRole("button", { name: /^Approve/ });
  await expect(approve).toBeDisabled();
  await expect(approve).toHaveAccessibleDescription(/You proposed this yourself/);
  expect(await findAxeViolations(page)).toEqual([]);
});

test("a finance lead sees before and after, approves, and only then the user may work", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("lead");
  await page.goto(`/approvals/${requestNo}`);
  await expect(page.getByText("May sign in").first()).toBeVisible();
  await expect(page.getByText("Shut out").first()).toBeVisible();
  await page.getByRole("button", { name: /^Approve/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(page.getByText("Approved and in effect", { exact: true })).toBeVisible();
  expect(await rolesOf(ownerPool)).toEqual({ roles: ["OPERATOR"], enabled: true });
});

test("shutting somebody out needs nobody else, and letting them in again does", async ({ page, signIn, ownerPool }) => {
  await signIn("admin");
  await page.goto(`/users?q=${LOGIN}`);
  await page.getByText("New Comer").click();
  await page.getByRole("button", { name: "Disable" }).click();
  await page
    .getByRole("dialog", { name: `Disable ${LOGIN}?` })
    .getByRole("button", { name: "Disable" })
    .click();
  await expect(page.getByText(`${LOGIN} is disabled`)).toBeVisible();
  expect(await rolesOf(ownerPool)).toMatchObject({ enabled: false });
  await page.getByText("New Comer").click();
  await page.getByRole("button", { name: "Let in again…" }).click();
  const dialog = page.getByRole("dialog", { name: `Let ${LOGIN} in again?` });
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Was a mistake");
  await dialog.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByText(/AP\d+ waits for a checker/).first()).toBeVisible();
  expect(await rolesOf(ownerPool)).toMatchObject({ enabled: false });
});

test("a merchant's bank account is proposed by one, approved by another, and waits before it is paid to", async ({
  page,
  signIn,
  ownerPool,
}) => {
  const { rows } = await ownerPool.query<{ no: string }>("SELECT merchant_no AS no FROM merchants ORDER BY id LIMIT 1");
  const merchant = rows[0]?.no ?? "";
  await signIn("admin");
  await page.goto(`/merchants/${merchant}`);
  await page.getByRole("button", { name: "Add an account…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Bank" }).fill("Bank of Communications");
  await dialog.getByRole("textbox", { name: "Account number" }).fill("6222 6001 1000 7777");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Letter of the merchant of today");
  await dialog.getByRole("button", { name: "Propose" }).click();
  await expect(page.getByText(/has asked for another account/)).toBeVisible();
  const link = page.getByRole("link", { name: /^AP/ }).first();
  const approvalNo = (await link.textContent()) ?? "";
  expect(await findAxeViolations(page)).toEqual([]);

  await signIn("lead");
  await page.goto(`/approvals/${approvalNo}`);
  await expect(page.getByText("6222600110007777").first()).toBeVisible();
  await page.getByRole("button", { name: /^Approve/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Approve/ })
    .click();
  await expect(page.getByText("Approved and in effect", { exact: true })).toBeVisible();
  await page.goto(`/merchants/${merchant}`);
  const row = page.getByRole("row", { name: /\*\*\*\* 7777/ });
  await expect(row.getByText("Waits")).toBeVisible();
  await expect(page.getByText("6222600110007777")).toHaveCount(0);
});

async function rolesOf(ownerPool: { query: (sql: string, params: unknown[]) => Promise<{ rows: unknown[] }> }) {
  const { rows } = await ownerPool.query(
    `SELECT ARRAY(SELECT role FROM user_roles WHERE user_id = users.id) AS roles, disabled_at IS NULL AS enabled
     FROM users WHERE login = $1`,
    [LOGIN],
  );
  return rows[0];
}
