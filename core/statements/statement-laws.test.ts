import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StatementContext } from "./create-parser";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { type Parsed, parseBytes } from "./fixtures/parse-bytes";
import { UNIONPAY_NAME } from "./fixtures/sample-days";
import { type AlipayFixtureLine, writeAlipayBill } from "./fixtures/write-alipay";
import {
  UNIONPAY_MERCHANT,
  type UnionpayFixtureLine,
  writeUnionpayReport,
  writeUnionpayZm,
} from "./fixtures/write-unionpay";
import { type WechatFixtureLine, type WechatLayout, writeWechatBill } from "./fixtures/write-wechat";
import { canonicalLine } from "./statement";

type Said = { kind: string; orderNo: string | null; refundNo: string | null; amountMinor: bigint; feeE5: bigint };
type Sample = { bytes: Uint8Array; context: StatementContext; said: Said[] };

/** Random days, for the laws that hold of every file. */
const amountMinor = fc.bigInt({ min: 1n, max: 9_999_999_99n });
const digits = (length: number) =>
  fc.integer({ min: 0, max: 2 ** 31 }).map((value) => `${value}`.padStart(length, "7"));
const orderNo = fc.integer({ min: 0, max: 2 ** 31 }).map((value) => `ORD-${value}`);
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => `${part}`.padStart(2, "0")));
const product = fc.constantFrom("测试商品", 'A,B "C" 大', '{"a":["b,c"]}', "卡 4111111111111111", "", "名,,");
const plainProduct = fc.constantFrom("测试商品", '屏5" 大', "卡 4111111111111111", "");

const wechatDay = fc.array(
  fc
    .record({ isPayment: fc.boolean(), amountMinor, orderNo, tradeNo: digits(28), clock, product, attachment: product })
    .map(({ isPayment, clock: time, ...line }): WechatFixtureLine => {
      const fee = line.amountMinor * 6n;
      const common = { ...line, at: `2018-08-21 ${time.join(":")}` };
      if (isPayment) return { ...common, status: "SUCCESS", feeE5: fee };
      return { ...common, status: "REFUND", feeE5: -fee, refundNo: `R${line.orderNo}`, channelRefundNo: line.tradeNo };
    }),
  { maxLength: 12 },
);

const alipayDay = fc.array(
  fc
    .record({ isPayment: fc.boolean(), amountMinor, orderNo, tradeNo: digits(28), clock, product: plainProduct })
    .map(({ isPayment, clock: time, ...line }): AlipayFixtureLine => {
      const fee = line.amountMinor / 167n;
      const common = { ...line, at: `2017-08-31 ${time.join(":")}` };
      if (isPayment) return { ...common, type: "交易", feeMinor: fee };
      return { ...common, type: "退款", feeMinor: -fee, refundNo: `R${line.orderNo}` };
    }),
  { maxLength: 12 },
);

const unionpayDay = fc.array(
  fc
    .record({ isPayment: fc.boolean(), amountMinor, orderNo, queryId: digits(21), clock })
    .map(({ isPayment, clock: time, ...line }): UnionpayFixtureLine => {
      const fee = 1n + line.amountMinor / 167n;
      const common = { ...line, at: `0101${time.join("")}` };
      if (isPayment) return { ...common, type: "01", feeMinor: fee };
      return { ...common, type: "04", feeMinor: -fee, originalOrderNo: "ORD-1", originalQueryId: line.queryId };
    }),
  { minLength: 1, maxLength: 12 },
);

const utf8 = (text: string) => new TextEncoder().encode(text);

const wechatFile = fc
  .tuple(
    wechatDay,
    fc.constantFrom<WechatLayout>("ALL", "SUCCESS", "REFUND", "OLD_ALL", "OLD_REFUND"),
    fc.constantFrom("", "\ufeff"),
  )
  .map(([day, layout, bom]): Sample => {
    const lines = day.filter((line) => layout.endsWith("ALL") || layout.endsWith(line.status));
    const said = lines.map((line) => {
      const kind = line.status === "SUCCESS" ? "PAYMENT" : "REFUND";
      return {
        kind,
        orderNo: line.orderNo,
        refundNo: line.refundNo ?? null,
        amountMinor: line.amountMinor,
        feeE5: line.feeE5,
      };
    });
    return { bytes: utf8(bom + writeWechatBill(layout, lines)), context: {}, said };
  });

const alipayFile = fc.tuple(alipayDay, fc.boolean()).map(([lines, isAcquirer]): Sample => {
  const said = lines.map((line) => {
    const kind = line.type === "交易" ? "PAYMENT" : "REFUND";
    const { orderNo, refundNo = null, amountMinor, feeMinor } = line;
    return { kind, orderNo, refundNo, amountMinor, feeE5: feeMinor * 1000n };
  });
  return { bytes: encodeGb18030(writeAlipayBill(lines, isAcquirer)), context: {}, said };
});

const unionpayFile = unionpayDay.map((lines): Sample => {
  const said = lines.map((line) => {
    const isPayment = line.type === "01";
    const orderNo = isPayment ? line.orderNo : (line.originalOrderNo ?? null);
    const { amountMinor, feeMinor } = line;
    return {
      kind: isPayment ? "PAYMENT" : "REFUND",
      orderNo,
      refundNo: isPayment ? null : line.orderNo,
      amountMinor,
      feeE5: feeMinor * 1000n,
    };
  });
  const companions = [{ name: `RD201018010101_${UNIONPAY_MERCHANT}`, bytes: writeUnionpayReport(lines) }];
  return { bytes: writeUnionpayZm(lines), context: { memberName: UNIONPAY_NAME, companions }, said };
});

