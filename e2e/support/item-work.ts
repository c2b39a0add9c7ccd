import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { desk } from "../fixtures/test";
import type { SmallChannel } from "./small-channel";
import { type BillLine, writeWechatBill } from "./wechat-bill";

type Database = { query: (sql: string, values: unknown[]) => Promise<{ rows: Record<string, string>[] }> };

/** Takes a bill of the channel's day in and reconciles it, by the command line. */
export async function reconcileBill(channel: SmallChannel, lines: readonly BillLine[]): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), "desk-e2e-")), `${channel.code}.csv`);
  writeFileSync(path, writeWechatBill(lines));
  await desk("statement", "import", path, "--channel", channel.code, "--date", channel.day, "--json");
  await desk("reconcile", "--channel", channel.code, "--date", channel.day, "--json");
}

export async function itemNoOf(database: Database, { orderNo }: Pick<BillLine, "orderNo">): Promise<string> {
  const { rows } = await database.query("SELECT item_no FROM suspense_items WHERE match_key = $1", [orderNo]);
  return rows[0]?.item_no ?? "";
}

export async function openItem(page: Page, itemNo: string): Promise<void> {
  await page.goto(`/suspense/${itemNo}`);
  await expect(page.getByRole("heading", { level: 1, name: itemNo })).toBeVisible();
}

/** Proposes a resolution on the item's page and gives the request's number. */
export async function propose(page: Page, itemNo: string, resolution: string, reason: string): Promise<string> {
  await page
    .getByRole("toolbar")
    .getByRole("button", { name: /^Propose a resolution/ })
    .click();
  const dialog = page.getByRole("dialog", { name: `Propose a resolution for ${itemNo}` });
  await dialog.getByRole("radio", { name: resolution }).check();
  await dialog.getByLabel("Reason").fill(reason);
  await expect(dialog.getByRole("region", { name: "What it would post" }).getByRole("table").first()).toBeVisible();
  await dialog.getByRole("button", { name: "Send for approval" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("main")).toContainText("Waiting for approval");
  return requestOn(page);
}

/** The number of the request that the page shows first. */
export async function requestOn(page: Page): Promise<string> {
  const request = page
    .getByRole("main")
    .getByRole("link", { name: /^AP\d+$/ })
    .first();
  return ((await request.textContent()) ?? "").trim();
}

/** The number of the request about this object that still waits; empty where none does. */
export async function requestAbout(database: Database, objectNo: string): Promise<string> {
  const { rows } = await database.query(
    "SELECT approval_no FROM approvals WHERE object_no = $1 AND status = 'PENDING' ORDER BY id DESC",
    [objectNo],
  );
  return rows[0]?.approval_no ?? "";
}

/** Opens a request and signs it; `ended` is what its page says then. */
export async function approveRequest(page: Page, approvalNo: string, ended = "Approved and posted"): Promise<void> {
  await page.goto(`/approvals/${approvalNo}`);
  await page.getByRole("button", { name: /^Approve/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Approve AP/ });
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("main")).toContainText(ended);
}
