import { expect } from "@playwright/test";
import { desk, test } from "./fixtures/test";

test("someone signs in with the form and lands on the desk; a wrong password stays outside", async ({ page }) => {
  await page.goto("/reconciliation");
  await expect(page).toHaveURL((url) => url.pathname === "/sign-in");
  const login = page.getByLabel("Login", { exact: true });
  const password = page.getByLabel("Password", { exact: true });
  await login.fill("operator");
  await password.fill("wrong-password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await password.fill("try-the-desk-2026");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname !== "/sign-in");
  await expect(page.getByRole("navigation").first()).toBeVisible();
});

test("a session made without the form opens the desk", async ({ page, signIn, ownerPool }) => {
  await signIn("finance");
  await page.goto("/reconciliation");
  await expect(page.getByRole("navigation").first()).toBeVisible();
  expect(JSON.parse(await desk("setup", "--json"))).toMatchObject({ migrations: [] });
  const { rows } = await ownerPool.query("SELECT count(*)::int AS n FROM sessions WHERE revoked_at IS NULL");
  expect(rows[0].n).toBeGreaterThan(0);
});