describe.each([
  ["WeChat", wechatFile, true],
  ["Alipay", alipayFile, false],
  ["UnionPay with its report", unionpayFile, true],
] as const)("%s", (_, file, areFeesTotalled) => {
  test("what was written is read, wherever the chunks end", () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 700 }), ({ bytes, context, said }, chunkBytes) => {
        const found = parseBytes(bytes, context, chunkBytes);
        expect(found?.outcome).toMatchObject({ ok: true, value: { lines: said.length } });
        expect(found?.lines).toMatchObject(said);
      }),
      { numRuns: 150 },
    );
  });

  test("a file cut at any byte is refused, or says the same", () => {
    fc.assert(
      fc.property(file, fc.double({ min: 0, max: 1, noNaN: true }), ({ bytes, context }, share) => {
        const cut = bytes.subarray(0, Math.floor(bytes.length * share));
        expectRefusedOrSame(parseBytes(cut, context), parseBytes(bytes, context), true);
      }),
      { numRuns: 400 },
    );
  });

  test("a file with any byte changed is refused, or its money is the same", () => {
    fc.assert(
      fc.property(
        file,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: 255 }),
        (sample, share, byte) => {
          const bytes = Uint8Array.from(sample.bytes);
          bytes[Math.floor(bytes.length * share)] = byte;
          expectRefusedOrSame(
            parseBytes(bytes, sample.context),
            parseBytes(sample.bytes, sample.context),
            areFeesTotalled,
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  test("a file with a digit of an amount changed is refused, or its money is the same", () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.integer({ min: 0, max: 9 }), (sample, pick, digit) => {
        const places = [...sample.bytes.keys()].filter((at) => isAmountDigit(sample.bytes, at));
        const at = places[pick % Math.max(1, places.length)];
        if (at === undefined) return;
        const bytes = Uint8Array.from(sample.bytes);
        bytes[at] = 48 + digit;
        expectRefusedOrSame(
          parseBytes(bytes, sample.context),
          parseBytes(sample.bytes, sample.context),
          areFeesTotalled,
        );
      }),
      { numRuns: 400 },
    );
  });

  test("a file with a line left out or doubled is refused", () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.boolean(), (sample, pick, isDoubled) => {
        const { lines } = parseBytes(sample.bytes, sample.context) ?? { lines: [] };
        const line = lines[pick % Math.max(1, lines.length)];
        if (!line) return;
        const end = sample.bytes.indexOf(10, line.byteOffset) + 1;
        const from = isDoubled ? line.byteOffset : end;
        const bytes = Uint8Array.from([
          ...sample.bytes.subarray(0, isDoubled ? end : line.byteOffset),
          ...sample.bytes.subarray(from),
        ]);
        expect(parseBytes(bytes, sample.context)?.outcome.ok ?? false).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});

/** Digits next to a decimal point, or in UnionPay's runs of twelve with leading zeros. */
function isAmountDigit(bytes: Uint8Array, at: number): boolean {
  const isDigit = (index: number) => (bytes[index] ?? 0) >= 48 && (bytes[index] ?? 0) <= 57;
  const around = new TextDecoder("latin1").decode(bytes.subarray(Math.max(0, at - 12), at + 13));
  return isDigit(at) && (bytes[at + 1] === 46 || bytes[at - 1] === 46 || /0000\d{1,8} /.test(around));
}

function expectRefusedOrSame(found: Parsed | null, original: Parsed | null, areFeesTotalled: boolean): void {
  if (!found?.outcome.ok) return;
  const { payments, refunds, feeMinor, lines } = found.outcome.value;
  expect(original?.outcome).toMatchObject({ ok: true, value: { payments, refunds, lines } });
  const sayAmount = (parsed: Parsed | null) => parsed?.lines.map((line) => `${line.kind} ${line.amountMinor}`).sort();
  expect(sayAmount(found)).toEqual(sayAmount(original));
  if (areFeesTotalled) expect(original?.outcome).toMatchObject({ value: { feeMinor } });
}

test("ten thousand rows come back to the byte", () => {
  fc.assert(
    fc.property(fc.infiniteStream(wechatDay), (days) => {
      const lines = [...days.take(2_500)].flat().slice(0, 10_000);
      const found = parseBytes(utf8(writeWechatBill("ALL", lines)), {}, 65_536);
      expect(found?.outcome).toMatchObject({ ok: true, value: { lines: lines.length } });
      const again = parseBytes(encodeGb18030(writeWechatBill("ALL", lines)), {}, 4_099);
      expect(again?.lines.map(canonicalLine)).toEqual(found?.lines.map(canonicalLine));
    }),
    { numRuns: 1 },
  );
});

test("hostile cells are refused in time that grows with their length only", () => {
  const hostile = [
    '"'.repeat(1_000_000),
    ",x".repeat(500_000),
    ",`".repeat(500_000),
    "9".repeat(1_000_000),
    "1e".repeat(500_000),
  ];
  for (const cell of [...hostile, ...hostile.map((text) => text.slice(0, 60_000))]) {
    for (const text of [writeWechatBill("ALL", []), writeAlipayBill([])]) {
      const bytes = utf8(text.replace(/\r\n(?=总|#-.*结束)/, `\r\n${cell}\r\n`));
      expect(parseBytes(bytes)?.outcome.ok ?? false).toBe(false);
    }
  }
});
