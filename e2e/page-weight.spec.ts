import { expect } from "@playwright/test";
import { test } from "./fixtures/test";
import { pressesOn } from "./support/press-shortcut";

const MOST_BYTES = 450_000;

// The page where people sit all day. What weighs most is named, so that whoever has made it heavier sees with what.
test("the queue's scripts, its panel's among them, stay under 450 kB as gzip packs them", async ({
  page,
  signIn,
  loadedScripts,
}) => {
  await signIn("operator");
  await page.goto("/suspense?status=unassigned");
  await expect(page.getByRole("gridcell", { name: /^SU\d+$/ }).first()).toBeVisible();
  const press = pressesOn(page);
  await press("next");
  await press("open");
  await expect(page.getByRole("dialog").getByRole("list", { name: "History" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  const scripts = await loadedScripts();
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes, `heaviest: ${JSON.stringify(scripts.slice(0, 5))}`).toBeLessThanOrEqual(MOST_BYTES);
});
