import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BANK_DAY } from "@/core/statements/fixtures/sample-bank";
import { FUND_DAY, WECHAT_DAY } from "@/core/statements/fixtures/sample-days";
import { writeWechatFund } from "@/core/statements/fixtures/write-funds";
import { writeMt940 } from "@/core/statements/fixtures/write-mt940";
import { writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import type { TestDatabase } from "@/tests/database";
import { openDesk } from "@/tests/desk-fixture";
import { inspectStatement } from "./inspect-statement";

let db: TestDatabase;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-inspect-"));
  db = (await openDesk()).db;
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

test.each([
  [
    "a bill of its own",
    writeWechatBill("ALL", WECHAT_DAY),
    "wechat",
    { ok: true, value: { channel: "wechat", lines: 3 } },
  ],
  ["a fund bill", writeWechatFund(FUND_DAY), "wechat", { refusal: { code: "statement_format_differs" } }],
  ["a bank statement", writeMt940([BANK_DAY]), "wechat", { refusal: { code: "statement_is_bank_statement" } }],
  [
    "a bill of a channel that is not set up",
    writeWechatBill("ALL", WECHAT_DAY),
    "nobody",
    { refusal: { code: "channel_unknown" } },
  ],
  [
    "a fund bill of a channel that is not set up",
    writeWechatFund(FUND_DAY),
    "nobody",
    { refusal: { code: "channel_unknown" } },
  ],
])("%s", async (_, text, channel, expected) => {
  const path = join(folder, "upload");
  await writeFile(path, text);
  expect(await inspectStatement({ path, fileName: "a.csv", channel, settlesOn: "2018-08-21" })).toMatchObject(expected);
});
