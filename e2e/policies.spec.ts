import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { approveRequest } from "./support/item-work";

const IN_EFFECT = "Approved and in effect";

test.describe.configure({ mode: "serial" });

let approvalNo = "";

test("a lead proposes another limit; the rules in force go on", async ({ page, signIn }) => {
  await signIn("lead");
  await page.goto("/approvals/policy");
  await page.getByRole("button", { name: "Propose a change" }).click();
  const limit = page.getByRole("textbox", { name: "Limit of Resolution of suspense in CNY" }).first();
  await expect(limit).toHaveValue("1000.00");
  await limit.fill("1200");
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(page.getByText("Say why, so that the checker can judge it.")).toBeVisible();
  await page.getByRole("textbox", { name: "Reason" }).fill("Most of these are phone bills.");
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(page).toHaveURL(/\/approvals\/AP/);
  approvalNo = /AP\d+/.exec(page.url())?.[0] ?? "";
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await expect(page.getByRole("table").first()).toContainText("1,200.00");
  expect(await findAxeViolations(page)).toEqual([]);
  await page.goto("/approvals/policy");
  await expect(page.getByText("Other rules wait for a checker")).toBeVisible();
  await expect(page.getByRole("table", { name: "The rules in force" })).not.toContainText("1,200.00");
});

test("an administrator approves, and it is in effect", async ({ page, signIn, ownerPool }) => {
  await signIn("admin");
  await approveRequest(page, approvalNo, IN_EFFECT);
  await page.goto("/approvals/policy");
  await expect(
    page.getByRole("table", { name: "Versions" }).getByRole("row", { name: new RegExp(approvalNo) }),
  ).toBeVisible();
  const { rows } = await ownerPool.query<{ limit: string }>(
    `SELECT (approval_rule(rules, 'SUSPENSE_RESOLUTION', 'CNY', 110000)) ->> 'upToMinor' AS limit FROM approval_policies
     ORDER BY version DESC LIMIT 1`,
  );
  expect(rows[0]?.limit).toBe("120000");
});

test("service levels: tried on the open items, proposed by a lead, in force once an administrator has signed", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("lead");
  await page.goto("/suspense/levels");
  await page.getByRole("button", { name: "Propose a change" }).click();
  await page.getByRole("button", { name: "Add a level" }).click();
  const row = page.getByRole("table", { name: "Propose a change" }).getByRole("row").last();
  await row.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Long", exact: true }).click();
  await row.getByRole("combobox", { name: "Severity" }).click();
  await page.getByRole("option", { name: "Critical" }).click();
  await row.getByRole("textbox", { name: "Bank days" }).fill("1");
  await page.getByRole("button", { name: "Try on the open items" }).click();
  await expect(page.getByText(/^Of \d+ open items?, \d+ would be given something else/)).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
  await page.getByRole("textbox", { name: "Why" }).fill("A long one is somebody's money.");
  await page.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(page).toHaveURL(/\/approvals\/AP/);
  const levelsNo = /AP\d+/.exec(page.url())?.[0] ?? "";
  await expect(page.getByRole("main")).toContainText(/Of \d+ open when it was asked/);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  expect(await findAxeViolations(page)).toEqual([]);

  await signIn("admin");
  await approveRequest(page, levelsNo, IN_EFFECT);
  const { rows } = await ownerPool.query<{ severity: string }>(
    "SELECT severity FROM service_level_of('LONG', 'LONG', (SELECT min(id) FROM channels), 'CNY', 100)",
  );
  expect(rows[0]?.severity).toBe("CRITICAL");
  await signIn("lead");
  await page.goto("/suspense/levels");
  await expect(
    page.getByRole("table", { name: "Versions" }).getByRole("row", { name: new RegExp(levelsNo) }),
  ).toBeVisible();
});
