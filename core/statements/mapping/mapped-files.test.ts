import { describe, expect, it } from "vitest";
import { encodeGb18030 } from "../fixtures/encode-gb18030";
import { PLAIN_HEADER, PLAIN_MAPPING, parseMapped, plainRow, whyRefused } from "../fixtures/parse-mapped";
import { MAX_PROBLEMS } from "../statement";
import type { StatementMapping, TotalRule } from "./mapping";

const with_ = (change: Partial<StatementMapping>): StatementMapping => ({ ...PLAIN_MAPPING, ...change });
const text = (change: Partial<StatementMapping["text"]>) => with_({ text: { ...PLAIN_MAPPING.text, ...change } });
const file = (...lines: string[]) => [...lines, ""].join("\n");
const plain = (...rows: string[]) => file(PLAIN_HEADER, ...rows);

describe("delimiters and quotes", () => {
  it.each([
    ["COMMA", ","],
    ["TAB", "\t"],
    ["SEMICOLON", ";"],
    ["PIPE", "|"],
  ] as const)("%s", (delimiter, mark) => {
    const swapped = plain(plainRow()).replaceAll(",", mark);
    expect(parseMapped(swapped, text({ delimiter })).lines).toMatchObject([{ orderNo: "O1", amountMinor: 1230n }]);
  });

  it("hold the delimiter and themselves inside", () => {
    const row = plainRow({ order: '"O,1"', trade: '"T""1"' });
    expect(parseMapped(plain(row)).lines).toMatchObject([{ orderNo: "O,1", channelTradeNo: 'T"1' }]);
    const single = text({ quote: "SINGLE" });
    expect(parseMapped(plain(plainRow({ order: "'O,1'" })), single).lines).toMatchObject([{ orderNo: "O,1" }]);
  });

  it("that do not close refuse their line; without quoting they are text", () => {
    expect(whyRefused(parseMapped(plain(plainRow({ order: '"O1' }))))).toContain("2 -: a quote is left open");
    expect(whyRefused(parseMapped(plain(plainRow({ order: '"O"1' }))))).toContain("2 -: a quote is left open");
    const unquoted = text({ quote: "NONE" });
    expect(parseMapped(plain(plainRow({ order: '"O1' })), unquoted).lines).toMatchObject([{ orderNo: '"O1' }]);
  });
});

describe("encodings", () => {
  const row = plainRow({ order: "订单㐂龍" });

  it("are found, with a BOM or without", () => {
    for (const bytes of [plain(row), `\ufeff${plain(row)}`]) {
      expect(parseMapped(bytes).lines).toMatchObject([{ orderNo: "订单㐂龍" }]);
    }
    const gbk = parseMapped(encodeGb18030(plain(plainRow({ order: "订单龍" }))));
    expect(gbk.lines).toMatchObject([{ orderNo: "订单龍" }]);
    expect(gbk.outcome).toMatchObject({ ok: true, value: { encoding: "gb18030" } });
  });

  it("that the mapping names are not guessed", () => {
    // 模 in GBK is also a valid letter of two bytes in UTF-8.
    const header = PLAIN_HEADER.replaceAll(
      /[^,]+/g,
      (name) =>
        ({ 订单号: "ORDER", 流水号: "NO", 类型: "KIND", 状态: "STATE", 金额: "SUM", 手续费: "FEE", 时间: "AT" })[
          name
        ] ?? name,
    );
    const kind = { by: "COLUMN", column: "KIND", values: [{ text: "模", means: "PAYMENT" }] } as const;
    const status = { by: "FIXED", status: "SUCCEEDED" } as const;
    const numbers = { ...PLAIN_MAPPING.numbers, orderNo: "ORDER", channelTradeNo: "NO" };
    const time = { ...PLAIN_MAPPING.time, column: "AT" };
    const base = { kind, status, numbers, time, amount: { by: "UNSIGNED", column: "SUM" }, fee: null } as const;
    const bytes = encodeGb18030(file(header, plainRow({ kind: "模", status: "ok" })));
    const forced = with_({ ...base, text: { ...PLAIN_MAPPING.text, encoding: "GB18030" } });
    expect(parseMapped(bytes, forced).lines).toMatchObject([{ kind: "PAYMENT" }]);
    expect(parseMapped(bytes, with_(base)).outcome.ok).toBe(false);
    const utf8 = text({ encoding: "UTF_8" });
    expect(parseMapped(encodeGb18030(plain(row.replace("㐂", ""))), utf8).outcome).toMatchObject({
      ok: false,
      refusal: { code: "statement_encoding_invalid" },
    });
  });
});

