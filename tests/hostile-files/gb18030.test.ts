import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { createStatementParser } from "@/core/statements/create-parser";
import { ALIPAY_DAY } from "@/core/statements/fixtures/sample-days";
import { writeAlipayBill } from "@/core/statements/fixtures/write-alipay";

/** Four bytes each in GB18030, in the basic plane and beyond it. */
const RARE = "㐀鿿𠀀𪚥𰻞";

test("characters that only GB18030 has are exact, and so are the places behind them", () => {
  const bill = writeAlipayBill(ALIPAY_DAY.map((line) => ({ ...line, product: RARE })));
  // Encoded by other code than that which decodes.
  const bytes = iconv.encode(bill, "gb18030");
  expect(iconv.encode(RARE, "gb18030")).toHaveLength(4 * [...RARE].length);
  const parser = createStatementParser("alipay-trade");
  const fed = parser.feed(bytes);
  const { lines, outcome } = parser.finish();
  expect(outcome).toMatchObject({ ok: true, value: { encoding: "gb18030" } });
  for (const line of [...fed, ...lines]) {
    expect(line.raw).toContain(`,${RARE},`);
    expect(iconv.decode(bytes.subarray(line.byteOffset), "gb18030").startsWith(`${line.raw}\r\n`)).toBe(true);
  }
});
