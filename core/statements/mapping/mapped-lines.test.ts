import { describe, expect, it } from "vitest";
import { PLAIN_HEADER, PLAIN_MAPPING, parseMapped, plainRow, whyRefused } from "../fixtures/parse-mapped";
import type { StatementMapping } from "./mapping";

/** Reads rows below the plain header with a mapping that differs from the plain one in some parts. */
function read(rows: string | readonly string[], change: Partial<StatementMapping> = {}, header = PLAIN_HEADER) {
  const all = typeof rows === "string" ? [rows] : rows;
  return parseMapped([header, ...all].join("\n"), { ...PLAIN_MAPPING, ...change });
}

const refused = (rows: string | readonly string[], change: Partial<StatementMapping> = {}) =>
  whyRefused(read(rows, change));

describe("a plain line", () => {
  it("is read to the letter and the cent", () => {
    const { lines, outcome } = read(plainRow());
    expect(lines).toEqual([
      {
        lineNo: 2,
        byteOffset: 58,
        raw: plainRow(),
        kind: "PAYMENT",
        status: "SUCCEEDED",
        orderNo: "O1",
        refundNo: null,
        channelTradeNo: "T1",
        channelRefundNo: null,
        counterpartyMerchantNo: null,
        amountMinor: 1230n,
        feeMinor: 7n,
        feeE5: 7000n,
        asset: "CNY",
        occurredAt: "2026-11-19T12:00:00+08:00",
      },
    ]);
    expect(outcome).toMatchObject({ ok: true, value: { format: "csv-mapped", lines: 1, feeMinor: 7n } });
  });

  it("is an empty day where only the header stands", () => {
    expect(read([]).outcome).toMatchObject({ ok: true, value: { lines: 0 } });
  });
});

describe("what tells a payment from a refund", () => {
  it("is a listed text, with whatever blanks stand around it", () => {
    const { lines } = read([
      plainRow({ kind: "退款 " }),
      plainRow({ kind: " 退款\t" }),
      plainRow({ kind: "退款\u3000" }),
    ]);
    expect(lines.map((line) => line.kind)).toEqual(["REFUND", "REFUND", "REFUND"]);
    const untrimmed = read(plainRow({ kind: "退款 " }), { trim: [] });
    expect(untrimmed.lines.map((line) => line.kind)).toEqual(["REFUND"]);
  });

  it.each(["退款X", "refund", "退 款", "支付退款", "__proto__", "constructor"])(
    "is never a text that is not listed: %s",
    (kind) => {
      expect(refused(plainRow({ kind }))).toBe(
        `2 类型: "${kind}" is not among the texts that the mapping lists for this column`,
      );
    },
  );

  it("is never an empty cell, unless the mapping lists it", () => {
    expect(refused(plainRow({ kind: "" }))).toContain("2 类型: the cell is empty");
    const kind = { by: "COLUMN", column: "类型", values: [{ text: " ", means: "REFUND" }] } as const;
    expect(read(plainRow({ kind: "" }), { kind }).lines[0]?.kind).toBe("REFUND");
  });

  it.each([
    ["NEGATIVE", "-5.00", "REFUND"],
    ["NEGATIVE", "5.00", "PAYMENT"],
    ["POSITIVE", "5.00", "REFUND"],
    ["POSITIVE", "-5.00", "PAYMENT"],
  ] as const)("may be the sign: refunds are %s, %s is a %s", (refundIs, amount, kind) => {
    const change = { kind: { by: "AMOUNT" }, amount: { by: "SIGNED", column: "金额", refundIs } } as const;
    expect(read(plainRow({ amount }), change).lines).toMatchObject([{ kind, amountMinor: 500n }]);
  });

  it("is no sign of a zero, negative or not", () => {
    const change = { kind: { by: "AMOUNT" }, amount: { by: "SIGNED", column: "金额", refundIs: "NEGATIVE" } } as const;
    for (const amount of ["0.00", "-0.00"]) expect(refused(plainRow({ amount }), change)).toContain("no sign");
  });

  it("has to agree with the sign where the amount has one", () => {
    const amount = { by: "SIGNED", column: "金额", refundIs: "NEGATIVE" } as const;
    expect(read(plainRow({ kind: "退款", amount: "-5.00" }), { amount }).lines).toMatchObject([{ kind: "REFUND" }]);
    expect(refused(plainRow({ kind: "支付", amount: "-5.00" }), { amount })).toContain("means PAYMENT");
    expect(refused(plainRow({ kind: "退款", amount: "5.00" }), { amount })).toContain("means REFUND");
  });

  it("may be the column that is filled: exactly one of two", () => {
    const change = {
      kind: { by: "AMOUNT" },
      amount: { by: "IN_OUT", inColumn: "金额", outColumn: "手续费" },
      fee: null,
    } as const;
    expect(read(plainRow({ amount: "5.00", fee: "" }), change).lines).toMatchObject([
      { kind: "PAYMENT", amountMinor: 500n },
    ]);
    expect(read(plainRow({ amount: "-", fee: "5.00" }), change).lines).toMatchObject([
      { kind: "REFUND", amountMinor: 500n },
    ]);
    expect(refused(plainRow({ amount: "5.00", fee: "5.00" }), change)).toContain("both the in and the out column");
    expect(refused(plainRow({ amount: "", fee: "0.00" }), change)).toContain("neither the in nor the out column");
    expect(refused(plainRow({ amount: "", fee: "-5.00" }), change)).toContain("negative");
  });

  it("may be nothing but what the file is", () => {
    const kind = { by: "FIXED", kind: "REFUND" } as const;
    expect(read(plainRow(), { kind }).lines).toMatchObject([{ kind: "REFUND" }]);
  });
});

