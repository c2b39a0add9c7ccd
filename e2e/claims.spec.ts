import { expect, type Page } from "@playwright/test";
import { test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { approveRequest, itemNoOf, openItem, propose, reconcileBill, requestOn } from "./support/item-work";
import { proveBooks } from "./support/prove-books";
import { type SmallChannel, setUpSmallChannel } from "./support/small-channel";

const IN_EFFECT = "Approved and in effect";

test.describe.configure({ mode: "serial" });

let channel: SmallChannel;
let claimNo = "";

test.beforeAll(async () => {
  channel = await setUpSmallChannel("claimwx");
  await reconcileBill(channel, [...channel.matching, channel.long]);
});

test("what the channel owes is claimed once somebody else agrees, and is followed from then on", async ({
  page,
  signIn,
  ownerPool,
}) => {
  const itemNo = await itemNoOf(ownerPool, channel.short);
  await signIn("operator");
  await openItem(page, itemNo);
  const approvalNo = await propose(page, itemNo, "Claim from the channel", "The channel lost it.");
  await signIn("finance");
  await approveRequest(page, approvalNo);
  await openItem(page, itemNo);
  await page
    .getByText(/^Followed as claim/)
    .getByRole("link")
    .click();
  await expect(page).toHaveURL(/\/suspense\/claims\/CL/);
  claimNo = ((await page.getByRole("heading", { level: 1 }).textContent()) ?? "").trim();
  await expect(page.getByText("Nothing has come yet")).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
});

test("a part comes, then the rest: each is a voucher that somebody else approved, and the claim is recovered", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("operator");
  const first = await recordRecovery(page, "200");
  await signIn("finance");
  await approveRequest(page, first, IN_EFFECT);
  await page.goto(`/suspense/claims/${claimNo}`);
  await expect(factOf(page, "Outstanding")).toContainText("300.00");

  await signIn("operator");
  const rest = await recordRecovery(page, null);
  await signIn("finance");
  await approveRequest(page, rest, IN_EFFECT);
  await page.goto(`/suspense/claims/${claimNo}`);
  await expect(page.getByRole("main")).toContainText("Recovered");
  await expect(factOf(page, "Outstanding")).toContainText("0.00");
  await expect(page.getByRole("button", { name: "Record recovery…" })).toHaveCount(0);
  const { rows } = await ownerPool.query(
    `SELECT c.status, sum(m.amount_minor)::text AS sum, count(DISTINCT m.voucher_id)::int AS vouchers
     FROM claims c JOIN claim_movements m ON m.claim_id = c.id WHERE c.claim_no = $1 GROUP BY c.status`,
    [claimNo],
  );
  expect(rows).toEqual([{ status: "RECOVERED", sum: `${channel.short.amountMinor}`, vouchers: 2 }]);
});

test("a resolution is taken back by an approved reversal, and the item is worked on again", async ({
  page,
  signIn,
  ownerPool,
}) => {
  const itemNo = await itemNoOf(ownerPool, channel.long);
  await signIn("operator");
  await openItem(page, itemNo);
  const resolved = await propose(page, itemNo, "Write off to income", "Nobody asks for it.");
  await signIn("finance");
  await approveRequest(page, resolved);

  await signIn("operator");
  await openItem(page, itemNo);
  await page.getByRole("button", { name: "Reopen…" }).click();
  const dialog = page.getByRole("dialog", { name: `Reopen ${itemNo}` });
  await expect(dialog.getByRole("table").first()).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Propose reopening" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Reason").fill("The payer has asked for it after all.");
  await dialog.getByRole("button", { name: "Propose reopening" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Withdraw" })).toBeVisible();
  const reopening = await requestOn(page);
  expect(reopening).not.toBe(resolved);
  await expect(page.getByRole("button", { name: "Reopen…" })).toHaveCount(0);

  await signIn("finance");
  await approveRequest(page, reopening, IN_EFFECT);
  await openItem(page, itemNo);
  await expect(page.getByRole("main")).toContainText("Investigating");
  const { rows } = await ownerPool.query(
    `SELECT i.status, i.reopened_count AS reopened, r.approval_id = a.id AS "byRequest", o.event AS reversed
     FROM suspense_items i JOIN approvals a ON a.approval_no = $2
     JOIN vouchers r ON r.approval_id = a.id JOIN vouchers o ON o.id = r.reverses_voucher_id WHERE i.item_no = $1`,
    [itemNo, reopening],
  );
  expect(rows).toEqual([
    { status: "INVESTIGATING", reopened: 1, byRequest: true, reversed: "suspense.written_off_to_income" },
  ]);
  await proveBooks();
});

/** Proposes that so much of the claim has come; all that is owed where no amount is given. */
async function recordRecovery(page: Page, amount: string | null): Promise<string> {
  await page.goto(`/suspense/claims/${claimNo}`);
  await page.getByRole("button", { name: "Record recovery…" }).click();
  const dialog = page.getByRole("dialog", { name: `Recovered on ${claimNo}` });
  if (amount !== null) await dialog.getByLabel(/^Amount in CNY/).fill(amount);
  await dialog.getByLabel("Reason").fill("It stands in the bank's statement.");
  await expect(dialog.getByRole("table").first()).toBeVisible();
  await dialog.getByRole("button", { name: "Propose", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Withdraw" })).toBeVisible();
  return requestOn(page);
}

function factOf(page: Page, name: string) {
  return page.getByRole("main").locator("dt", { hasText: name }).locator("xpath=following-sibling::dd[1]");
}
