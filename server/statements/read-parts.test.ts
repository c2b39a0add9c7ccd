import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGb18030 } from "@/core/statements/fixtures/encode-gb18030";
import { ALIPAY_DAY, FUND_DAY } from "@/core/statements/fixtures/sample-days";
import { writeAlipayBill } from "@/core/statements/fixtures/write-alipay";
import { writeAlipayFund } from "@/core/statements/fixtures/write-funds";
import { canonicalLine, type StatementLine } from "@/core/statements/statement";
import { readFundBill } from "./read-fund-bill";
import { readStatement } from "./read-statement";
import { writeZip } from "./zip-fixture";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-parts-"));
});
afterAll(() => rm(folder, { recursive: true }));

const NAME = "20880000000000000156_20170831_业务明细";
const SUMMARY_HEADER =
  "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";
const summaryOf = (...rows: string[]) =>
  ["#支付宝业务汇总查询", "#账号：[20880000000000000156]", SUMMARY_HEADER, ...rows, "#业务汇总列表结束", ""].join(
    "\r\n",
  );
const sum = (isOf: (type: string) => boolean) =>
  ALIPAY_DAY.filter((line) => isOf(line.type)).reduce((total, line) => total + line.amountMinor, 0n);
const [paid, refunded] = [sum((type) => type === "交易"), sum((type) => type === "退款")];
const yuan = (fen: bigint) => `${fen / 100n}.${`${fen % 100n}`.padStart(2, "0")}`;
const TRUE_SUMMARY = summaryOf(`合计\t,\t,2,1,0.00,${yuan(paid - refunded)},0.00,0.00,0.00,0.00,0.00,0.00`);

