import { describe, expect, it } from "vitest";
import { encodeGb18030 } from "../fixtures/encode-gb18030";
import { parseMapped, whyRefused } from "../fixtures/parse-mapped";
import { findMappingFaults } from "./find-mapping-faults";
import { previewMapping } from "./preview-mapping";
import { EMPTY_MAPPING, suggestMapping } from "./suggest-mapping";

const bytes = (...lines: string[]) => new TextEncoder().encode([...lines, ""].join("\r\n"));

const CHINESE = bytes(
  "#商户账单",
  "#日期：2026-11-19",
  "商户订单号,平台流水号,交易类型,交易状态,交易金额(元),手续费(元),交易时间",
  '`O1\t,`T1,支付,成功,"1,234.56",0.74,2026/11/19 12:00:00',
  "`O2\t,`T2,退款,成功,12.30,-0.01,2026/11/19 12:30:00",
);

describe("a suggested mapping", () => {
  it("finds columns by their Chinese names, the comments above, the separators and the dates", () => {
    const mapping = suggestMapping(CHINESE, true, "Asia/Shanghai");
    expect(mapping).toMatchObject({
      text: { delimiter: "COMMA", endsWithLineEnd: true },
      skip: { leadingLines: 0, prefixes: ["#"] },
      numbers: { orderNo: "商户订单号", channelTradeNo: "平台流水号", refundNo: null },
      amount: { by: "UNSIGNED", column: "交易金额(元)" },
      fee: { column: "手续费(元)", charged: "POSITIVE" },
      writing: { decimalMark: "POINT", thousands: "COMMA" },
      time: { as: "LOCAL", date: "YYYY/MM/DD", time: "HH:mm:ss", zone: "Asia/Shanghai" },
      kind: {
        by: "COLUMN",
        column: "交易类型",
        values: [
          { text: "支付", means: "PAYMENT" },
          { text: "退款", means: "REFUND" },
        ],
      },
      status: { by: "COLUMN", values: [{ text: "成功", means: "SUCCEEDED" }] },
    });
    expect(findMappingFaults(mapping)).toEqual([]);
    expect(whyRefused(parseMapped(CHINESE, mapping))).toBe("accepted");
  });

  it("finds columns by their English names in a file of another delimiter, with signed amounts", () => {
    const file = bytes(
      "Merchant Order ID;Transaction ID;Gross Amount;Currency;Created At;Commission",
      "O1;T1;(5.00);USD;2026-11-19T04:00:00Z;-0.10",
      "O2;T2;$7.50;USD;2026-11-19T05:00:00Z;-0.10",
    );
    const mapping = suggestMapping(file, true, "Asia/Shanghai");
    expect(mapping).toMatchObject({
      text: { delimiter: "SEMICOLON" },
      numbers: { orderNo: "Merchant Order ID", channelTradeNo: "Transaction ID" },
      kind: { by: "AMOUNT" },
      amount: { by: "SIGNED", column: "Gross Amount", refundIs: "NEGATIVE" },
      fee: { column: "Commission", charged: "NEGATIVE" },
      writing: { symbols: ["$"], parentheses: true },
      asset: { by: "COLUMN", column: "Currency" },
      time: { as: "INSTANT", column: "Created At", pattern: "RFC3339" },
    });
    const { lines } = parseMapped(file, mapping);
    expect(lines.map((line) => [line.kind, line.amountMinor, line.feeE5])).toEqual([
      ["REFUND", 500n, 10000n],
      ["PAYMENT", 750n, 10000n],
    ]);
  });

  it("finds a footer in the last lines of a whole file", () => {
    const whole = bytes("订单号,金额,时间", "O1,1.00,2026-11-19 12:00:00", "合计,1笔");
    const footer = { prefixes: ["合计"], isRequired: true, maxLines: 5 };
    expect(suggestMapping(whole, true, "UTC").footer).toEqual(footer);
    expect(suggestMapping(whole, false, "UTC").footer).toBeNull();
  });

  it("takes in and out columns for payments and refunds", () => {
    const mapping = suggestMapping(bytes("流水号,收入,支出,日期", "T1,5.00,,20261119"), true, "Asia/Shanghai");
    expect(mapping).toMatchObject({
      kind: { by: "AMOUNT" },
      amount: { by: "IN_OUT", inColumn: "收入", outColumn: "支出" },
    });
    expect(mapping.time).toMatchObject({ date: "YYYYMMDD", time: null });
  });

  it("leaves open what it cannot tell: unknown texts, no header, other encodings are no trouble", () => {
    const file = bytes("商户订单号,交易类型,交易金额,交易时间", "O1,代扣,1.00,2026-11-19 12:00:00");
    expect(suggestMapping(file, true, "Asia/Shanghai").kind).toMatchObject({ column: "交易类型", values: [] });
    expect(suggestMapping(bytes("a,b", "1,2"), true, "Asia/Shanghai").numbers).toEqual(EMPTY_MAPPING.numbers);
    expect(suggestMapping(new Uint8Array(0), true, "Asia/Shanghai").numbers).toEqual(EMPTY_MAPPING.numbers);
    const gbk = encodeGb18030("商户订单号,交易金额,交易时间\r\nO1,1.00,2026-11-19 12:00:00\r\n");
    expect(suggestMapping(gbk, true, "Asia/Shanghai").numbers.orderNo).toBe("商户订单号");
    expect(suggestMapping(bytes("订单号,金额", "O1,1.00").subarray(0, -2), true, "UTC").text.endsWithLineEnd).toBe(
      false,
    );
  });
});

