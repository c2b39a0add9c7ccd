import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BANK_DAY } from "@/core/statements/fixtures/sample-bank";
import { FUND_DAY } from "@/core/statements/fixtures/sample-days";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { writeWechatFund } from "@/core/statements/fixtures/write-funds";
import { writeMt940 } from "@/core/statements/fixtures/write-mt940";
import { writeZip } from "@/server/statements/zip-fixture";
import type { TestDatabase } from "@/tests/database";
import { openDesk } from "@/tests/desk-fixture";
import { detectUpload } from "./detect-upload";

let db: TestDatabase;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-detect-"));
  db = (await openDesk()).db;
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

const camt = writeCamt053([BANK_DAY]);
const zip = writeZip(["a.xml", "b.xml"].map((name) => ({ name: Buffer.from(name), content: Buffer.from(camt) })));

test.each<[string, string | Uint8Array, string]>([
  ["a bank's statement", camt, "statement_is_bank_statement"],
  ["a bank's statement in MT940", writeMt940([BANK_DAY]), "statement_is_bank_statement"],
  ["a bank's archive", zip, "statement_is_bank_statement"],
  ["a fund bill", writeWechatFund(FUND_DAY), "statement_is_fund_bill"],
  ["nothing", "", "statement_file_empty"],
  ["a letter", "hello", "statement_format_unknown"],
])("%s where a channel's statement is wanted is told as what it is", async (_, content, code) => {
  const path = join(folder, "upload");
  await writeFile(path, content);
  expect((await detectUpload(path, "upload", null)).refusal).toMatchObject({ code });
});
