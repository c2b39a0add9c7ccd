import { afterAll, beforeAll, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { addUser, as, asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(() => db.drop());

const named = (name: string) => ({ channels: [channelInput.parse({ code: "wechat", name, format: "wechat-trade" })] });

it("creates what is not there, and overwrites what is, as the command line does", async () => {
  await setChannels(asSystem(), named("First"));
  expect(await setChannels(asSystem(), named("Second"))).toMatchObject({ ok: true });
  expect(await reader.query("SELECT name, version FROM channels")).toEqual([{ name: "Second", version: 2 }]);
});

it("is the system's at set-up; a person needs a checker", async () => {
  const admin = await addUser(db.ownerPool, "ada", "ADMIN");
  const merchants = [merchantInput.parse({ merchantNo: "M1", name: "Shop" })];
  const refused = { ok: false, refusal: { code: "checker_needed" } };
  expect(await setChannels(as(admin), named("Third"))).toMatchObject(refused);
  expect(await setMerchants(as(admin), { merchants })).toMatchObject(refused);
  expect(await reader.query("SELECT name FROM channels UNION ALL SELECT name FROM merchants")).toEqual([
    { name: "Second" },
  ]);
});

it("gives the payees of a file as accounts that may be paid to at once, each number once", async () => {
  const payee = { name: "Shop Ltd", bank: "ICBC", account: "6222 0200-1234 5678" };
  const merchants = [merchantInput.parse({ merchantNo: "M2", name: "Shop", payee })];
  await setMerchants(asSystem(), { merchants });
  await setMerchants(asSystem(), { merchants });
  const rows = await reader.query(
    `SELECT holder, bank, account_no, payable_bank_account(merchant_id, 'CNY') = id AS is_paid_to FROM merchant_bank_accounts`,
  );
  expect(rows).toEqual([{ holder: "Shop Ltd", bank: "ICBC", account_no: "6222020012345678", is_paid_to: true }]);
});
