import { describe, expect, test } from "vitest";
import { toDecimalString } from "@/core/money/parse-money";
import { invariant } from "@/core/result";
import { buildDemoCompany } from "../demo-company";
import type { ChannelCode, StatementFile } from "../demo-types";
import { type Reread, rereadStatement } from "../reread/reread-statement";
import { writeStatements } from "./write-statements";

const DAYS = ["2026-11-16", "2026-11-17", "2026-11-18"];
const company = buildDemoCompany({ seed: 21, days: DAYS, merchants: 30, ordersPerDay: 400 });
const statements = company.days.flatMap((day) => day.statements);

/** Sums of what was read back, worked out here once more. */
function sumsOf({ lines }: Reread) {
  const sums = { payments: 0, refunds: 0, paid: 0n, refunded: 0n, fee: 0n, feeCharged: 0n, feeReturned: 0n };
  for (const line of lines) {
    sums.fee += line.feeMinor;
    if (line.itemKind === "PAYMENT") {
      sums.payments += 1;
      sums.paid += line.amountMinor;
      sums.feeCharged += line.feeMinor;
    } else {
      sums.refunds += 1;
      sums.refunded += line.amountMinor;
      sums.feeReturned -= line.feeMinor;
    }
  }
  return sums;
}

const yuan = (amountMinor: bigint) => toDecimalString(amountMinor, 2);

function statementsOf(channel: ChannelCode): StatementFile[] {
  return statements.filter((statement) => statement.channel === channel);
}

test("there is one statement per channel and day", () => {
  const places = statements.map(({ channel, date }) => `${channel} ${date}`);
  expect(new Set(places).size).toBe(9);
  expect(places.length).toBe(9);
});

test.each(statements)("$channel $date says of itself what its lines add up to", (statement) => {
  const sums = sumsOf(rereadStatement(statement));
  expect(statement.totals).toEqual({
    payments: { count: sums.payments, amountMinor: sums.paid, feeMinor: sums.feeCharged },
    refunds: { count: sums.refunds, amountMinor: sums.refunded, feeMinor: -sums.feeReturned },
  });
  expect(sums.payments).toBeGreaterThan(20);
});

function firstStatementOf(channel: ChannelCode): StatementFile {
  const [first] = statementsOf(channel);
  invariant(first, `${channel} has a statement`);
  return first;
}

describe("WeChat Pay", () => {
  test.each(statementsOf("wechat"))("$date closes with the totals of its columns", (statement) => {
    const reread = rereadStatement(statement);
    const { payments, refunds, paid, refunded, fee } = sumsOf(reread);
    const [count, fees] = [`${payments + refunds}`, toDecimalString(fee * 1000n, 5)];
    expect(reread.footer).toEqual([count, yuan(paid), yuan(refunded), "0.00", fees, yuan(paid), yuan(refunded)]);
  });

  test("begins with a BOM, puts a back-tick before every cell and leaves commas as they are", () => {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(firstStatementOf("wechat").bytes);
    expect(text.startsWith("\uFEFF交易时间,公众账号ID,")).toBe(true);
    const rows = text.split("\r\n").slice(1, -3);
    expect(rows.every((row) => row.startsWith("`2026-11-"))).toBe(true);
    expect(rows.some((row) => /,`[^`]*, [^`]*,`/.test(row))).toBe(true);
  });
});

describe("Alipay", () => {
  test.each(statementsOf("alipay"))("$date closes with its totals, and its summary has them too", (statement) => {
    const reread = rereadStatement(statement);
    const { payments, refunds, paid, refunded, fee } = sumsOf(reread);
    const received = yuan(paid - refunded);
    const net = yuan(paid - refunded - fee);
    expect(reread.footer).toEqual([
      `#交易合计：${payments}笔，商家实收共${yuan(paid)}元，商家优惠共0.00元`,
      `#退款合计：${refunds}笔，商家实收退款共${yuan(-refunded)}元，商家优惠退款共0.00元`,
      `合计\t,\t,${payments},${refunds},${received},${received},0.00,0.00,0.00,${yuan(-fee)},0.00,${net}`,
    ]);
  });

  test("names its members in GBK, without the flag that says UTF-8", () => {
    const statement = firstStatementOf("alipay");
    expect(rereadStatement(statement).members).toEqual([
      "20880000000000010156_20261116_业务明细.csv",
      "20880000000000010156_20261116_业务明细(汇总).csv",
    ]);
    const flags = new DataView(statement.bytes.buffer).getUint16(6, true);
    expect(flags).toBe(0);
  });
});

describe("UnionPay", () => {
  test.each(statementsOf("unionpay"))("$date has a report that sums up its records", (statement) => {
    const reread = rereadStatement(statement);
    const { payments, refunds, paid, refunded, feeCharged, feeReturned } = sumsOf(reread);
    const net = paid - feeCharged;
    const netBack = refunded - feeReturned;
    const cells = reread.footer.map((row) => row.split(/ +/));
    expect(cells).toEqual([
      ["消费", `${payments}`, "0.00", yuan(paid), yuan(feeCharged), "0.00", "0.00", yuan(net)],
      ["退货", `${refunds}`, yuan(refunded), "0.00", "0.00", yuan(feeReturned), yuan(netBack), "0.00"],
      [
        "合计",
        `${payments + refunds}`,
        yuan(refunded),
        yuan(paid),
        yuan(feeCharged),
        yuan(feeReturned),
        "0.00",
        yuan(net - netBack),
      ],
    ]);
  });

  test("says its settlement day in the names of its members", () => {
    const statement = firstStatementOf("unionpay");
    expect(rereadStatement(statement).members).toEqual([
      "INN26111688ZM_802310000000001",
      "RD201026111601_802310000000001",
    ]);
  });
});

test("a day without lines still has its three files, with totals of zero", () => {
  const empty = writeStatements(["2026-11-16"], []);
  expect(empty.map((statement) => rereadStatement(statement).lines.length)).toEqual([0, 0, 0]);
  expect(empty.map((statement) => statement.totals.payments.count)).toEqual([0, 0, 0]);
});
