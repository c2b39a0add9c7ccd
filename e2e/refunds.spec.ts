import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { approveRequest } from "./support/item-work";
import { setLook, ZH_DARK } from "./support/looks";
import { pressesOn } from "./support/press-shortcut";
import { type SmallChannel, setUpSmallChannel } from "./support/small-channel";

test.describe.configure({ mode: "serial" });

let channel: SmallChannel;
let orderNo = "";
let refundNo = "";

test.beforeAll(async () => {
  channel = await setUpSmallChannel("refwx");
  orderNo = channel.matching[0]?.orderNo ?? "";
});

/** Opens the question by its key and fills it in; the split has to be there before it is sent. */
async function ask(page: Page, amount: string, reason: string) {
  await page.goto(`/orders/${orderNo}`);
  await expect(page.getByRole("button", { name: "Ask for a refund" })).toBeEnabled();
  const press = pressesOn(page);
  const dialog = page.getByRole("dialog", { name: `Refund of order ${orderNo}` });
  // The page is there before it listens to keys.
  await expect(async () => {
    if (!(await dialog.isVisible())) await press("askRefund");
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await dialog.getByLabel("Amount").fill(amount);
  await dialog.getByLabel("Reason").fill(reason);
  return dialog;
}

test("customer service asks, sees the split and the route, and the refund waits for finance", async ({
  page,
  signIn,
}) => {
  await signIn("service");
  const dialog = await ask(page, "50.00", "客户退回一件商品。");
  const split = dialog.getByRole("table", { name: "How it goes back" });
  await expect(split.getByRole("row", { name: "Money 120.00 50.00" })).toBeVisible();
  await expect(dialog).toContainText("so the money goes back as it came");
  await expect(dialog).toContainText("Finance has to sign");
  expect(await findAxeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Ask for it" }).click();

  await expect(page).toHaveURL(/\/refunds\/RF\d{8}/);
  refundNo = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const main = page.getByRole("main");
  await expect(main).toContainText("Waiting for approval");
  await expect(main.getByRole("list", { name: "What happened" })).toContainText("客户退回一件商品。");
  // Of requests, customer service has no page.
  await expect(main.getByRole("link", { name: /^AP/ })).toHaveCount(0);
});

test("what waits is held: the rest is all that can be asked for", async ({ page, signIn }) => {
  await signIn("service");
  const dialog = await ask(page, "70.01", "Too much.");
  await expect(dialog).toContainText("Left to refund: 70.00 CNY");
  await expect(dialog).toContainText("has less left to refund than that");
  await expect(dialog.getByRole("button", { name: "Ask for it" })).toBeDisabled();
});

test("finance cannot ask, and approves: the refund is booked and waits to be sent", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("finance");
  await page.goto(`/orders/${orderNo}`);
  await expect(page.getByRole("heading", { level: 1, name: orderNo })).toBeVisible();
  await expect(page.getByRole("button", { name: "Ask for a refund" })).toHaveCount(0);
  const { rows } = await ownerPool.query<{ no: string }>(
    "SELECT approval_no AS no FROM approvals WHERE object_no = $1",
    [refundNo],
  );
  await approveRequest(page, rows[0]?.no ?? "", "Approved");

  await page.goto(`/refunds/${refundNo}`);
  const main = page.getByRole("main");
  await expect(main).toContainText("Accepted");
  await expect(main.getByRole("table", { name: "Attempts" })).toContainText("To be sent");
  await expect(main.getByRole("list", { name: /^V\d+/ })).toContainText("Refund in transit");
  expect(await findAxeViolations(page)).toEqual([]);
});

test("the list finds it by its number, and the order tells its story in both languages", async ({ page, signIn }) => {
  await signIn("service");
  await page.goto(`/refunds?q=${refundNo}`);
  await expect(page.getByRole("gridcell", { name: refundNo })).toBeVisible();
  await expect(page.getByRole("grid")).toContainText("Accepted");
  await page.goto(`/orders/${orderNo}`);
  const story = page.getByRole("list", { name: "What happened" });
  await expect(story).toContainText(`Refund ${refundNo} of 50.00 CNY asked for`);
  await expect(story).toContainText(`Refund ${refundNo} of 50.00 CNY accepted`);
  await setLook(page.context(), ZH_DARK);
  await page.goto(`/orders/${orderNo}`);
  await expect(page.getByRole("list", { name: "经过" })).toContainText(`申请退款 ${refundNo}，金额 50.00 CNY`);
  await expect(page.getByRole("list", { name: "经过" })).toContainText(`受理退款 ${refundNo}，金额 50.00 CNY`);
});

test("a dispute holds the rest, and gives it back when it is won", async ({ page, signIn }) => {
  await signIn("service");
  await page.goto(`/orders/${orderNo}`);
  await page.getByRole("button", { name: "Note a dispute" }).click();
  const note = page.getByRole("dialog", { name: `Dispute about order ${orderNo}` });
  await expect(note.getByLabel("Amount")).toHaveValue("70.00");
  await note.getByLabel("Reason").fill("The payer says that it was not them.");
  await note.getByRole("button", { name: "Note it" }).click();
  await expect(page.getByRole("table", { name: "Disputes" })).toContainText("Open");
  await expect(page.getByRole("button", { name: "Ask for a refund" })).toBeDisabled();
  await page.getByRole("table", { name: "Disputes" }).getByRole("button", { name: "Close" }).click();
  const close = page.getByRole("dialog", { name: /^How did dispute DP\d+ end\?$/ });
  await close.getByRole("radio", { name: /^Won/ }).check();
  await close.getByLabel("Reason").fill("The payer has withdrawn it.");
  await close.getByRole("button", { name: "Close it" }).click();
  await expect(page.getByRole("table", { name: "Disputes" })).toContainText("Won");
  await expect(page.getByRole("button", { name: "Ask for a refund" })).toBeEnabled();
});
