import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { sayLine } from "./fixtures/say-line";
import { type WechatFixtureLine, type WechatLayout, writeWechatBill } from "./fixtures/write-wechat";
import { LineSplitter } from "./split-lines";
import { createWechatTradeReader } from "./wechat-trade";

const NO_TALLY = {
  payments: { count: 0, amountMinor: 0n },
  refunds: { count: 0, amountMinor: 0n },
  feeMinor: 0n,
  lines: 0,
  asset: "",
  byAsset: new Map(),
};

/** What a bill says, line by line, read from bytes where it can be or only as text; and how many lines were plain. */
function readBill(bytes: Uint8Array, isByText: boolean) {
  const reader = createWechatTradeReader();
  const splitter = new LineSplitter();
  const lines = [...splitter.feed(bytes), ...splitter.end()];
  let plain = 0;
  const said = lines.map((line) => {
    const quick = isByText ? null : reader.readPlain?.(line);
    if (quick) {
      plain += 1;
      return sayLine(quick);
    }
    if (line.holdsNul) return "NUL";
    const reading = reader.read(line);
    return reading && "line" in reading ? sayLine(reading.line) : reading;
  });
  return { said, end: reader.end(NO_TALLY), failure: splitter.failure, plain };
}

function expectSame(bytes: Uint8Array): number {
  const { plain, ...quick } = readBill(bytes, false);
  const { plain: _, ...slow } = readBill(bytes, true);
  expect(quick).toEqual(slow);
  return plain;
}

const ordinary: WechatFixtureLine = {
  status: "SUCCESS",
  at: "2018-08-21 23:59:59",
  orderNo: "ORD-1_a",
  tradeNo: "4200002302609010000123",
  amountMinor: 1234n,
  feeE5: 600n,
};
const strangeness = {
  status: fc.constantFrom("SUCCESS", "SUCCESS", "REFUND", "REVOKED"),
  amountMinor: fc.bigInt({ min: 0n, max: 10n ** 15n }).map((minor) => minor >> (minor & 31n)),
  feeE5: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map((fee) => fee >> 16n),
  orderNo: fc.constantFrom("0", "", "ORD-1_a", "1E5", "1.2E+12", "订单1", " 12 ", "a".repeat(129)),
  tradeNo: fc.constantFrom("4200002302609010000123", "0", "", "4111111111111111"),
  refundNo: fc.constantFrom("R1", "0", ""),
  channelRefundNo: fc.constantFrom("50000", "0"),
  refundStatus: fc.constantFrom("SUCCESS", "SUCCESS", "PROCESSING", "CHANGE", "nonsense"),
  at: fc.constantFrom(
    "2018-08-21 23:59:59",
    "2018-02-29 01:00:00",
    "2018-08-21 24:00:00",
    "2018/8/21 1:02",
    "2018-08-21 1a:00:00",
  ),
  product: fc.constantFrom("测试商品", 'A,B "C" 大', "x,`y", "", "名,,", "\u3000"),
  asset: fc.constantFrom("CNY", "CNY", "", "JPY", "ABC"),
};
/** Half of what a line says is ordinary, so that some lines are plain and others nearly so. */
const line = fc
  .record(strangeness, { requiredKeys: [] })
  .map((said): WechatFixtureLine => ({ ...ordinary, ...said }) as WechatFixtureLine);
const layout = fc.constantFrom<WechatLayout>("ALL", "SUCCESS", "REFUND", "OLD_ALL", "OLD_REFUND");
const bill = fc.tuple(layout, fc.array(line, { maxLength: 6 })).map(([kind, lines]) => writeWechatBill(kind, lines));
const bytesOf = fc
  .tuple(bill, fc.boolean())
  .map(([text, isGbk]) => (isGbk ? encodeGb18030(text) : new TextEncoder().encode(text)));

test("a plain line says what it says read as text, in every layout and encoding", () => {
  let plain = 0;
  fc.assert(
    fc.property(bytesOf, (bytes) => {
      plain += expectSame(bytes);
    }),
    { numRuns: 3_000 },
  );
  expect(plain).toBeGreaterThan(200);
});

