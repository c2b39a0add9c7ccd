import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { itemNoOf, openItem, propose, reconcileBill } from "./support/item-work";
import { pressesOn } from "./support/press-shortcut";
import { type SmallChannel, setUpSmallChannel } from "./support/small-channel";
import type { BillLine } from "./support/wechat-bill";

const RESOLUTION = "Refund to the payer";

test.describe.configure({ mode: "serial" });

let channel: SmallChannel;
/** Of one amount, so that each request is similar to the others. */
let unknown: BillLine[] = [];
const byOperator: string[] = [];
let byFinance = "";

test.beforeAll(async () => {
  channel = await setUpSmallChannel("inboxwx");
  unknown = Array.from({ length: 4 }, (_, index) => ({
    orderNo: `INBOXWX-U${index}`,
    tradeNo: `4200INBOXWXU${index}`,
    at: `${channel.day} 14:07:0${index}`,
    amountMinor: 1_700n,
    fee: "0.10000",
  }));
  await reconcileBill(channel, [...channel.matching, channel.long, ...unknown]);
});

test("three requests of an operator and one of finance wait", async ({ page, signIn, ownerPool }) => {
  await signIn("operator");
  for (const line of unknown.slice(1)) byOperator.push(await proposeAbout(page, await itemNoOf(ownerPool, line)));
  await signIn("finance");
  byFinance = await proposeAbout(page, await itemNoOf(ownerPool, unknown[0] ?? channel.long));
  expect(new Set([...byOperator, byFinance]).size).toBe(unknown.length);
});

test("a checker works the inbox by keyboard: sees what it would do and who asks for it, approves, rejects with a reason", async ({
  page,
  signIn,
}) => {
  const press = pressesOn(page);
  const [first = "", second = ""] = byOperator;
  await signIn("finance");
  await page.goto(`/approvals?q=${first}`);
  await expect(
    page.getByRole("grid", { name: "Approvals" }).getByRole("row", { name: new RegExp(first) }),
  ).toBeVisible();
  await press("next");
  await press("open");
  await expect(page.getByRole("heading", { level: 1, name: first })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Before and after" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Resolved" }).first()).toBeVisible();
  const voucher = page.getByRole("list", { name: "The voucher, account by account" });
  await expect(voucher.getByRole("table").first()).toContainText("17.00");
  await expect(page.getByText(/Finance has to sign\. Rule: Resolution of suspense/)).toBeVisible();
  await expect(page.getByText(/Proposed by .* in the last 30 days/)).toBeVisible();
  const similar = page.getByRole("table", { name: "Similar requests" });
  await expect(similar.getByRole("row", { name: new RegExp(second) })).toContainText("Amount");
  expect(await findAxeViolations(page)).toEqual([]);

  await press("approve");
  const question = page.getByRole("dialog", { name: `Approve ${first}?` });
  await question.getByRole("button", { name: "Approve" }).press("Enter");
  await expect(question).toBeHidden();
  await expect(page.getByRole("main")).toContainText("Approved and posted");

  await page.goto(`/approvals/${second}`);
  await expect(page.getByRole("button", { name: /^Reject/ })).toBeEnabled();
  await press("reject");
  const reason = page.getByRole("dialog", { name: `Reject ${second}?` });
  await reason.getByRole("button", { name: "Reject" }).press("Enter");
  await expect(reason.getByRole("alert")).toContainText("Say why");
  await expect(reason.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await page.keyboard.type("The payer has not asked.");
  await reason.getByRole("button", { name: "Reject" }).press("Enter");
  await expect(reason).toBeHidden();
  await expect(page.getByRole("main")).toContainText("Rejected");
  await expect(page.getByRole("main")).toContainText("The payer has not asked.");
});

test("several at once: one's own is named with its reason, and the other goes", async ({ page, signIn, ownerPool }) => {
  const third = byOperator[2] ?? "";
  await signIn("finance");
  await page.goto("/approvals?tab=all");
  const grid = page.getByRole("grid", { name: "Approvals" });
  for (const no of [third, byFinance]) {
    const row = grid.getByRole("row", { name: new RegExp(no) });
    await row.getByRole("checkbox").check();
  }
  await page.getByRole("button", { name: "Approve 2 requests" }).click();
  const dialog = page.getByRole("dialog", { name: "Approve 1 request?" });
  await expect(dialog.getByRole("row", { name: new RegExp(byFinance) })).toContainText("You proposed this yourself");
  await expect(dialog.getByRole("row", { name: new RegExp(third) })).toContainText("ready");
  expect(await findAxeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Approve 1" }).press("Enter");
  const done = page.getByRole("dialog", { name: "1 of 2 approved" });
  await expect(done.getByRole("row", { name: new RegExp(third) })).toContainText("Done");
  // The button that was pressed is gone; the keyboard goes on at the one that has come.
  await expect(page.locator("button:focus")).toHaveText("Close");
  const { rows } = await ownerPool.query(
    "SELECT approval_no AS no, status FROM approvals WHERE approval_no = ANY ($1) ORDER BY approval_no",
    [[...byOperator, byFinance]],
  );
  const statusOf = (no: string) => rows.find((row) => row.no === no)?.status;
  expect([...byOperator, byFinance].map(statusOf)).toEqual(["EXECUTED", "REJECTED", "EXECUTED", "PENDING"]);
});

async function proposeAbout(page: Page, itemNo: string): Promise<string> {
  await openItem(page, itemNo);
  return propose(page, itemNo, RESOLUTION, "Nobody ordered it; the payer asks for it back.");
}
