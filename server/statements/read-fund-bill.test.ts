import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGb18030 } from "@/core/statements/fixtures/encode-gb18030";
import { FUND_DAY, WECHAT_DAY } from "@/core/statements/fixtures/sample-days";
import { writeAlipayFund, writeWechatFund } from "@/core/statements/fixtures/write-funds";
import { writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { inspectStatement } from "./inspect-statement";
import { readFundBill } from "./read-fund-bill";
import { readStatement } from "./read-statement";
import { writeZip } from "./zip-fixture";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-funds-"));
});
afterAll(() => rm(folder, { recursive: true }));

const utf8 = (text: string) => new TextEncoder().encode(text);
const wechat = utf8(writeWechatFund(FUND_DAY));
const alipay = encodeGb18030(writeAlipayFund(FUND_DAY));
const summary = encodeGb18030(
  "#支付宝账务汇总查询\r\n类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）\r\n合计,2,109.50,4,103.50,6.00\r\n",
);
const alipayZip = writeZip([
  { name: encodeGb18030("20880000000000000156_20180201_账务明细(汇总).csv"), content: summary },
  { name: encodeGb18030("20880000000000000156_20180201_账务明细.csv"), content: alipay },
]);

let uploads = 0;
async function save(bytes: Uint8Array): Promise<string> {
  uploads += 1;
  const path = join(folder, `${uploads}`);
  await writeFile(path, bytes);
  return path;
}

const inspect = async (bytes: Uint8Array, settlesOn: string | null = null) =>
  inspectStatement({ path: await save(bytes), fileName: "bill.bin", channel: null, settlesOn });

const packed: [string, Uint8Array, string][] = [
  ["WeChat's bill", wechat, "wechat-fund"],
  ["WeChat's bill in gzip", gzipSync(wechat), "wechat-fund"],
  ["Alipay's bill", alipay, "alipay-fund"],
  ["Alipay's archive with its summary", alipayZip, "alipay-fund"],
];

test.each(packed)("%s is recognised and summed up, however it is packed", async (_, bytes, format) => {
  expect(await inspect(bytes)).toMatchObject({
    ok: true,
    value: {
      statementNo: null,
      version: null,
      duplicate: false,
      format,
      settlesOn: "2018-02-01",
      openingMinor: "5000",
      closingMinor: "5600",
      income: { count: 2, amountMinor: "10950" },
      outgo: { count: 4, amountMinor: "10350" },
      lines: 6,
    },
  });
});

test.each(packed)(
  "%s is refused where payments are wanted, before a line of it is handed out",
  async (_, bytes, format) => {
    const handedOut: unknown[] = [];
    const keep = async (lines: unknown[]) => void handedOut.push(...lines);
    const read = await readStatement(await save(bytes), "bill.bin", keep);
    expect(read).toMatchObject({ ok: false, refusal: { code: "statement_is_fund_bill", params: { format } } });
    expect(handedOut).toEqual([]);
  },
);

describe("what a fund bill shares with statements", () => {
  test("the same content has the same content hash in other wrapping, and only then", async () => {
    const hash = async (bytes: Uint8Array) => {
      const read = await readFundBill(await save(bytes), "bill.csv");
      return read.ok ? read.value.contentSha256 : read.refusal.code;
    };
    const plain = await hash(wechat);
    expect(await hash(gzipSync(wechat))).toBe(plain);
    expect(await hash(encodeGb18030(writeWechatFund(FUND_DAY)))).toBe(plain);
    expect(await hash(utf8(writeWechatFund(FUND_DAY.slice(1))))).not.toBe(plain);
  });

  test("a bill that doesn't add up is refused with its lines named", async () => {
    const lying = utf8(writeWechatFund(FUND_DAY).replace("`158.85", "`158.95"));
    expect(await inspect(lying)).toMatchObject({
      ok: false,
      refusal: { code: "statement_balance_disagrees", params: { lineNo: "5", column: "账户结余" } },
    });
  });

  test("a bill of several days has no settlement date but the one that was given", async () => {
    const month = encodeGb18030(
      writeAlipayFund(FUND_DAY).replace("终止日期：[2018年02月02日", "终止日期：[2018年03月01日"),
    );
    expect(await inspect(month)).toMatchObject({ value: { settlesOn: null, endsOn: "2018-02-28" } });
    expect(await inspect(month, "2018-02-28")).toMatchObject({ value: { settlesOn: "2018-02-28" } });
  });

  test("a fund bill and a trade bill in one archive are two files", async () => {
    const both = writeZip([
      { name: utf8("fund.csv"), content: wechat },
      { name: utf8("trade.csv"), content: utf8(writeWechatBill("ALL", WECHAT_DAY)) },
    ]);
    expect(await inspect(both)).toMatchObject({ refusal: { code: "statement_zip_ambiguous" } });
  });

  test("a statement of payments is inspected as before", async () => {
    const found = await inspect(utf8(writeWechatBill("ALL", WECHAT_DAY)));
    expect(found).toMatchObject({ value: { format: "wechat-trade", payments: { count: 2 }, lines: 3 } });
    expect(found.ok && "income" in found.value).toBe(false);
  });
});