describe("a preview", () => {
  it("says of each cell what it becomes, and in place why it cannot", () => {
    const mapping = suggestMapping(CHINESE, true, "Asia/Shanghai");
    const file = new TextEncoder().encode(
      new TextDecoder().decode(CHINESE).replace("退款", "退货款").replace("12.30", "12.345"),
    );
    const preview = previewMapping(mapping, file, true);
    expect(preview).toMatchObject({ encoding: "utf-8", read: 1, refused: 1, fault: null });
    expect(preview.lines.map(({ is }) => is)).toEqual(["SKIPPED", "SKIPPED", "HEADER", "READ", "REFUSED"]);
    expect(preview.lines[3]?.cells[4]).toMatchObject({ text: "1,234.56", field: "amount", becomes: "1234.56 CNY" });
    expect(preview.lines[4]?.cells[2]).toMatchObject({
      text: "退货款",
      field: "kind",
      reason: { code: "value_unmapped" },
    });
    expect(preview.lines[4]?.cells[4]).toMatchObject({ text: "12.345", reason: { code: "amount_too_precise" } });
    expect(preview.unmapped).toEqual([{ field: "kind", text: "退货款", count: 1 }]);
  });

  it("of a beginning leaves out the line that it may have cut", () => {
    const cut = CHINESE.subarray(0, CHINESE.length - 10);
    const mapping = suggestMapping(CHINESE, true, "Asia/Shanghai");
    expect(previewMapping(mapping, cut, false).lines).toHaveLength(4);
    expect(previewMapping(mapping, cut, true).refused).toBe(1);
  });

  it("of a file that is none of the mapping says so and shows it all the same", () => {
    const preview = previewMapping(suggestMapping(CHINESE, true, "Asia/Shanghai"), bytes("a,b", "1,2"), true);
    expect(preview.fault).toMatchObject({ code: "columns_absent" });
    expect(preview.columns).toEqual(["a", "b"]);
    expect(preview.lines.map(({ cells }) => cells.length)).toEqual([2, 1]);
  });

  it.each([
    ["金额(分)", "1230", "MINOR", 1_230n],
    ["交易金额（单位：分）", "1230", "MINOR", 1_230n],
    ["amount_cents", "1230", "MINOR", 1_230n],
    ["金额(分)", "12.30", "MAJOR", 1_230n],
    ["金额", "1230", "MAJOR", 123_000n],
  ])("reads %s as %s in units that its name says", (name, cell, unit, minor) => {
    const file = bytes(`商户订单号,流水号,交易类型,${name},交易时间`, `O1,T1,支付,${cell},2026-11-19 12:00:00`);
    const mapping = suggestMapping(file, true, "Asia/Shanghai");
    expect(mapping.unit.is).toBe(unit);
    expect(parseMapped(file, mapping).lines).toMatchObject([{ amountMinor: minor }]);
  });

  it("takes the sign of fees from those that are not nothing", () => {
    const row = (order: string, fee: string) => `${order},T${order},支付,10.00,${fee},2026-11-19 12:00:00`;
    const file = bytes(
      "商户订单号,流水号,交易类型,交易金额,手续费,交易时间",
      row("1", "-0.06"),
      row("2", "0.00"),
      row("3", "0.00"),
    );
    expect(suggestMapping(file, true, "Asia/Shanghai").fee).toEqual({ column: "手续费", charged: "NEGATIVE" });
  });
});
