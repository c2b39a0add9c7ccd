import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGb18030 } from "@/core/statements/fixtures/encode-gb18030";
import { ALIPAY_DAY, UNIONPAY_DAY, UNIONPAY_NAME, WECHAT_DAY } from "@/core/statements/fixtures/sample-days";
import { writeAlipayBill } from "@/core/statements/fixtures/write-alipay";
import { UNIONPAY_MERCHANT, writeUnionpayReport, writeUnionpayZm } from "@/core/statements/fixtures/write-unionpay";
import { writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import type { StatementLine } from "@/core/statements/statement";
import { readStatement, type StatementProgress } from "./read-statement";
import { writeZip, type ZipFixtureMember } from "./zip-fixture";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-statements-"));
});
afterAll(() => rm(folder, { recursive: true }));

const utf8 = (text: string) => new TextEncoder().encode(text);
const wechat = utf8(writeWechatBill("ALL", WECHAT_DAY));
const alipay = encodeGb18030(writeAlipayBill(ALIPAY_DAY));
const zm = writeUnionpayZm(UNIONPAY_DAY);
const report = writeUnionpayReport(UNIONPAY_DAY);
const REPORT_NAME = `RD201018010101_${UNIONPAY_MERCHANT}`;
const ERRORS_NAME = `INN18010188ZME_${UNIONPAY_MERCHANT}`;

const ENGLISH =
  "Transaction time,Official account ID,Vendor ID,Device ID,Wechat order number,Vendor order number,User tag,Transaction type,Transaction status,Currency,Total amount,Service charge,Rate\r\n`2026-11-19 12:00:01,`wx1\r\n";

let uploads = 0;
async function read(bytes: Uint8Array, fileName: string) {
  uploads += 1;
  const path = join(folder, `${uploads}`);
  await writeFile(path, bytes);
  const lines: StatementLine[] = [];
  const progress: StatementProgress[] = [];
  const outcome = await readStatement(
    path,
    fileName,
    async (found) => void lines.push(...found),
    (at) => progress.push(at),
  );
  return { lines, progress, outcome };
}

function member(name: string, content: Uint8Array, more: Partial<ZipFixtureMember> = {}): ZipFixtureMember {
  return { name: encodeGb18030(name), content, ...more };
}

const alipayZip = writeZip([
  member("20880000000000000156_20170831_业务明细(汇总).csv", encodeGb18030("#支付宝业务汇总查询\r\n")),
  member("20880000000000000156_20170831_业务明细.csv", alipay),
]);

