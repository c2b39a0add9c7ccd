import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { desk, test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { proveBooks } from "./support/prove-books";
import { type SmallChannel, setUpSmallChannel } from "./support/small-channel";
import { type BillLine, writeWechatBill } from "./support/wechat-bill";

const ITEMS = 6;
const PATIENCE_MS = 120_000;
const ROWS = "xl/worksheets/sheet1.xml";
/** The rows stand below the header block and the names of the columns. */
const FIRST_ROW = 10;

test.describe.configure({ mode: "serial" });

let channel: SmallChannel;
let jobNo = "";
let bundleNo = "";

test.beforeAll(async () => {
  channel = await setUpSmallChannel("bulkwx");
});

test("payments that nobody knows, all of one minute, are one group", async ({ page, signIn, ownerPool }) => {
  await signIn("operator");
  await importBill(page, writeWechatBill([...channel.matching, ...unknownLines()]));
  await page.goto("/suspense/groups");
  const group = page.getByRole("row", { name: new RegExp(channel.name) }).filter({ hasText: "Long" });
  await expect(group).toContainText(`${ITEMS}`);
  await group.getByRole("gridcell").first().click();
  await expect(page).toHaveURL(/group=/);
  const { rows } = await ownerPool.query(
    "SELECT count(*)::int AS count FROM suspense_items WHERE match_key LIKE 'BULKWX-U%'",
  );
  expect(rows[0]?.count).toBe(ITEMS);
  await expect(page.getByRole("grid", { name: "Suspense" }).getByRole("row", { name: /BULKWX-U/ })).toHaveCount(ITEMS);
});

test("the rows are exported, filled in, and come back as a difference", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/suspense?q=BULKWX-U");
  const grid = page.getByRole("grid", { name: "Suspense" });
  await expect(grid.getByRole("row", { name: /BULKWX-U/ })).toHaveCount(ITEMS);
  await grid
    .getByRole("row", { name: /BULKWX-U/ })
    .first()
    .getByRole("checkbox")
    .check();
  const selected = page.getByRole("region", { name: "Selected items" });
  await selected.getByRole("button", { name: /^Select all/ }).click();
  await selected.getByRole("button", { name: "Export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "As a sheet (XLSX)" }).click();
  const sheet = readFileSync(await (await download).path());

  await page.goto("/suspense/bulk");
  const filled = fill(sheet, ITEMS - 1);
  const chooser = page.waitForEvent("filechooser");
  await page.getByLabel("A sheet that was exported from the queue, filled in").click();
  await (await chooser).setFiles({ name: "filled.xlsx", mimeType: "application/octet-stream", buffer: filled });
  await expect(page).toHaveURL(/\/suspense\/bulk\/BK/);
  jobNo = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
  await expect(page.getByText("Preview", { exact: true })).toBeVisible({ timeout: PATIENCE_MS });
  await expect(page.getByRole("button", { name: /^Will be proposed 5/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Nothing filled in 1/ })).toBeVisible();
  expect(await findAxeViolations(page)).toEqual([]);
});

test("confirmed as one bundle, which goes on through a reload", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto(`/suspense/bulk/${jobNo}`);
  await page.getByRole("radio", { name: /^Propose as one bundle/ }).check();
  await page.getByRole("button", { name: "Propose as one bundle" }).click();
  await page.reload();
  const link = page
    .getByRole("main")
    .getByRole("link", { name: /^AP\d+$/ })
    .first();
  await expect(link).toBeVisible({ timeout: PATIENCE_MS });
  bundleNo = ((await link.textContent()) ?? "").trim();
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
});

test("a checker approves the bundle: every row has its voucher, and the books prove", async ({
  page,
  signIn,
  ownerPool,
}) => {
  await signIn("finance");
  await page.goto(`/approvals/${bundleNo}`);
  await page.getByRole("button", { name: /^Approve/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Approve AP/ });
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(dialog).toBeHidden({ timeout: PATIENCE_MS });
  await page.goto(`/suspense/bulk/${jobNo}`);
  await expect(page.getByRole("button", { name: /^Posted 5/ })).toBeVisible();
  const { rows } = await ownerPool.query(
    `SELECT count(*)::int AS count FROM vouchers v JOIN approvals a ON a.id = v.approval_id WHERE a.approval_no = $1`,
    [bundleNo],
  );
  expect(rows[0]?.count).toBe(ITEMS - 1);
  await proveBooks();
});

/** Types a resolution and a note into the first rows, as a spreadsheet saves them. */
function fill(sheet: Buffer, count: number): Buffer {
  const parts = unzipSync(sheet);
  let xml = strFromU8(parts[ROWS] ?? new Uint8Array());
  for (let row = FIRST_ROW; row < FIRST_ROW + count; row += 1) {
    const typed = (cell: string, text: string) => `<c r="${cell}" s="2" t="inlineStr"><is><t>${text}</t></is></c>`;
    xml = xml.replace(`<c r="P${row}" s="2"/>`, typed(`P${row}`, "Refund to the payer"));
    xml = xml.replace(`<c r="R${row}" s="2"/>`, typed(`R${row}`, "Nobody ordered it."));
  }
  return Buffer.from(zipSync({ ...parts, [ROWS]: strToU8(xml) }));
}

function unknownLines(): BillLine[] {
  return Array.from({ length: ITEMS }, (_, index) => ({
    orderNo: `BULKWX-U${index}`,
    tradeNo: `4200BULKWXU${index}`,
    at: `${channel.day} 13:37:0${index}`,
    amountMinor: 1_000n,
    fee: "0.06000",
  }));
}

async function importBill(page: Page, buffer: Buffer): Promise<void> {
  await page.goto("/statements");
  const chooser = page.waitForEvent("filechooser");
  await page.getByLabel("Channel statements, as many as you like").click();
  await (await chooser).setFiles({ name: "unknown-payments.csv", mimeType: "text/csv", buffer });
  const card = page
    .getByRole("list", { name: "Files on their way in" })
    .getByRole("listitem")
    .filter({ hasText: "unknown-payments.csv" })
    .first();
  await card.getByRole("combobox", { name: "Channel" }).click();
  await page.getByRole("option", { name: channel.name }).click();
  await card.getByRole("button", { name: "Import", exact: true }).click();
  await expect(card.getByText("Imported", { exact: true })).toBeVisible({ timeout: PATIENCE_MS });
  await desk("reconcile", "--channel", channel.code, "--date", channel.day, "--json");
}
