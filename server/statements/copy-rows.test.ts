import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createStatementParser } from "@/core/statements/create-parser";
import { parseBytes } from "@/core/statements/fixtures/parse-bytes";
import { sayLine } from "@/core/statements/fixtures/say-line";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { PlainLine } from "@/core/statements/plain-line";
import { canonicalLine } from "@/core/statements/statement";
import type { ChannelRow } from "@/server/store/channels";
import { CopyRows } from "./copy-rows";
import { hashLines, hashTextsBy } from "./hash-lines";

const line = fc
  .record({
    status: fc.constantFrom("SUCCESS", "REFUND", "REVOKED"),
    amountMinor: fc.bigInt({ min: 0n, max: 10n ** 6n }),
    feeE5: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
    orderNo: fc.constantFrom("0", "A1", "A2", "a\\b", "订单"),
    tradeNo: fc.constantFrom("4200", "T\\1"),
    refundNo: fc.constantFrom("R1", "R2", "0"),
    channelRefundNo: fc.constantFrom("50000", "0"),
    asset: fc.constantFrom("CNY", "CNY", "USD"),
  })
  .map((said): WechatFixtureLine => ({ ...said, at: "2018-08-21 10:00:00" }) as WechatFixtureLine);

const terms = fc.record({
  settles: fc.constantFrom("NET", "GROSS"),
  costBps: fc.constantFrom(null, 60),
  comparesFee: fc.boolean(),
  feeToleranceMinor: fc.constantFrom(0n, 2n),
  keyedBy: fc.constantFrom("ORDER_NO", "CHANNEL_NO"),
});

test("a plain line gives the row, the key and the hash that its texts give", () => {
  let plain = 0;
  const property = fc.property(fc.array(line, { maxLength: 12 }), terms, (said, channel) => {
    const bytes = new TextEncoder().encode(writeWechatBill("ALL", said));
    const parser = createStatementParser("wechat-trade");
    const lines = [
      ...parser.feed(bytes.subarray(0, 900)),
      ...parser.feed(bytes.subarray(900)),
      ...parser.finish().lines,
    ];
    plain += lines.filter((one) => one instanceof PlainLine).length;
    const texts = lines.map(sayLine);
    const [quick, slow] = [0, 1].map(() => new CopyRows({ ...channel, id: 7n } as ChannelRow, 9n, "2018-08-21"));
    expect(quick?.write(lines).toString()).toBe(slow?.write(texts).toString());
    expect(quick?.keys.repeated).toEqual(slow?.keys.repeated);
    expect(quick?.sums.entries().sort()).toEqual(slow?.sums.entries().sort());
    const [byBytes, byTexts] = [createHash("sha256"), createHash("sha256")];
    hashLines(byBytes, lines);
    hashTextsBy(canonicalLine)(byTexts, texts);
    expect(byBytes.digest("hex")).toBe(byTexts.digest("hex"));
  });
  fc.assert(property, { numRuns: 500 });
  expect(plain).toBeGreaterThan(100);
});

test("what COPY would read as something else is escaped, and what is not there is empty", () => {
  const payment = { status: "SUCCESS", at: "2018-08-21 10:00:00", amountMinor: 100n, feeE5: 600n } as const;
  const bill = writeWechatBill("ALL", [{ ...payment, orderNo: "a\\b", tradeNo: "0" }]);
  const lines = parseBytes(new TextEncoder().encode(bill))?.lines ?? [];
  const channel = {
    id: 7n,
    settles: "NET",
    costBps: 60,
    comparesFee: true,
    feeToleranceMinor: 0n,
    keyedBy: "ORDER_NO",
  };
  const rows = new CopyRows(channel as ChannelRow, 9n, "2018-08-21");
  const row = rows.write(lines).toString().split("\t");
  expect(row.slice(0, 8)).toEqual(["2018-08-21", "7", "9", "a\\\\b", "2", "100", "1", "1"]);
  expect(row.slice(9, 15)).toEqual(["PAYMENT", "SUCCEEDED", "a\\\\b", "", "", ""]);
});