test("and so it does with bytes changed, put in or taken out", () => {
  const strange = fc.constantFrom(
    0,
    9,
    10,
    13,
    32,
    43,
    44,
    45,
    46,
    48,
    57,
    65,
    69,
    96,
    101,
    0xa0,
    0xc2,
    0xe3,
    0xef,
    0xff,
  );
  const change = fc.tuple(fc.nat(), fc.nat(2), fc.array(fc.oneof(strange, fc.nat(255)), { maxLength: 2 }));
  fc.assert(
    fc.property(bytesOf, fc.array(change, { minLength: 1, maxLength: 3 }), (whole, changes) => {
      const bytes = [...whole];
      for (const [place, taken, put] of changes) bytes.splice(place % bytes.length, taken, ...put);
      expectSame(Uint8Array.from(bytes));
    }),
    { numRuns: 6_000 },
  );
});

test("a number that a sum could not hold exactly is read as text", () => {
  const most = { status: "SUCCESS", at: "2018-08-21 10:00:00", orderNo: "A", tradeNo: "B", feeE5: 0n } as const;
  const text = writeWechatBill("ALL", [
    { ...most, amountMinor: 10n ** 11n },
    { ...most, amountMinor: 10n ** 11n - 1n },
  ]);
  expect(expectSame(new TextEncoder().encode(text))).toBe(1);
});

test("a NUL anywhere in a line is none of a plain one", () => {
  const payment = {
    status: "SUCCESS",
    at: "2018-08-21 10:00:00",
    orderNo: "A",
    tradeNo: "B",
    amountMinor: 1n,
    feeE5: 0n,
  };
  const bytes = new TextEncoder().encode(writeWechatBill("ALL", [payment as WechatFixtureLine]));
  const start = bytes.indexOf(10) + 1;
  for (let at = start; bytes[at] !== 13; at += 1)
    expectSame(Uint8Array.from([...bytes.slice(0, at), 0, ...bytes.slice(at)]));
});

test("a plain line's minute is the number of its digits", () => {
  const payment = {
    status: "SUCCESS",
    at: "2018-08-21 23:59:58",
    orderNo: "A1",
    tradeNo: "B",
    amountMinor: 1n,
    feeE5: 0n,
  };
  const bytes = new TextEncoder().encode(writeWechatBill("ALL", [payment as WechatFixtureLine]));
  const [header, line] = new LineSplitter().feed(bytes);
  const reader = createWechatTradeReader();
  if (!header || !line) throw new Error("two lines were written");
  reader.read(header);
  expect(reader.readPlain?.(line)?.minute).toBe(201808212359);
});

test("a plain line knows the digits of its numbers, wherever in them they stand, and no others", () => {
  // Of so few letters one number is often part of another.
  const number = fc.array(fc.constantFrom("9", "1", "9119", "A", "-"), { minLength: 1, maxLength: 8 });
  const digits = fc.array(fc.constantFrom("9", "1", "9119"), { minLength: 1, maxLength: 4 });
  const cases = fc.tuple(number, number, number, digits, fc.boolean());
  fc.assert(
    fc.property(cases, ([order, trade, refund, asked, isRefund]) => {
      const [orderNo, tradeNo, refundNo] = [order.join(""), trade.join(""), refund.join("")];
      const refunded = { status: "REFUND", refundNo, channelRefundNo: "5", refundStatus: "SUCCESS" } as const;
      const said = { ...ordinary, orderNo, tradeNo, ...(isRefund ? refunded : {}) } as WechatFixtureLine;
      const [header, line] = new LineSplitter().feed(new TextEncoder().encode(writeWechatBill("ALL", [said])));
      const reader = createWechatTradeReader();
      if (!header || !line) throw new Error("two lines were written");
      reader.read(header);
      const plain = reader.readPlain?.(line);
      if (!plain) throw new Error("an ordinary line is plain");
      const text = `9${asked.join("")}`;
      const { channelTradeNo, channelRefundNo, counterpartyMerchantNo } = plain;
      const numbers = [plain.orderNo, plain.refundNo, channelTradeNo, channelRefundNo, counterpartyMerchantNo];
      const isKnown = numbers.some((known) => known?.includes(text));
      expect(plain.hasDigits(new TextEncoder().encode(`x${text}`), 1, text.length + 1)).toBe(isKnown);
    }),
    { numRuns: 1_000 },
  );
});

test("commas that a spreadsheet put behind the last cell are no part of it", () => {
  const header = "交易时间,商户订单号,交易状态,总金额,手续费";
  const row = "`2018-08-21 10:00:00,`A1,`SUCCESS,`1.00,`0.00600,,";
  const text = `${header}\n${row}\n总交易单数,总交易额\n\`1,\`1.00\n`;
  expect(expectSame(new TextEncoder().encode(text))).toBe(1);
});
