import fc from "fast-check";
import { expect, test } from "vitest";
import { toDecimalString } from "@/core/money/parse-money";
import { messageOf, parseText } from "./fixtures/parse-bytes";
import { type WechatFixtureLine, writeWechatBill } from "./fixtures/write-wechat";

const feesE5 = fc.array(fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n }), { minLength: 1, maxLength: 40 });

function billOf(fees: readonly bigint[]): string {
  const lines = fees.map((feeE5, at): WechatFixtureLine => {
    const number = `${at}`.padStart(4, "0");
    const common = { at: "2018-08-21 09:00:01", orderNo: `ORD${number}`, tradeNo: `42${number}`, amountMinor: 10_000n };
    if (feeE5 >= 0n) return { ...common, status: "SUCCESS", feeE5 };
    return { ...common, status: "REFUND", feeE5, refundNo: `REF${number}`, channelRefundNo: `50${number}` };
  });
  return writeWechatBill("ALL", lines);
}

/** Half up by magnitude, worked out on digits: the third decimal decides. */
function roundByDigits(feeE5: bigint): bigint {
  const digits = `${feeE5 < 0n ? -feeE5 : feeE5}`.padStart(6, "0");
  const magnitude = BigInt(digits.slice(0, -3)) + (digits.charAt(digits.length - 3) >= "5" ? 1n : 0n);
  return feeE5 < 0n ? -magnitude : magnitude;
}

test("fees of five decimals add up exactly, rounded ones by their lines", () => {
  fc.assert(
    fc.property(feesE5, (fees) => {
      const found = parseText(billOf(fees));
      expect(messageOf(found)).toBe("");
      expect(found?.lines.map((line) => line.feeE5)).toEqual(fees);
      const rounded = fees.reduce((sum, fee) => sum + roundByDigits(fee), 0n);
      expect(found?.outcome).toMatchObject({ ok: true, value: { feeMinor: rounded } });
    }),
    { numRuns: 300 },
  );
});

test("a total of fees that is off by the smallest unit is refused with both sums", () => {
  fc.assert(
    fc.property(feesE5, (fees) => {
      const sum = fees.reduce((total, fee) => total + fee, 0n);
      // Bills also have the rounded sum as their total, or the sum of the rounded fees.
      const others = [roundByDigits(sum), fees.reduce((total, fee) => total + roundByDigits(fee), 0n)];
      const off = [1n, 2n, 3n].find(
        (units) => !others.includes((sum + units) / 1_000n) || (sum + units) % 1_000n !== 0n,
      );
      const [said, lie] = [sum, sum + (off ?? 0n)].map((total) => toDecimalString(total, 5));
      const bill = billOf(fees);
      const at = bill.lastIndexOf(`\`${said}`);
      const lying = `${bill.slice(0, at)}\`${lie}${bill.slice(at + 1 + (said ?? "").length)}`;
      const sentence = messageOf(parseText(lying));
      expect(sentence).toContain(`fees of ${lie}`);
      expect(sentence).toContain(said);
    }),
    { numRuns: 100 },
  );
});