describe("headers", () => {
  it("are found by name in any order, with what stands around the names", () => {
    const header = '\ufeff 时间 ,`金额`,"类型",状态,手续费,订单号\t,流水号';
    const row = "2026-11-19 12:00:00,12.30,支付,成功,0.07,O1,T1";
    expect(parseMapped(file(header, row)).lines).toMatchObject([{ orderNo: "O1", amountMinor: 1230n }]);
  });

  it("that lack a column or have it twice refuse the file; others may stand twice", () => {
    expect(whyRefused(parseMapped(file(PLAIN_HEADER.replace("金额", "金頟"), plainRow())))).toContain(
      "has no column 金额",
    );
    expect(whyRefused(parseMapped(file(`${PLAIN_HEADER},金额`, `${plainRow()},1`)))).toContain(
      "has the column 金额 twice",
    );
    expect(parseMapped(file(`${PLAIN_HEADER},x,x`, `${plainRow()},1,2`)).outcome.ok).toBe(true);
    expect(whyRefused(parseMapped(""))).toContain("has no header line");
  });

  it("may be called what objects have by themselves", () => {
    const mapping = with_({ numbers: { ...PLAIN_MAPPING.numbers, orderNo: "__proto__", merchantNo: "constructor" } });
    const [, ...others] = PLAIN_HEADER.split(",");
    const found = parseMapped(file(["__proto__", ...others, "constructor"].join(","), `${plainRow()},M1`), mapping);
    expect(found.lines).toMatchObject([{ orderNo: "O1", counterpartyMerchantNo: "M1" }]);
    expect(whyRefused(parseMapped(plain(plainRow()), mapping))).toContain("has no column __proto__, constructor");
  });

  it("may be missing: columns go by position", () => {
    const mapping = with_({
      header: { is: "NONE", width: 7 },
      numbers: { ...PLAIN_MAPPING.numbers, orderNo: "1", channelTradeNo: "2" },
      kind: { by: "FIXED", kind: "PAYMENT" },
      status: { by: "FIXED", status: "SUCCEEDED" },
      amount: { by: "UNSIGNED", column: "5" },
      fee: { column: "6", charged: "POSITIVE" },
      time: { ...PLAIN_MAPPING.time, column: "7" },
    });
    expect(parseMapped(file(plainRow(), plainRow({ order: "O2" })), mapping).lines).toHaveLength(2);
    expect(whyRefused(parseMapped(file(`${plainRow()},x`), mapping))).toContain("8 cells where the mapping expects 7");
    expect(parseMapped("", mapping).outcome).toMatchObject({ ok: true, value: { lines: 0 } });
  });
});

describe("lines that are left out", () => {
  it("stand above the header, begin as comments do, are blank, or hold a text", () => {
    const mapping = with_({ skip: { leadingLines: 2, prefixes: ["#"], rows: [{ column: "类型", text: "提现" }] } });
    const bytes = file(
      "商户账单",
      "2026-11-19",
      "# note",
      PLAIN_HEADER,
      "",
      plainRow(),
      ",,,,,,",
      "# more",
      plainRow({ kind: "提现 " }),
    );
    const { lines, outcome } = parseMapped(bytes, mapping);
    expect(lines).toMatchObject([{ lineNo: 6 }]);
    expect(outcome).toMatchObject({ ok: true, value: { lines: 1, footer: { "left out: 类型 = 提现": "1" } } });
  });

  it("are left out by their whole text only", () => {
    const mapping = with_({ skip: { leadingLines: 0, prefixes: [], rows: [{ column: "类型", text: "提现" }] } });
    expect(whyRefused(parseMapped(plain(plainRow({ kind: "提现退回" })), mapping))).toContain(
      '"提现退回" is not among',
    );
  });
});

