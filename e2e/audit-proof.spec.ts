import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { setLook, ZH_DARK } from "./support/looks";

const anchors = () => join(process.env.DESK_E2E_DATA_DIR ?? "", "anchors");

test.beforeEach(async ({ ownerPool }) => {
  // The worker writes the first anchor as soon as it runs.
  await expect
    .poll(async () => (await ownerPool.query("SELECT FROM audit_anchors")).rowCount, { timeout: 120_000 })
    .toBeGreaterThan(0);
});

test("an auditor has the trail proved, and the trail says so", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/audit");
  const state = page.getByRole("region", { name: "Proof of the trail" });
  await state.getByRole("button", { name: "Prove the trail now" }).click();
  await expect(state).toContainText("The trail is whole.");
  await expect(state).toContainText(/All [\d,]+ rows in \d+ chains compared/);
  expect(await findAxeViolations(page)).toEqual([]);
  await page.reload();
  await expect(page.getByRole("gridcell", { name: "Trail proved" }).first()).toBeVisible();
});

test("a row that was changed behind our back is named, in both languages", async ({ page, signIn, ownerPool }) => {
  const tamper = (login: string) =>
    ownerPool.query(`
      ALTER TABLE audit_events DISABLE TRIGGER append_only;
      UPDATE audit_events SET actor_login = '${login}' WHERE stream = 'merchant' AND seq = 3;
      ALTER TABLE audit_events ENABLE TRIGGER append_only`);
  await signIn("lead");
  const { rows } = await ownerPool.query("SELECT actor_login FROM audit_events WHERE stream = 'merchant' AND seq = 3");
  await tamper("nobody");
  try {
    await page.goto("/audit");
    const state = page.getByRole("region", { name: "Proof of the trail" });
    await state.getByRole("button", { name: "Prove the trail now" }).click();
    await expect(state).toContainText("The trail is not whole: 1 fault.");
    await expect(state.getByRole("listitem")).toContainText("Merchant: row 3 was changed.");
    await state.getByRole("link", { name: "Show row 3 of Merchant" }).click();
    await expect(page.getByRole("gridcell", { name: "nobody" })).toHaveCount(1);
    await expect(state).toContainText("Merchant: row 3 was changed.");
    await setLook(page.context(), ZH_DARK);
    await page.reload();
    const zh = page.getByRole("region", { name: "日志核验" });
    await zh.getByRole("button", { name: "立即核验日志" }).click();
    await expect(zh.getByRole("listitem")).toContainText("商户：第 3 行被改动。");
    expect(await findAxeViolations(page)).toEqual([]);
  } finally {
    await tamper(rows[0].actor_login);
  }
});

test("anchors that were emptied are missed", async ({ page, signIn }) => {
  const [name = ""] = readdirSync(anchors());
  const path = join(anchors(), name);
  const kept = readFileSync(path);
  await signIn("auditor");
  await page.goto("/audit");
  const state = page.getByRole("region", { name: "Proof of the trail" });
  writeFileSync(path, "");
  try {
    await state.getByRole("button", { name: "Prove the trail now" }).click();
    await expect(state.getByRole("listitem")).toHaveText(/^The file of the anchors ends with no\. 0/);
  } finally {
    writeFileSync(path, kept);
  }
  await state.getByRole("button", { name: "Prove the trail now" }).click();
  await expect(state).toContainText("The trail is whole.");
});

test("an administrator reads the trail and is not offered its proof", async ({ page, signIn }) => {
  await signIn("admin");
  await page.goto("/audit");
  await expect(page.getByRole("region", { name: "Proof of the trail" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Prove the trail now" })).toHaveCount(0);
});
