import { describe, expect, test } from "vitest";
import { maskAccountNo, maskPayeeName, maskPayer, maskPayerIn } from "./mask-payer";

const OPEN_ID = "o2RWk5Yb1Qz8xJ3mN7pL0sT4vAcD";

describe("maskPayer", () => {
  test.each([
    [OPEN_ID, "o2RW****cD"],
    ["138****1234", "138****1234"],
    ["abc", "a****"],
    ["abcdef", "a****"],
    ["abcdefg", "abcd****fg"],
  ])("%s", (hint, masked) => {
    expect(maskPayer(hint)).toBe(masked);
  });
});

describe("maskPayerIn", () => {
  test("hides the payer that we know, wherever it stands", () => {
    expect(maskPayerIn("`a,`payer-0001-x,`payer-0001-x", "payer-0001-x")).toBe("`a,`paye****-x,`paye****-x");
  });

  test("hides what looks like an open id even when the order is not ours", () => {
    expect(maskPayerIn(`\`4200001,\`${OPEN_ID},\`JSAPI`, null)).toBe("`4200001,`o2RW****cD,`JSAPI");
  });

  test("leaves numbers of other lengths alone", () => {
    const raw = `\`o${"1".repeat(26)},\`o${"1".repeat(28)}`;
    expect(maskPayerIn(raw, "")).toBe(raw);
  });
});

test.each([
  ["6222020200012345678", "**** 5678"],
  ["", ""],
])("maskAccountNo %s", (accountNo, masked) => {
  expect(maskAccountNo(accountNo)).toBe(masked);
});

test.each([
  ["张三", "张*"],
  ["欧阳小明", "欧***"],
  ["上海某某餐饮有限公司", "上海某某餐饮有限公司"],
  ["Acme Ltd", "Acme Ltd"],
])("maskPayeeName %s", (name, masked) => {
  expect(maskPayeeName(name)).toBe(masked);
});