describe("a footer", () => {
  const footer = { prefixes: ["合计"], isRequired: true, maxLines: 3 };

  it("ends the lines, and has to be there where the mapping says so", () => {
    expect(parseMapped(plain(plainRow(), "合计,1,12.30"), with_({ footer })).lines).toHaveLength(1);
    expect(parseMapped(plain(plainRow()), with_({ footer })).outcome).toMatchObject({
      ok: false,
      refusal: { code: "statement_truncated" },
    });
    expect(parseMapped(plain(plainRow()), with_({ footer: { ...footer, isRequired: false } })).outcome.ok).toBe(true);
  });

  it("does not swallow lines: a payment that looks like its beginning is found out", () => {
    const rows = Array.from({ length: 5 }, (_, index) => plainRow({ order: `O${index}` }));
    const found = parseMapped(plain(plainRow({ order: "合计店" }), ...rows), with_({ footer }));
    expect(whyRefused(found)).toContain("5 -: more than 3 lines follow the beginning of the footer");
  });
});

describe("control totals", () => {
  const footer = { prefixes: ["合计"], isRequired: true, maxLines: 5 };
  const label = (measure: TotalRule["measure"], of: string, counts: TotalRule["counts"] = "ALL"): TotalRule => ({
    measure,
    counts,
    at: { in: "LABEL", label: of },
  });
  const rows = [
    plainRow({ fee: "0.07380" }),
    plainRow({ amount: "7.70", fee: "0.04620" }),
    plainRow({ kind: "退款", amount: "5.00", fee: "-0.03" }),
  ];
  const said = "合计：共3笔，支付2笔，支付金额20.00元，退款1笔，退款金额-5.00元，净额15.00，手续费0.09000";
  const totals = [
    label("LINE_COUNT", "合计"),
    label("PAYMENT_COUNT", "支付"),
    label("REFUND_COUNT", "，退款"),
    label("PAYMENT_SUM", "支付金额"),
    label("REFUND_SUM", "退款金额"),
    label("NET_SUM", "净额"),
    label("FEE_SUM", "手续费"),
  ];

  it("that follow labels agree with the lines", () => {
    expect(whyRefused(parseMapped(plain(...rows, said), with_({ footer, totals })))).toBe("accepted");
  });

  it.each([
    ["共3笔", "共4笔", 'line count after "合计" 4'],
    ["支付2笔", "支付3笔", 'payment count after "支付" 3'],
    ["退款1笔", "退款2笔", 'refund count after "，退款" 2'],
    ["支付金额20.00", "支付金额20.01", 'payment sum after "支付金额" 20.01'],
    ["退款金额-5.00", "退款金额-5.01", 'refund sum after "退款金额" -5.01'],
    ["净额15.00", "净额-15.00", 'net sum after "净额" -15.00'],
    ["手续费0.09000", "手续费0.08999", 'fee sum after "手续费" 0.08999'],
    ["净额15.00", "净额no", 'no net sum after "净额"'],
  ])("%s as %s refuses the file", (from, to, reason) => {
    const found = parseMapped(plain(...rows, said.replace(from, to)), with_({ footer, totals }));
    expect(found.outcome).toMatchObject({ ok: false, refusal: { code: "statement_totals_disagree" } });
    expect(whyRefused(found)).toContain(reason);
  });

  it("stand in cells of the footer, of which line whatever", () => {
    const cell = (measure: TotalRule["measure"], line: number, at: number): TotalRule => ({
      measure,
      counts: "ALL",
      at: { in: "CELL", line, cell: at },
    });
    const mapping = with_({ footer, totals: [cell("LINE_COUNT", 2, 1), cell("GROSS_SUM", 2, 2)] });
    expect(whyRefused(parseMapped(plain(...rows, "合计笔数,合计金额", "`3,`25.00"), mapping))).toBe("accepted");
    expect(whyRefused(parseMapped(plain(...rows, "合计笔数,合计金额", "`3,`25.01"), mapping))).toContain(
      "gross sum in cell 2 of footer line 2",
    );
    expect(whyRefused(parseMapped(plain(...rows, "合计笔数,合计金额"), mapping))).toContain("no line count");
  });

  it("may stand above the lines, and count the successful ones alone", () => {
    const status = {
      by: "COLUMN",
      column: "状态",
      values: [
        { text: "成功", means: "SUCCEEDED" },
        { text: "失败", means: "FAILED" },
      ],
    } as const;
    const mapping = with_({
      status,
      skip: { leadingLines: 0, prefixes: ["#"], rows: [] },
      totals: [label("LINE_COUNT", "笔数", "SUCCEEDED")],
    });
    const bytes = (count: number) => file(`#笔数: ${count}`, PLAIN_HEADER, plainRow(), plainRow({ status: "失败" }));
    expect(whyRefused(parseMapped(bytes(1), mapping))).toBe("accepted");
    expect(whyRefused(parseMapped(bytes(2), mapping))).toContain('line count after "笔数" 2');
  });

  it("of several assets are not added up", () => {
    const asset = { by: "COLUMN", column: "流水号", values: [] } as const;
    const mapping = with_({ asset, footer, totals: [label("GROSS_SUM", "合计")] });
    const found = parseMapped(plain(plainRow({ trade: "CNY" }), plainRow({ trade: "USD" }), "合计24.60"), mapping);
    expect(whyRefused(found)).toContain("which do not add up");
  });
});

