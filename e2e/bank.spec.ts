import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { desk, test } from "./fixtures/test";
import { findAxeViolations } from "./support/axe";
import { type SmallChannel, setUpSmallChannel } from "./support/small-channel";
import { writeWechatBill } from "./support/wechat-bill";

const CODE = "bankwx";
const ACCOUNT = `R-${CODE.toUpperCase()}`;
/** The three payments that match, less 0.60 % each. */
const NET_MINOR = 54_173n;

test.describe.configure({ mode: "serial" });

let channel: SmallChannel;
test.beforeAll(async () => {
  channel = await setUpSmallChannel(CODE);
  const path = join(mkdtempSync(join(tmpdir(), "desk-e2e-bank-")), "bill.csv");
  writeFileSync(path, writeWechatBill(channel.matching));
  await desk("statement", "import", path, "--channel", CODE, "--date", channel.day, "--json");
});

test("an operator drops a bank's statement, and the remittance is received", async ({ page, signIn }) => {
  await signIn("operator");
  await dropStatement(page, "day-1.sta", 100_000n, [{ minor: NET_MINOR, remark: `${CODE} ${channel.day}` }]);
  await expect(page.getByText(/^day-1\.sta: BS\d+, version 1$/)).toBeVisible();
  await expect(page.getByText("1 match made, 0 lines unexplained.")).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(`^${ACCOUNT} CNY .* Explained$`) })).toBeVisible();

  await page.getByRole("link", { name: "Remittances" }).click();
  await page.getByRole("combobox", { name: "Channel" }).click();
  await page.getByRole("option", { name: channel.name }).click();
  const row = page.getByRole("row", { name: new RegExp(channel.name) });
  await expect(row).toContainText("Received");
  await expect(row).toContainText("541.73");
  expect(await findAxeViolations(page)).toEqual([]);
});

test("the same file again changes nothing; one that does not go on is refused with its balances", async ({
  page,
  signIn,
}) => {
  await signIn("operator");
  await dropStatement(page, "again.sta", 100_000n, [{ minor: NET_MINOR, remark: `${CODE} ${channel.day}` }]);
  await expect(page.getByText(/again\.sta was imported before as BS\d+; nothing was changed/)).toBeVisible();
  await dropStatement(page, "later.sta", 1n, [], { statementNo: "2" });
  const refused = page.getByRole("region", { name: "Import bank statements" }).getByRole("alert");
  await expect(refused).toContainText("The balance does not go on");
  await expect(refused).toContainText("1541.73");
});

test("by keyboard: a line is opened, its match undone with a reason, and the money stands in suspense", async ({
  page,
  signIn,
}) => {
  await signIn("operator");
  await page.goto(`/bank/accounts/${ACCOUNT}`);
  const line = page.getByRole("row", { name: /541\.73/ });
  await line.getByRole("gridcell").first().focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: /^Line \d+ of BS/ });
  await expect(panel).toContainText("The line names the settlement date.");
  await panel.getByRole("button", { name: "Undo the match" }).click();
  await panel.getByRole("button", { name: "Undo the match" }).click();
  await expect(panel).toContainText("Say why");
  await panel.getByLabel("Why").fill("It is another day's money.");
  await panel.getByRole("button", { name: "Undo the match" }).click();
  await expect(panel).toBeHidden();
  await expect(line).toContainText("Match undone");
  await page.goto(`/bank/remittances?channel=${CODE}`);
  await expect(page.getByRole("row", { name: new RegExp(channel.name) })).not.toContainText("Received");
});

test("an auditor looks and changes nothing", async ({ page, signIn }) => {
  await signIn("auditor");
  await page.goto("/bank");
  await expect(page.getByRole("heading", { name: "Bank beside book" })).toBeVisible();
  await expect(page.getByText("Drop bank statements here")).toBeHidden();
  await page.goto(`/bank/accounts/${ACCOUNT}`);
  await expect(page.getByRole("button", { name: /^Match/ })).toBeHidden();
});

type Movement = { minor: bigint; remark: string };

async function dropStatement(
  page: Page,
  name: string,
  openingMinor: bigint,
  movements: readonly Movement[],
  more: { statementNo?: string } = {},
): Promise<void> {
  await page.goto("/bank");
  await page.getByRole("combobox", { name: "Bank account" }).click();
  await page.getByRole("option", { name: ACCOUNT, exact: true }).click();
  const buffer = Buffer.from(mt940(openingMinor, movements, more.statementNo ?? "1"));
  await page.getByLabel("Drop bank statements here").setInputFiles({ name, mimeType: "text/plain", buffer });
}

/** One day of the account, as a bank writes it in MT940. */
function mt940(openingMinor: bigint, movements: readonly Movement[], statementNo: string): string {
  const on = channel.day.slice(2).replaceAll("-", "");
  const decimal = (minor: bigint) => `${minor / 100n},${`${minor % 100n}`.padStart(2, "0")}`;
  const closing = movements.reduce((sum, { minor }) => sum + minor, openingMinor);
  const lines = [
    ":20:STARTUMS",
    `:25:CN-${CODE}`,
    `:28C:${statementNo}/1`,
    `:60F:C${on}CNY${decimal(openingMinor)}`,
    ...movements.flatMap(({ minor, remark }, at) => [
      `:61:${on}${on.slice(2)}C${decimal(minor)}NTRFNONREF//B${at}`,
      `:86:166?00GUTSCHRIFT?20SVWZ+${remark}`,
    ]),
    `:62F:C${on}CNY${decimal(closing)}`,
    "-",
  ];
  return `${lines.join("\r\n")}\r\n`;
}
