import { expect, test } from "vitest";
import { readHeader } from "./header";
import { isSpreadsheetBlank } from "./split-cells";

test.each([
  ["units", "收入金额（+元）,支出金额(－元),余额（单位：元）,手续费", ["收入金额", "支出金额", "余额", "手续费"]],
  ["marks around the names", '\ufeff`交易时间 ,"商户号",\u3000状态', ["交易时间", "商户号", "状态"]],
  ["blanks that nobody sees", "\u200b交易时间\u00a0,商户号\t,\u2060状态\u202f", ["交易时间", "商户号", "状态"]],
  ["full-width commas", "交易时间，商户号,状态", ["交易时间", "商户号", "状态"]],
  ["a comma in a column that a user named", 'net,"payment_metadata[a,b]",fee', ["net", "payment_metadata[a,b]", "fee"]],
  ["a line quoted as a whole", '"net,fee"', ["net", "fee"]],
  ["a spreadsheet's empty cells", "net,fee,,,", ["net", "fee"]],
])("a header with %s", (_, text, names) => {
  expect(readHeader({ text }).names).toEqual(names);
});

test("a column that comes twice is told, an empty one is none", () => {
  expect(readHeader({ text: "net,,,fee" }).repeated).toBeNull();
  expect(readHeader({ text: "net,fee,net" }).repeated).toBe("net");
});

test.each(["", ",,,", '""', '"","",""', ", ,"])("%j is an empty row of a spreadsheet", (text) => {
  expect(isSpreadsheetBlank(text)).toBe(true);
});

test.each(["0", '"0"', "`", ",,.", "#", '"', '""""'])("%j is none", (text) => {
  expect(isSpreadsheetBlank(text)).toBe(false);
});
