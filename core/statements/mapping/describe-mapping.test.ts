import { describe, expect, it } from "vitest";
import { PLAIN_MAPPING } from "../fixtures/parse-mapped";
import { compareMappings, describeMapping, MAPPING_PARTS } from "./describe-mapping";
import { findMappingFaults, type MappingFault } from "./find-mapping-faults";
import type { StatementMapping } from "./mapping";

/** One change of each part, so that no part can change unseen. */
const CHANGES: readonly [string, Partial<StatementMapping>][] = [
  ["encoding", { text: { ...PLAIN_MAPPING.text, encoding: "UTF_8" } }],
  ["delimiter", { text: { ...PLAIN_MAPPING.text, delimiter: "TAB" } }],
  ["quote", { text: { ...PLAIN_MAPPING.text, quote: "NONE" } }],
  ["endsWithLineEnd", { text: { ...PLAIN_MAPPING.text, endsWithLineEnd: true } }],
  ["header", { header: { is: "NONE", width: 7 } }],
  ["trim", { trim: [] }],
  ["absent", { absent: [] }],
  ["leadingLines", { skip: { ...PLAIN_MAPPING.skip, leadingLines: 1 } }],
  ["prefixes", { skip: { ...PLAIN_MAPPING.skip, prefixes: ["#"] } }],
  ["leftOut", { skip: { ...PLAIN_MAPPING.skip, rows: [{ column: "类型", text: "提现" }] } }],
  ["footer", { footer: { prefixes: ["合计"], isRequired: true, maxLines: 1 } }],
  ["orderNo", { numbers: { ...PLAIN_MAPPING.numbers, orderNo: "x" } }],
  ["refundNo", { numbers: { ...PLAIN_MAPPING.numbers, refundNo: "x" } }],
  ["channelTradeNo", { numbers: { ...PLAIN_MAPPING.numbers, channelTradeNo: "x" } }],
  ["channelRefundNo", { numbers: { ...PLAIN_MAPPING.numbers, channelRefundNo: "x" } }],
  ["merchantNo", { numbers: { ...PLAIN_MAPPING.numbers, merchantNo: "x" } }],
  ["kind", { kind: { by: "FIXED", kind: "REFUND" } }],
  ["status", { status: { by: "FIXED", status: "FAILED" } }],
  ["amount", { amount: { by: "SIGNED", column: "金额", refundIs: "NEGATIVE" } }],
  ["fee", { fee: null }],
  ["unit", { unit: { is: "MINOR", decimals: null } }],
  ["decimals", { unit: { is: "MAJOR", decimals: 3 } }],
  ["decimalMark", { writing: { ...PLAIN_MAPPING.writing, decimalMark: "COMMA" } }],
  ["thousands", { writing: { ...PLAIN_MAPPING.writing, thousands: "SPACE" } }],
  ["symbols", { writing: { ...PLAIN_MAPPING.writing, symbols: ["￥"] } }],
  ["parentheses", { writing: { ...PLAIN_MAPPING.writing, parentheses: true } }],
  ["asset", { asset: { by: "FIXED", asset: "USD" } }],
  ["time", { time: { as: "INSTANT", column: "时间", pattern: "RFC3339" } }],
  ["zone", { time: { ...PLAIN_MAPPING.time, zone: "UTC" } as StatementMapping["time"] }],
  ["settlesOn", { settlesOn: { column: "时间", date: "YYYYMMDD" } }],
  ["totals", { totals: [{ measure: "LINE_COUNT", counts: "ALL", at: { in: "LABEL", label: "笔数" } }] }],
];

describe("the difference between two mappings", () => {
  it("names every part that there is", () => {
    expect(CHANGES.map(([part]) => part).sort()).toEqual([...MAPPING_PARTS].sort());
    expect(Object.keys(describeMapping(PLAIN_MAPPING)).sort()).toEqual([...MAPPING_PARTS].sort());
  });

  it.each(CHANGES)("tells %s", (part, change) => {
    const found = compareMappings(PLAIN_MAPPING, { ...PLAIN_MAPPING, ...change }).map((one) => one.part);
    // Another way to write the time needs no zone any more.
    expect(found).toEqual(part === "time" ? ["time", "zone"] : [part]);
  });

  it("is nothing where only the order of a list differs, and all that is set where nothing was before", () => {
    const { kind } = PLAIN_MAPPING;
    const turned = kind.by === "COLUMN" ? { ...kind, values: [...kind.values].reverse() } : kind;
    expect(compareMappings(PLAIN_MAPPING, { ...PLAIN_MAPPING, kind: turned })).toEqual([]);
    expect(compareMappings(null, PLAIN_MAPPING).map((one) => one.part)).toContain("amount");
  });
});

describe("what is missing in a mapping", () => {
  const faulty: readonly [MappingFault, Partial<StatementMapping>][] = [
    ["numbers_missing", { numbers: { ...PLAIN_MAPPING.numbers, orderNo: null, channelTradeNo: null } }],
    ["kind_needs_sign", { kind: { by: "AMOUNT" } }],
    ["kind_values_missing", { kind: { by: "COLUMN", column: "类型", values: [] } }],
    ["status_values_missing", { status: { by: "COLUMN", column: "状态", values: [] } }],
    [
      "value_twice",
      {
        status: {
          by: "COLUMN",
          column: "状态",
          values: [
            { text: "x", means: "FAILED" },
            { text: "x ", means: "SUCCEEDED" },
          ],
        },
      },
    ],
    ["column_missing", { amount: { by: "UNSIGNED", column: "" } }],
    ["position_wrong", { header: { is: "NONE", width: 3 } }],
    ["same_column_in_out", { amount: { by: "IN_OUT", inColumn: "金额", outColumn: "金额" } }],
    ["marks_clash", { writing: { ...PLAIN_MAPPING.writing, decimalMark: "COMMA", thousands: "COMMA" } }],
    [
      "delimiter_clash",
      { text: { ...PLAIN_MAPPING.text, quote: "NONE" }, writing: { ...PLAIN_MAPPING.writing, thousands: "COMMA" } },
    ],
    ["asset_unknown", { asset: { by: "FIXED", asset: "constructor" } }],
    ["footer_prefix_missing", { footer: { prefixes: [], isRequired: true, maxLines: 1 } }],
    [
      "total_needs_footer",
      { totals: [{ measure: "LINE_COUNT", counts: "ALL", at: { in: "CELL", line: 1, cell: 1 } }] },
    ],
    ["label_missing", { totals: [{ measure: "LINE_COUNT", counts: "ALL", at: { in: "LABEL", label: " " } }] }],
    ["zone_missing", { time: { ...PLAIN_MAPPING.time, zone: "" } as StatementMapping["time"] }],
    [
      "time_column_without_time",
      { time: { ...PLAIN_MAPPING.time, timeColumn: "时刻", time: null } as StatementMapping["time"] },
    ],
    ["prefix_empty", { skip: { ...PLAIN_MAPPING.skip, prefixes: [""] } }],
  ];

  it.each(faulty)("%s", (fault, change) => {
    expect(findMappingFaults({ ...PLAIN_MAPPING, ...change })).toEqual([fault]);
  });

  it("is nothing in a whole one", () => {
    expect(findMappingFaults(PLAIN_MAPPING)).toEqual([]);
  });
});
