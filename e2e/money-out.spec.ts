import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { approveRequest, requestAbout } from "./support/item-work";
import { setLook, ZH_DARK } from "./support/looks";
import { setMood } from "./support/sandbox";

test.describe.configure({ mode: "serial" });

let orderNo = "";
let refundNo = "";

async function stopMoney(page: Page): Promise<void> {
  await page.goto("/money-out");
  await page.getByRole("button", { name: "Stop money going out" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop money going out?" });
  await dialog.getByRole("button", { name: "Stop it now" }).click();
  await expect(dialog).toContainText("Say why in a few words");
  await dialog.getByLabel("Why it is stopped").fill("The bank has called.");
  await dialog.getByRole("button", { name: "Stop it now" }).click();
  await expect(page.getByRole("main")).toContainText("has stopped money going out");
}

test("customer service asks for a refund of an order that WeChat Pay took", async ({ page, signIn, ownerPool }) => {
  const { rows } = await ownerPool.query<{ no: string }>(
    `SELECT o.order_no AS no FROM orders o JOIN channels c ON c.id = o.channel_id AND c.code = 'wechat'
     WHERE o.status = 'PAID' AND o.channel_minor > 1000 AND o.channel_trade_no IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.order_no = o.order_no)
       AND NOT EXISTS (SELECT 1 FROM suspense_items i WHERE i.order_no = o.order_no)
     ORDER BY o.paid_at DESC LIMIT 1`,
  );
  orderNo = rows[0]?.no ?? "";
  await signIn("service");
  await page.goto(`/orders/${orderNo}`);
  await page.getByRole("button", { name: "Ask for a refund" }).click();
  const dialog = page.getByRole("dialog", { name: `Refund of order ${orderNo}` });
  await dialog.getByLabel("Amount").fill("5.00");
  await dialog.getByLabel("Reason").fill("The goods arrived broken.");
  await dialog.getByRole("button", { name: "Ask for it" }).click();
  await expect(page).toHaveURL(/\/refunds\/RF\d{8}/);
  refundNo = new URL(page.url()).pathname.split("/").at(-1) ?? "";
});

test("money that is stopped waits, every page says so, and two people let it go", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("operator");
  await stopMoney(page);
  await expect(page.getByRole("alert").filter({ hasText: "Money going out is stopped." })).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);

  await signIn("finance");
  await approveRequest(page, await requestAbout(ownerPool, refundNo), "Approved");
  await page.goto(`/refunds/${refundNo}`);
  await expect(page.getByRole("table", { name: "Attempts" })).toContainText("To be sent");

  await page.goto("/money-out");
  await page.getByRole("button", { name: "Ask to go on" }).click();
  const dialog = page.getByRole("dialog", { name: "Let money go out again?" });
  await dialog.getByLabel("Why it can go on").fill("The bank has confirmed that all is well.");
  await dialog.getByRole("button", { name: "Send the request" }).click();
  await expect(page.getByRole("main")).toContainText("waits for its checker");
  const { rows } = await ownerPool.query<{ no: string }>(
    "SELECT id::text AS no FROM money_stops WHERE resumed_at IS NULL",
  );

  await setMood("loses-request", "wechat", "REFUND");
  await signIn("lead");
  await approveRequest(page, await requestAbout(ownerPool, rows[0]?.no ?? ""), "Approved");
  await page.goto("/money-out");
  await expect(page.getByRole("button", { name: "Stop money going out" })).toBeVisible();
  await expect(page.getByText("Money going out is stopped.")).toHaveCount(0);
});

test("the channel does not answer: the page says in doubt, asking settles it, the order tells it in both languages", async ({
  page,
  signIn,
}) => {
  await signIn("service");
  const attempts = page.getByRole("table", { name: "Attempts" });
  await expect(async () => {
    await page.goto(`/refunds/${refundNo}`);
    await expect(attempts).toContainText("In doubt", { timeout: 1_000 });
  }).toPass({ timeout: 120_000 });
  await page.getByRole("button", { name: "Ask the channel now" }).click();
  // The channel has never heard of it; the same request goes out again under the same number.
  await expect(async () => {
    await page.goto(`/refunds/${refundNo}`);
    await expect(page.getByRole("main")).toContainText("Paid back", { timeout: 1_000 });
  }).toPass({ timeout: 120_000 });
  await page.goto(`/orders/${orderNo}`);
  await expect(page.getByRole("list", { name: "What happened" })).toContainText(refundNo);
  await setLook(page.context(), ZH_DARK);
  await page.goto(`/orders/${orderNo}`);
  await expect(page.getByRole("list", { name: "经过" })).toContainText(refundNo);
});
