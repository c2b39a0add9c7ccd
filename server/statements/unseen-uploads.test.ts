import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BANK_DAY } from "@/core/statements/fixtures/sample-bank";
import { ALIPAY_DAY, WECHAT_DAY } from "@/core/statements/fixtures/sample-days";
import { writeAlipayBill } from "@/core/statements/fixtures/write-alipay";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { writeMt940 } from "@/core/statements/fixtures/write-mt940";
import { writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { readBankFile } from "@/server/bank/read-bank-file";
import { readStatement } from "./read-statement";
import { writeZip } from "./zip-fixture";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-unseen-"));
});
afterAll(() => rm(folder, { recursive: true }));

let uploads = 0;
async function save(bytes: string | Uint8Array): Promise<string> {
  uploads += 1;
  const path = join(folder, `${uploads}`);
  await writeFile(path, bytes);
  return path;
}

const zipOf = (members: Record<string, string | Uint8Array>) =>
  writeZip(
    Object.entries(members).map(([name, content]) => ({ name: Buffer.from(name), content: Buffer.from(content) })),
  );
const readBank = async (members: Record<string, string | Uint8Array>) =>
  readBankFile(await save(zipOf(members)), "statements.zip");

const first = writeCamt053([BANK_DAY]);
const second = writeCamt053([{ ...BANK_DAY, accountNo: "DE00000000000000000002", statementNo: "2" }]);

describe("several bank statements in one archive", () => {
  test("are read as one file each, and their lines are handed out to their accounts", async () => {
    const read = await readBank({
      "a.xml": first,
      "sub/b.xml": second,
      "__MACOSX/._a.xml": "x",
      "readme.txt": "hello",
    });
    expect(read).toMatchObject({ ok: true, value: { format: "camt053", layout: "camt.053.001.08" } });
    const parts = read.ok ? read.value.parts : [];
    expect(parts.map(({ accountNo, lines }) => [accountNo, lines.length])).toEqual([
      [BANK_DAY.accountNo, 4],
      ["DE00000000000000000002", 4],
    ]);
  });

  test("are read in MT940 as well", async () => {
    const read = await readBank({
      "a.sta": writeMt940([BANK_DAY]),
      "b.sta": writeMt940([{ ...BANK_DAY, accountNo: "2" }]),
    });
    expect(read).toMatchObject({ ok: true, value: { parts: [{ accountNo: BANK_DAY.accountNo }, { accountNo: "2" }] } });
  });

  test("are refused together, and the one that keeps them out is named", async () => {
    const read = await readBank({ "a.xml": first, "b.xml": second.slice(0, -40) });
    expect(read).toMatchObject({ ok: false, refusal: { code: "statement_truncated", params: { member: "b.xml" } } });
    expect(read.ok ? "" : read.refusal.message).toMatch(/^b\.xml: /);
  });

  test("have to be of one format", async () => {
    const read = await readBank({ "a.xml": first, "b.sta": writeMt940([BANK_DAY]) });
    expect(read).toMatchObject({ ok: false, refusal: { code: "statement_zip_ambiguous" } });
  });

  test("and a channel's bills still come one at a time", async () => {
    const bill = writeWechatBill("ALL", WECHAT_DAY);
    const path = await save(zipOf({ "a.csv": bill, "b.csv": bill }));
    const read = await readStatement(path, "x.zip", async () => undefined);
    expect(read).toMatchObject({ ok: false, refusal: { code: "statement_zip_ambiguous" } });
  });
});

describe("an empty file", () => {
  const empty = { ok: false, refusal: { code: "statement_file_empty" } };

  test.each(["", "\r\n\r\n", "\ufeff", "\ufeff \t\n"])("of %j is told as what it is", async (text) => {
    const path = await save(text);
    expect(await readStatement(path, "bill.csv", async () => undefined)).toMatchObject(empty);
    expect(await readBankFile(path, "bill.sta")).toMatchObject(empty);
    const packed = await save(zipOf({ "bill.csv": text }));
    expect(await readStatement(packed, "bill.zip", async () => undefined)).toMatchObject(empty);
  });

  test("of UnionPay is a day without trades, by its name", async () => {
    const read = await readStatement(await save(""), "INN18010188ZM_777000000000001", async () => undefined);
    expect(read).toMatchObject({ ok: true, value: { lines: 0, settlesOn: "2018-01-01" } });
  });

  test("beside a bill changes nothing", async () => {
    const path = await save(zipOf({ ".keep": "", "bill.csv": writeWechatBill("ALL", WECHAT_DAY) }));
    expect(await readStatement(path, "x.zip", async () => undefined)).toMatchObject({ ok: true, value: { lines: 3 } });
    const strange = await save(zipOf({ ".keep": "", "letter.txt": "hello" }));
    const refused = { ok: false, refusal: { code: "statement_format_unknown" } };
    expect(await readStatement(strange, "x.zip", async () => undefined)).toMatchObject(refused);
  });
});

describe("an empty cell of a fee", () => {
  const wechat = writeWechatBill("ALL", WECHAT_DAY);
  const alipay = writeAlipayBill(ALIPAY_DAY);
  const feeless = async (text: string) => {
    const lines: { kind: string; feeE5: bigint }[] = [];
    const read = await readStatement(await save(text), "x.csv", async (found) => void lines.push(...found));
    return { code: read.ok ? null : read.refusal.code, fees: lines.map(({ kind, feeE5 }) => [kind, feeE5]) };
  };

  test("of a refund is nothing: no fee comes back", async () => {
    const ofWechat = await feeless(wechat.replace("`-0.15000", "`").replace("`0.50700", "`0.65700"));
    expect(ofWechat).toMatchObject({ code: null });
    expect(ofWechat.fees).toContainEqual(["REFUND", 0n]);
    const ofAlipay = await feeless(alipay.replace(/(退款,.*),-?0\.15,/, "$1,,"));
    expect(ofAlipay).toMatchObject({ code: null });
    expect(ofAlipay.fees).toContainEqual(["REFUND", 0n]);
  });

  test("of a payment is one that is missing", async () => {
    expect(await feeless(wechat.replace("`0.60000", "`"))).toMatchObject({ code: "statement_lines_unreadable" });
    const text = alipay.replace(/(交易,.*),-?0\.60,/, "$1,,");
    expect(await feeless(text)).toMatchObject({ code: "statement_lines_unreadable" });
  });
});