describe("what arrives, however it is packed", () => {
  const cases: [string, Uint8Array, string, number][] = [
    ["a WeChat bill", wechat, "bill.csv", 3],
    ["a WeChat bill in gzip", gzipSync(wechat), "bill.csv.gz", 3],
    ["a WeChat bill in gzip under another name", gzipSync(wechat), "bill.txt", 3],
    ["an empty WeChat day in gzip", gzipSync(utf8("No Bill Exist\n")), "bill.csv.gz", 0],
    ["a WeChat refund bill in gzip", gzipSync(utf8(writeWechatBill("REFUND", WECHAT_DAY.slice(2)))), "refunds.gz", 1],
    ["an Alipay acquirer's bill in gzip", gzipSync(utf8(writeAlipayBill(ALIPAY_DAY, true))), "a.csv.gz", 3],
    ["an Alipay archive with GBK names", alipayZip, "20880000000000000156_20170831.csv.zip", 3],
    ["an Alipay bill out of its archive", alipay, "明细.csv", 3],
    ["a stored member", writeZip([member("bill.csv", wechat, { isStored: true })]), "bill.zip", 3],
    [
      "a folder and a Mac's leftovers beside it",
      writeZip([member("a/", utf8("")), member("__MACOSX/._b", utf8("x")), member("a/b", wechat)]),
      "b.zip",
      3,
    ],
    [
      "UnionPay's archive",
      writeZip([member(UNIONPAY_NAME, zm), member(REPORT_NAME, report), member(ERRORS_NAME, utf8(""))]),
      "x.zip",
      3,
    ],
    ["an empty UnionPay day", writeZip([member(UNIONPAY_NAME, utf8(""))]), "x.zip", 0],
  ];
  test.each(cases)("%s", async (_, bytes, fileName, lines) => {
    const found = await read(bytes, fileName);
    expect(found.outcome).toMatchObject({ ok: true, value: { lines, sizeBytes: bytes.length } });
    expect(found.lines).toHaveLength(lines);
    expect(found.progress.at(-1)).toMatchObject({ lines, sizeBytes: bytes.length });
  });

  test("the same content has the same content hash in other wrapping, and only then", async () => {
    const hash = async (bytes: Uint8Array) => {
      const { outcome } = await read(bytes, "bill.csv");
      return outcome.ok ? outcome.value.contentSha256 : outcome.refusal.code;
    };
    const text = writeWechatBill("ALL", WECHAT_DAY);
    const plain = await hash(wechat);
    expect(await hash(gzipSync(wechat))).toBe(plain);
    expect(await hash(utf8(`\ufeff${text.replaceAll("\r\n", "\n")}`))).toBe(plain);
    expect(await hash(encodeGb18030(text))).toBe(plain);
    expect(await hash(utf8(writeWechatBill("ALL", WECHAT_DAY.slice(1))))).not.toBe(plain);
  });
});