describe("a file that was cut", () => {
  it("inside its last line is refused, unless the mapping allows a last line without an end", () => {
    const cut = plain(plainRow(), plainRow()).slice(0, -1);
    expect(whyRefused(parseMapped(cut, text({ endsWithLineEnd: true })))).toContain(
      "3 -: the last line has no line end",
    );
    expect(parseMapped(plain(plainRow()), text({ endsWithLineEnd: true })).outcome.ok).toBe(true);
  });
});

describe("hostile files", () => {
  it("are refused with every bad line, up to a limit", () => {
    const rows = Array.from({ length: 5 }, (_, index) => plainRow({ amount: index % 2 === 0 ? "x" : "1" }));
    const found = parseMapped(plain(...rows));
    expect(found.outcome.ok ? [] : found.outcome.refusal.problems?.map(({ lineNo }) => lineNo)).toEqual([2, 4, 6]);
    const many = parseMapped(plain(...Array.from({ length: 500 }, () => plainRow({ amount: "x" }))));
    expect(many.outcome.ok ? 0 : many.outcome.refusal.problems?.length).toBe(MAX_PROBLEMS);
  });

  it("with long cells and lines, NUL, and no end of delimiters are refused fast", () => {
    const nul = "\0";
    expect(whyRefused(parseMapped(plain(plainRow({ order: "9".repeat(9_000) }))))).toContain(
      "longer than 8192 characters",
    );
    expect(parseMapped(plain(plainRow({ order: "9".repeat(1_000_000) }))).outcome).toMatchObject({
      ok: false,
      refusal: { code: "statement_line_too_long" },
    });
    expect(whyRefused(parseMapped(plain(plainRow({ order: `O${nul}1` }))))).toContain("NUL");
    expect(whyRefused(parseMapped(plain(",".repeat(60_000))))).toContain("60001 cells");
    expect(whyRefused(parseMapped(file(",".repeat(60_000))))).toContain("more than 256 columns");
    expect(whyRefused(parseMapped(plain(plainRow({ amount: "(".repeat(8_000) }))))).toContain("is not an amount");
    expect(whyRefused(parseMapped(plain(plainRow({ order: `"${'""'.repeat(4_000)}` }))))).toContain("quote");
  });

  it("hide card numbers in what is told of a refused line and kept of a footer", () => {
    const card = "4111111111111111";
    const refused = parseMapped(file(`${PLAIN_HEADER},备注`, `${plainRow({ amount: "x" })},${card}`));
    expect(refused.outcome.ok ? "" : refused.outcome.refusal.problems?.[0]?.raw).toContain("411111******1111");
    const footer = { prefixes: ["合计"], isRequired: true, maxLines: 1 };
    const { outcome } = parseMapped(plain(plainRow(), `合计 ${card}`), with_({ footer }));
    expect(outcome.ok ? outcome.value.footer : null).toEqual({ "footer 1": "合计 411111******1111" });
  });
});
