import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { desk, test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { EN_LIGHT, setLook, ZH_DARK } from "./support/looks";

const NOTHING: string[] = [];
const CHANNEL = { code: "mapped", name: "港湾银行", format: "csv-mapped", bankAccount: "R-mapped" };
const DAY = "2026-11-19";

const HEADER = "商户订单号,平台流水号,交易类型,交易状态,交易金额(元),手续费(元),交易时间";
const LINES = [
  `MP-1,71000001,支付,成功,"1,234.56",7.41,${DAY} 09:15:02`,
  `MP-2,71000002,退款 ,成功,20.00,-0.12,${DAY} 10:02:10`,
  `MP-3,71000003,代扣,成功,15.00,0.09,${DAY} 10:44:31`,
];
const FILE = { name: "harbour.csv", mimeType: "text/csv", buffer: Buffer.from([HEADER, ...LINES, ""].join("\r\n")) };

test.describe.configure({ mode: "serial" });

let approvalNo = "";

test.beforeAll(async () => {
  const path = join(mkdtempSync(join(tmpdir(), "desk-e2e-")), "channel.json");
  writeFileSync(path, JSON.stringify(CHANNEL));
  await desk("channel", "set", path, "--json");
});

test("a mapping is suggested from a dropped file; a text that nobody knows is asked for, not guessed", async ({
  page,
  signIn,
}) => {
  await signIn("operator");
  await openMapping(page);
  await page.getByLabel("Drop one of the channel's files here").setInputFiles(FILE);
  await expect(page.getByText("2 lines read", { exact: true })).toBeVisible();
  await expect(page.getByText("1 refused", { exact: true })).toBeVisible();
  const table = page.getByRole("table", { name: /^Each cell as the file has it/ });
  await expect(table.getByRole("row", { name: /^3 read MP-2/ })).toContainText("refund");
  await expect(table.getByRole("row", { name: /^4 refused MP-3/ })).toContainText("“代扣” is not listed");
  expect(await findAxeViolations(page)).toEqual(NOTHING);

  await page.getByRole("combobox", { name: "Means… 代扣" }).click();
  await page.getByRole("option", { name: "payment" }).click();
  await expect(page.getByText("3 lines read", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Propose for approval" }).click();
  const dialog = page.getByRole("dialog", { name: "Propose version 1 for 港湾银行" });
  await dialog.getByRole("button", { name: "Propose for approval" }).click();
  await expect(dialog.getByText("Say why, so that the checker can judge it.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Reason" }).fill("As the bank sends it.");
  await dialog.getByRole("button", { name: "Propose for approval" }).click();
  const waits = page.getByText(/^Request AP\d+ waits for its checker$/).first();
  await expect(waits).toBeVisible();
  approvalNo = /AP\d+/.exec((await waits.textContent()) ?? "")?.[0] ?? "";
  await page.goto(`/approvals/${approvalNo}`);
  const approve = page.getByRole("button", { name: /^Approve/ });
  await expect(approve).toBeDisabled();
  await expect(approve).toHaveAccessibleDescription(/You proposed this yourself/);
});

test("until somebody else has approved it, the channel's files are refused", async () => {
  await expect(importFile()).rejects.toThrow(/has no approved mapping yet/);
});

test("a second person sees what changes, and approves", async ({ page, signIn }) => {
  await signIn("finance");
  await setLook(page.context(), ZH_DARK);
  await page.goto(`/approvals/${approvalNo}`);
  await expect(page.getByRole("row", { name: /^支付或退款/ })).toContainText("代扣");
  expect(await findAxeViolations(page)).toEqual(NOTHING);
  await setLook(page.context(), EN_LIGHT);
  await page.reload();
  await page.getByRole("button", { name: /^Approve/ }).click();
  const dialog = page.getByRole("dialog", { name: `Approve ${approvalNo}?` });
  await expect(dialog).toContainText("港湾银行: version 1 of the mapping");
  await dialog.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText(`${approvalNo} approved; the next file is read this way`)).toBeVisible();
});

test("the file is imported by the page, and its lines are what the preview said", async ({ page, signIn }) => {
  await signIn("operator");
  await page.goto("/statements");
  await page.getByLabel("Channel statements, as many as you like").setInputFiles(FILE);
  const job = page
    .getByRole("list", { name: "Files on their way in" })
    .getByRole("listitem")
    .filter({ hasText: FILE.name })
    .first();
  await job.getByRole("combobox", { name: /^Channel/ }).click();
  await page.getByRole("option", { name: CHANNEL.name }).click();
  await job.getByRole("button", { name: "Import", exact: true }).click();
  await job.getByRole("link", { name: /^ST/ }).click();
  await expect(page.getByRole("link", { name: "Version 1" })).toBeVisible();
  const lines = page.getByRole("grid", { name: /Lines/ });
  await expect(lines.getByRole("row", { name: /MP-1/ })).toContainText("1,234.56");
  await expect(lines.getByRole("row", { name: /MP-2/ })).toContainText("−20.00");
  await page.goto(`/statements/mappings/${CHANNEL.code}`);
  await page.getByRole("tab", { name: /^History/ }).click();
  await expect(page.getByText("1 statement read")).toBeVisible();
  expect(await findAxeViolations(page)).toEqual(NOTHING);
});

async function openMapping(page: Page): Promise<void> {
  await page.goto("/statements/mappings");
  await page.getByRole("link", { name: CHANNEL.name }).click();
  await expect(page.getByRole("heading", { level: 1, name: CHANNEL.name })).toBeVisible();
}

function importFile(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), "desk-e2e-")), FILE.name);
  writeFileSync(path, FILE.buffer);
  return desk("statement", "import", path, "--channel", CHANNEL.code, "--date", DAY, "--json");
}
