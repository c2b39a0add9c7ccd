import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { approveRequest, requestAbout } from "./support/item-work";
import { EN_LIGHT, setLook, ZH_DARK } from "./support/looks";
import { setMood } from "./support/sandbox";

test.describe.configure({ mode: "serial" });

const MERCHANT = "M0001";
type Channel = "wechat" | "alipay" | "unionpay";

/** As the demo names them: other specs bring channels of like names. */
const NAMES = { wechat: "微信支付 WeChat Pay", alipay: "支付宝 Alipay", unionpay: "银联 UnionPay" } as const;

/** Asks for a payout on the page, and gives its number. */
async function askFor(page: Page, amount: string, channel: Channel, why?: string): Promise<string> {
  await page.goto("/payouts");
  await page.getByRole("button", { name: "Ask for a payout" }).click();
  const dialog = page.getByRole("dialog", { name: "Payout to a merchant" });
  await dialog.getByLabel("Merchant number").fill(MERCHANT);
  await dialog.getByLabel("Merchant number").press("Enter");
  await dialog.getByLabel("Amount").fill(amount);
  await dialog.getByLabel("Channel").click();
  await page.getByRole("option", { name: new RegExp(NAMES[channel]) }).click();
  if (why === undefined) await dialog.getByRole("button", { name: "Pay out" }).click();
  else {
    await dialog.getByLabel("Why this payout is right").fill(why);
    await dialog.getByRole("button", { name: "Ask for a look" }).click();
  }
  await expect(page).toHaveURL(/\/payouts\/PO\d{8}/);
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}
/** Looks again and again until the page says so. */
async function becomes(page: Page, payoutNo: string, status: string): Promise<void> {
  await expect(async () => {
    await page.goto(`/payouts/${payoutNo}`);
    await expect(page.getByRole("main").getByText(status, { exact: true }).first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 120_000 });
}
const story = (page: Page, name = "What happened") => page.getByRole("list", { name });

test("no answer: in doubt, counted at home, settled by asking; the story is told in both languages", async ({
  page,
  signIn,
}) => {
  await signIn("operator");
  await setMood("loses-request", "wechat", "TRANSFER");
  const payoutNo = await askFor(page, "12.34", "wechat");
  await becomes(page, payoutNo, "In doubt");
  await expect(page.getByRole("main")).toContainText("Neither another attempt nor giving back is possible now");
  expect(await findAxeViolations(page)).toEqual([]);

  await page.goto("/");
  await page.getByRole("link", { name: /Payouts in doubt/ }).click();
  await expect(page).toHaveURL(/\/payouts\?show=doubt/);
  await expect(page.getByRole("gridcell", { name: payoutNo })).toBeVisible();

  await page.goto(`/payouts/${payoutNo}`);
  await page.getByRole("button", { name: "Ask the channel now" }).click();
  // The channel has never heard of it; the same request goes out again under the same number.
  await becomes(page, payoutNo, "Paid");
  await expect(story(page)).toContainText("In doubt: the channel has not said what became of it");
  await setLook(page.context(), ZH_DARK);
  await page.goto(`/payouts/${payoutNo}`);
  await expect(story(page, "经过")).toContainText("结果不明");
  expect(await findAxeViolations(page)).toEqual([]);
  await setLook(page.context(), EN_LIGHT);
});

test("what looks double waits for finance; the payee's account refuses it, and the merchant has it back", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("operator");
  const payoutNo = await askFor(page, "12.34", "wechat", "A second parcel of the same price.");
  await expect(page.getByRole("main")).toContainText("It waits for its checker. Nothing has moved.");
  await setMood("fails-payee", "wechat", "TRANSFER");
  await signIn("finance");
  await approveRequest(page, await requestAbout(ownerPool, payoutNo), "Approved");
  await becomes(page, payoutNo, "Given back");
  await expect(story(page)).toContainText("Given back to the merchant");
});

test("the channel fails: paid again by another one, once finance has agreed", async ({ page, signIn, ownerPool }) => {
  await signIn("operator");
  await setMood("fails-channel", "wechat", "TRANSFER");
  const payoutNo = await askFor(page, "23.45", "wechat");
  await becomes(page, payoutNo, "Failed, undecided");
  await page.getByRole("button", { name: "Pay again" }).click();
  const dialog = page.getByRole("dialog", { name: `Pay ${payoutNo} again` });
  await dialog.getByLabel("Channel").click();
  await page.getByRole("option", { name: new RegExp(NAMES.alipay) }).click();
  await dialog.getByLabel("Reason").fill("The bank behind WeChat Pay is down.");
  await dialog.getByRole("button", { name: "Ask finance" }).click();
  await expect(page.getByRole("main")).toContainText("What becomes of it waits for finance.");
  await signIn("finance");
  await approveRequest(page, await requestAbout(ownerPool, payoutNo), "Approved");
  await becomes(page, payoutNo, "Paid");
  await expect(page.getByRole("table", { name: "Attempts" })).toContainText("Alipay");
});

test("it comes back from the payee's bank, told by the channel, and is given back", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("operator");
  await setMood("bounces", "unionpay", "TRANSFER");
  const payoutNo = await askFor(page, "34.56", "unionpay");
  await becomes(page, payoutNo, "Came back, undecided");
  await expect(story(page)).toContainText("Came back from the payee’s bank; in transit once more");
  await setLook(page.context(), ZH_DARK);
  await page.goto(`/payouts/${payoutNo}`);
  await expect(story(page, "经过")).toContainText("收款行退票，重新转入在途");
  await setLook(page.context(), EN_LIGHT);
  await page.goto(`/payouts/${payoutNo}`);
  await page.getByRole("button", { name: "Give back" }).click();
  const dialog = page.getByRole("dialog", { name: `Give ${payoutNo} back to the merchant` });
  await dialog.getByLabel("Reason").fill("The account was closed.");
  await dialog.getByRole("button", { name: "Ask finance" }).click();
  await expect(page.getByRole("main")).toContainText("What becomes of it waits for finance.");
  await signIn("finance");
  await approveRequest(page, await requestAbout(ownerPool, payoutNo), "Approved");
  await becomes(page, payoutNo, "Given back");
});

test("an administrator sees what is on its way, and may stop it", async ({ page, signIn }) => {
  await signIn("admin");
  await page.goto("/money-out");
  await expect(page.getByRole("button", { name: "Stop money going out" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Close", exact: true })).toHaveCount(0);
});