describe("a status", () => {
  it("is a listed one or refuses its line", () => {
    const values = [
      { text: "失败", means: "FAILED" },
      { text: "处理中", means: "PROCESSING" },
    ] as const;
    const status = { by: "COLUMN", column: "状态", values } as const;
    const rows = ["失败 ", "处理中"].map((text) => plainRow({ status: text }));
    expect(read(rows, { status }).lines.map((line) => line.status)).toEqual(["FAILED", "PROCESSING"]);
    expect(refused(plainRow({ status: "成功" }), { status })).toContain('"成功" is not among the texts');
  });
});

describe("numbers", () => {
  it("lose what the mapping trims, and nothing else", () => {
    const { lines } = read(plainRow({ order: "`001200\t", trade: "'0420 0" }));
    expect(lines).toMatchObject([{ orderNo: "001200", channelTradeNo: "0420 0" }]);
    expect(refused(plainRow({ order: "O1 " }), { trim: [] })).toContain(
      "2 订单号: the number begins or ends with a blank",
    );
    expect(refused(plainRow({ order: "O1\t" }), { trim: [] })).toContain("control character");
    expect(read(plainRow({ order: "`O1" }), { trim: [] }).lines).toMatchObject([{ orderNo: "`O1" }]);
  });

  it("are absent where the mapping says so; one of ours or the channel's has to be there", () => {
    expect(read(plainRow({ order: "-" })).lines).toMatchObject([{ orderNo: null, channelTradeNo: "T1" }]);
    expect(refused(plainRow({ order: "-", trade: "" }))).toContain("neither our order number nor the channel's");
  });

  it("refuse what a spreadsheet rounded, and what is too long", () => {
    expect(refused(plainRow({ order: "4.2E+27" }))).toBe('2 订单号: "4.2E+27" was rounded by a spreadsheet');
    expect(refused(plainRow({ order: "9".repeat(129) }))).toContain("longer than 128 characters");
  });

  it("of a refund are read from refund lines alone", () => {
    const numbers = { ...PLAIN_MAPPING.numbers, orderNo: null, refundNo: "订单号" };
    const { lines } = read([plainRow({ kind: "退款", order: "R1" }), plainRow({ order: "R2" })], { numbers });
    expect(lines.map((line) => line.refundNo)).toEqual(["R1", null]);
  });
});

describe("fees", () => {
  it.each([
    ["POSITIVE", "支付", "0.07380", 7380n],
    ["POSITIVE", "退款", "-0.07380", -7380n],
    ["NEGATIVE", "支付", "-0.07380", 7380n],
    ["NEGATIVE", "退款", "0.07380", -7380n],
    ["UNSIGNED", "支付", "0.07380", 7380n],
    ["UNSIGNED", "退款", "0.07380", -7380n],
  ] as const)("charged %s on %s: %s", (charged, kind, fee, feeE5) => {
    expect(read(plainRow({ kind, fee }), { fee: { column: "手续费", charged } }).lines).toMatchObject([{ feeE5 }]);
  });

  it("are nothing where the cell is empty or says so, and refused where they cannot be read", () => {
    for (const fee of ["", "-"]) expect(read(plainRow({ fee })).lines).toMatchObject([{ feeE5: 0n }]);
    expect(refused(plainRow({ fee: "0.000001" }))).toContain("more than 5 decimals");
    expect(refused(plainRow({ fee: "free" }))).toContain("2 手续费");
    const fee = { column: "手续费", charged: "UNSIGNED" } as const;
    expect(refused(plainRow({ fee: "-0.07" }), { fee })).toContain("fees have no sign");
  });
});

describe("assets", () => {
  it("come from a column, by code or by a listed text", () => {
    const asset = { by: "COLUMN", column: "状态", values: [{ text: "人民币", means: "CNY" }] } as const;
    const status = { by: "FIXED", status: "SUCCEEDED" } as const;
    const rows = [
      plainRow({ status: "人民币 " }),
      plainRow({ status: "jpy", amount: "12" }),
      plainRow({ status: "KWD", amount: "1.234" }),
    ];
    const { lines } = read(rows, { asset, status });
    expect(lines.map((line) => [line.asset, line.amountMinor])).toEqual([
      ["CNY", 1230n],
      ["JPY", 12n],
      ["KWD", 1234n],
    ]);
    for (const text of ["ABC", "constructor", "__proto__", ""]) {
      expect(refused(plainRow({ status: text }), { asset, status })).toContain("is not an asset that the desk knows");
    }
    expect(refused(plainRow({ status: "JPY", amount: "12.50" }), { asset, status })).toContain("more than 0 decimals");
  });
});

describe("the settlement date", () => {
  const settlesOn = { column: "流水号", date: "YYYYMMDD" } as const;

  it("stands in a column and is the same in all lines", () => {
    const { outcome } = read([plainRow({ trade: "20261119" }), plainRow({ trade: "20261119" })], { settlesOn });
    expect(outcome).toMatchObject({ ok: true, value: { settlesOn: "2026-11-19" } });
    expect(refused([plainRow({ trade: "20261119" }), plainRow({ trade: "20261120" })], { settlesOn })).toBe(
      "3 流水号: the line is for 2026-11-20, the lines before it are for 2026-11-19",
    );
    expect(refused(plainRow({ trade: "20261131" }), { settlesOn })).toContain("is not written as YYYYMMDD");
  });
});
