import { describe, expect, it } from "vitest";
import { MAX_PAYOUT_ROWS, readPayoutFile } from "./read-payout-file";

const file = (...rows: readonly (readonly string[])[]) =>
  rows.map((cells, index) => ({ rowNo: index + 1, cells: new Map(cells.map((text, column) => [column, text])) }));
const HEAD = ["Merchant No", "Amount", "Asset", "Reference"];
const read = (...rows: readonly (readonly string[])[]) => {
  const result = readPayoutFile(file(HEAD, ...rows));
  return result.ok ? result.value.map((row) => row.fault?.code ?? row.amountMinor) : result.refusal.code;
};

describe("a file of payouts", () => {
  it("is read by the names of its columns, in whatever order and language", () => {
    const result = readPayoutFile(file(["币种", "参考号", "商户号", "金额"], ["jpy", "A-1", "M1", "1,234"]));
    expect(result).toMatchObject({
      value: [{ sheetRow: 2, merchantNo: "M1", asset: "JPY", amountMinor: 1_234n, clientRef: "A-1", fault: null }],
    });
  });

  it("takes yuan where no currency is written, and leaves empty rows out", () => {
    expect(read(["M1", "1234.50", "", "A1"], ["", " ", "", ""])).toEqual([123_450n]);
  });

  it.each([
    ["payout_row_merchant", ["M 1", "1", "CNY", "A1"]],
    ["payout_row_asset", ["M1", "1", "ZZZ", "A1"]],
    ["payout_row_asset", ["M1", "1", "000831.OF", "A1"]],
    ["payout_row_amount", ["M1", "0", "CNY", "A1"]],
    ["payout_row_amount", ["M1", "-5", "CNY", "A1"]],
    ["payout_row_amount", ["M1", "1e3", "CNY", "A1"]],
    ["payout_row_amount", ["M1", "1.005", "CNY", "A1"]],
    ["payout_row_amount", ["M1", "1.5", "JPY", "A1"]],
    ["payout_row_reference", ["M1", "1", "CNY", ""]],
    ["payout_row_reference", ["M1", "1", "CNY", "=1+1"]],
  ])("says %s with the row: %o", (code, row) => {
    expect(read(row, ["M1", "2", "CNY", "A2"])).toEqual([code, 200n]);
  });

  it("takes a merchant's reference once", () => {
    expect(read(["M1", "1", "CNY", "A1"], ["M2", "1", "CNY", "A1"], ["M1", "9", "CNY", "A1"])).toEqual([
      100n,
      100n,
      "payout_row_repeated",
    ]);
  });

  it("is refused as a whole where it is none, empty, or too long", () => {
    expect(readPayoutFile(file(["Merchant", "Amount"]))).toMatchObject({
      refusal: { code: "payout_file_columns", params: { columns: "asset, reference" } },
    });
    expect(readPayoutFile([])).toMatchObject({ refusal: { code: "payout_file_columns" } });
    expect(read()).toBe("payout_file_empty");
    const rows = Array.from({ length: MAX_PAYOUT_ROWS + 1 }, (_, index) => ["M1", "1", "CNY", `A${index}`]);
    expect(read(...rows)).toBe("payout_file_long");
    expect(read(...rows.slice(1))).toHaveLength(MAX_PAYOUT_ROWS);
  });
});