const [first = [], second = []] = [ALIPAY_DAY.slice(0, 2), ALIPAY_DAY.slice(2)];
const whole = writeAlipayBill(ALIPAY_DAY);
const partOne = writeAlipayBill(first);
const partTwo = writeAlipayBill(second);
const withoutTotals = (text: string) => text.replaceAll(/#(交易|退款)合计.*\r\n/g, "");
const totalsOfWhole = (text: string) =>
  withoutTotals(text).replace(/(?=#导出时间)/, (whole.match(/#(交易|退款)合计.*\r\n/g) ?? []).join(""));

let uploads = 0;
async function read(members: Record<string, string>) {
  uploads += 1;
  const path = join(folder, `${uploads}`);
  const packed = Object.entries(members).map(([name, text]) => ({
    name: encodeGb18030(name),
    content: encodeGb18030(text),
  }));
  await writeFile(path, writeZip(packed));
  const lines: StatementLine[] = [];
  const outcome = await readStatement(path, "x.zip", async (found) => void lines.push(...found));
  return { outcome, path, said: lines.map(canonicalLine), lines };
}

const inParts = (one: string, two: string, summary: string | null = TRUE_SUMMARY) =>
  read({
    [`${NAME}_2.csv`]: two,
    [`${NAME}_1.csv`]: one,
    ...(summary === null ? {} : { [`${NAME}(汇总).csv`]: summary }),
  });

describe("a day in parts is the same statement as in one file", () => {
  test.each([
    ["each with its own totals", partOne, partTwo, null],
    ["each with its own totals, beside a summary", partOne, partTwo, TRUE_SUMMARY],
    ["each with the totals of the whole", totalsOfWhole(partOne), totalsOfWhole(partTwo), TRUE_SUMMARY],
    ["the totals behind the last only", withoutTotals(partOne), totalsOfWhole(partTwo), null],
    ["the totals in the summary only", withoutTotals(partOne), withoutTotals(partTwo), TRUE_SUMMARY],
    ["without the last line ends", partOne.trimEnd(), partTwo.trimEnd(), null],
  ])("%s", async (_, one, two, summary) => {
    const single = await read({ [`${NAME}.csv`]: whole });
    const found = await inParts(one, two, summary);
    expect(found.outcome).toMatchObject({ ok: true, value: { lines: 3, settlesOn: "2017-08-31" } });
    expect(found.said).toEqual(single.said);
    const hash = (outcome: typeof found.outcome) => (outcome.ok ? outcome.value.contentSha256 : "");
    expect(hash(found.outcome)).toBe(hash(single.outcome));
    const numbers = found.lines.map((line) => line.byteOffset);
    expect([...numbers].sort((left, right) => left - right)).toEqual(numbers);
  });
});

describe("is refused", () => {
  test.each([
    ["a total of a part that lies", partOne.replace("交易合计：2笔", "交易合计：3笔"), partTwo, null, "3 payments"],
    ["a part without its last line", partOne.replace(/\r\n[^\r\n]*(?=\r\n#-.*结束)/, ""), partTwo, null, "2 payments"],
    ["parts of which none says a total", withoutTotals(partOne), withoutTotals(partTwo), null, "交易合计"],
    [
      "parts without totals beside a summary that says nothing",
      withoutTotals(partOne),
      withoutTotals(partTwo),
      summaryOf("没有数据"),
      "交易合计",
    ],
    ["a summary that lies", partOne, partTwo, TRUE_SUMMARY.replace(",2,1,", ",3,1,"), "3 payments"],
    ["parts of two accounts", partOne, partTwo.replace("0156]", "0157]"), null, "parts of several bills"],
    ["parts of two days", partOne, partTwo.replaceAll("08月31日", "08月30日"), null, "parts of several bills"],
  ])("%s", async (_, one, two, summary, reason) => {
    const { outcome } = await inParts(one, two, summary);
    expect(outcome.ok ? "" : outcome.refusal.message).toContain(reason);
  });

  test("a missing part", async () => {
    const { outcome } = await read({ [`${NAME}_1.csv`]: partOne, [`${NAME}_3.csv`]: partTwo });
    expect(outcome).toMatchObject({ refusal: { code: "statement_zip_part_missing", params: { part: "2" } } });
  });

  test("the same bill twice under different days' names", async () => {
    const { outcome } = await read({ "20170831_业务明细.csv": whole, "20170830_业务明细.csv": whole });
    expect(outcome).toMatchObject({ refusal: { code: "statement_zip_ambiguous" } });
  });
});

describe("the summary is a control total of a bill in one file as well", () => {
  const beside = (summary: string) => read({ [`${NAME}.csv`]: whole, [`${NAME}(汇总).csv`]: summary });

  test.each([
    ["net of the refunds", TRUE_SUMMARY],
    ["of the payments", TRUE_SUMMARY.replace(yuan(paid - refunded), yuan(paid))],
    ["a row of each shop", summaryOf("1,a,1,0,0,100.00,0,0,0,0,0,0", "2,b,1,1,0,9.50,0,0,0,0,0,0")],
  ])("%s", async (_, summary) => {
    expect((await beside(summary)).outcome).toMatchObject({
      ok: true,
      value: { footer: { 汇总: "2 payments, 1 refunds" } },
    });
  });

  test.each([
    ["payments", TRUE_SUMMARY.replace(",2,1,", ",3,1,"), "3 payments"],
    ["refunds", TRUE_SUMMARY.replace(",2,1,", ",2,2,"), "2 refunds"],
    ["what was received", TRUE_SUMMARY.replace(yuan(paid - refunded), "0.01"), "商家实收 0.01"],
  ])("one that lies about %s refuses the bill", async (_, summary, reason) => {
    const { outcome } = await beside(summary);
    expect(outcome).toMatchObject({ refusal: { code: "statement_totals_disagree" } });
    expect(outcome.ok ? "" : outcome.refusal.message).toContain(reason);
  });

  test("one of another account, or that cannot be read, says nothing of it", async () => {
    const other = await beside(TRUE_SUMMARY.replace("0156]", "0157]").replace(",2,1,", ",3,1,"));
    expect(other.outcome).toMatchObject({ ok: true, value: { footer: { 汇总: "of another account" } } });
    const blank = await beside("#支付宝业务汇总查询\r\n");
    expect(blank.outcome).toMatchObject({ ok: true, value: { footer: { 汇总: expect.stringContaining("no row") } } });
  });
});

test("a fund bill in parts is one, its balance running on", async () => {
  const [one, two] = [FUND_DAY.slice(0, 3), FUND_DAY.slice(3)];
  const moved = one.reduce((total, line) => total + line.signed, 0n);
  const texts = [writeAlipayFund(one, 5_000n), writeAlipayFund(two, 5_000n + moved)];
  const { path } = await read({ "2088_账务明细_1.csv": texts[0] ?? "", "2088_账务明细_2.csv": texts[1] ?? "" });
  const found = await readFundBill(path, "x.zip");
  expect(found).toMatchObject({ ok: true, value: { lines: FUND_DAY.length } });
});