describe("what is refused before a line is believed", () => {
  const zeros = new Uint8Array(40 * 1024 ** 2);
  const zip = writeZip([member("bill.csv", wechat)]);
  const cases: [string, Uint8Array, string][] = [
    ["a bomb", writeZip([member("bill.csv", zeros)]), "statement_zip_ratio"],
    ["a member twice", writeZip([member("bill.csv", wechat), member("bill.csv", alipay)]), "statement_zip_corrupt"],
    ["WeChat's bill in English", utf8(ENGLISH), "statement_header_english"],
    ["WeChat's bill in English, packed", writeZip([member("bill.csv", utf8(ENGLISH))]), "statement_header_english"],
    ["UTF-16", Buffer.from(`\ufeff${writeWechatBill("ALL", WECHAT_DAY)}`, "utf16le"), "statement_encoding_invalid"],
    ["a bomb beside a bill", writeZip([member("bill.csv", wechat), member("b", zeros)]), "statement_zip_ratio"],
    [
      "a bomb behind a head that looks like a bill",
      writeZip([member("b", Buffer.concat([wechat, zeros]))]),
      "statement_zip_ratio",
    ],
    [
      "a bomb that claims to be small",
      writeZip([member("b", Buffer.concat([wechat, zeros]), { claimedBytes: 1_000 })]),
      "statement_zip_corrupt",
    ],
    ["a bomb of lines", gzipSync(Buffer.concat([wechat, Buffer.alloc(40 * 1024 ** 2, "\n")])), "statement_zip_ratio"],
    ["a bomb in gzip of nothing known", gzipSync(zeros), "statement_format_unknown"],
    [
      "a declared size beyond the limit",
      writeZip([member("b", wechat, { claimedBytes: 0xfffffff0 }), member("c", wechat, { claimedBytes: 0xfffffff0 })]),
      "statement_file_too_large",
    ],
    [
      "more bytes than declared",
      writeZip([member("b", wechat, { claimedBytes: wechat.length - 1 })]),
      "statement_zip_corrupt",
    ],
    ["a wrong checksum", writeZip([member("b", wechat, { claimedCrc32: 1 })]), "statement_zip_corrupt"],
    [
      "too many members",
      writeZip(Array.from({ length: 51 }, (_, index) => member(`b${index}`, wechat))),
      "statement_zip_too_many_members",
    ],
    ["a path that climbs out", writeZip([member("../../etc/bill.csv", wechat)]), "statement_zip_path"],
    ["a path that climbs out, backslashed", writeZip([member("a\\..\\..\\bill.csv", wechat)]), "statement_zip_path"],
    ["an absolute path", writeZip([member("/etc/bill.csv", wechat)]), "statement_zip_path"],
    ["a drive", writeZip([member("C:bill.csv", wechat)]), "statement_zip_path"],
    ["an encrypted member", writeZip([member("b", wechat, { flags: 1 })]), "statement_zip_encrypted"],
    ["an exotic compression", writeZip([member("b", wechat, { method: 12 })]), "statement_zip_unsupported"],
    ["an archive in an archive", writeZip([member("b.zip", zip)]), "statement_zip_nested"],
    ["a gzip in an archive", writeZip([member("b.gz", gzipSync(wechat))]), "statement_zip_nested"],
    ["an archive in gzip", gzipSync(zip), "statement_zip_nested"],
    ["two statements in one archive", writeZip([member("a", wechat), member("b", alipay)]), "statement_zip_ambiguous"],
    ["nothing known", writeZip([member("readme.txt", utf8("hello"))]), "statement_format_unknown"],
    ["a spreadsheet", writeZip([member("[Content_Types].xml", utf8("<Types/>"))]), "statement_format_unknown"],
    ["an empty archive", writeZip([]), "statement_format_unknown"],
    ["an empty file", utf8(""), "statement_file_empty"],
    ["a cut archive", zip.subarray(0, zip.length - 10), "statement_zip_corrupt"],
    ["a cut gzip", gzipSync(wechat).subarray(0, 200), "statement_gzip_corrupt"],
    ["a ZM file without its name", zm, "statement_settlement_date_missing"],
  ];
  test.each(cases)("%s", async (_, bytes, code) => {
    const { outcome } = await read(bytes, "upload.bin");
    expect(outcome).toMatchObject({ ok: false, refusal: { code } });
  });

  test("members that share bytes", async () => {
    const content = wechat;
    const bytes = writeZip([member("a", content), member("b", content)]);
    const second = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(0, second + 42);
    expect((await read(bytes, "x.zip")).outcome).toMatchObject({ refusal: { code: "statement_zip_corrupt" } });
  });

  test("UnionPay's report that disagrees names both numbers", async () => {
    const bytes = writeZip([member(UNIONPAY_NAME, zm.subarray(0, zm.length / 3)), member(REPORT_NAME, report)]);
    const { outcome } = await read(bytes, "x.zip");
    expect(outcome).toMatchObject({ ok: false, refusal: { code: "statement_totals_disagree" } });
    expect(outcome.ok ? "" : outcome.refusal.message).toContain("payments of 109.50");
    expect(outcome.ok ? "" : outcome.refusal.message).toContain("payments of 100.00");
  });

  test("a bit that fell over in an archive or a gzip is noticed, or changes nothing", async () => {
    for (const whole of [alipayZip, gzipSync(wechat)]) {
      const original = (await read(whole, "x")).outcome;
      for (let at = 0; at < whole.length; at += 13) {
        const bytes = Uint8Array.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
        const { outcome } = await read(bytes, "x");
        if (outcome.ok && original.ok) expect(outcome.value.contentSha256).toBe(original.value.contentSha256);
      }
    }
  });

  test("any cut of an archive or a gzip is refused", async () => {
    for (const whole of [alipayZip, gzipSync(wechat)]) {
      for (let length = 1; length < whole.length; length += 37) {
        expect((await read(whole.subarray(0, length), "x")).outcome.ok).toBe(false);
      }
    }
  });
});

test("the next lines wait for the sink, and a sink that fails ends the reading", async () => {
  const path = join(folder, "slow");
  await writeFile(path, wechat);
  const failing = async () => {
    throw new Error("staging is full");
  };
  await expect(readStatement(path, "slow", failing)).rejects.toThrow("staging is full");
});
