import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amountInWords } from "./amount-in-words";

describe("amountInWords", () => {
  test.each([
    [0n, "人民币零元整"],
    [1n, "人民币壹分"],
    [10n, "人民币壹角整"],
    [5n, "人民币伍分"],
    [56n, "人民币伍角陆分"],
    [100n, "人民币壹元整"],
    [103n, "人民币壹元零叁分"],
    [150n, "人民币壹元伍角整"],
    [1000n, "人民币壹拾元整"],
    [100_800n, "人民币壹仟零捌元整"],
    [123_456n, "人民币壹仟贰佰叁拾肆元伍角陆分"],
    [100_000n, "人民币壹仟元整"],
    [140_950n, "人民币壹仟肆佰零玖元伍角整"],
    [600_714n, "人民币陆仟零柒元壹角肆分"],
    [168_032n, "人民币壹仟陆佰捌拾元叁角贰分"],
    [32_504n, "人民币叁佰贰拾伍元零肆分"],
    [1_000_000n, "人民币壹万元整"],
    [10_700_053n, "人民币壹拾万柒仟元伍角叁分"],
    [1_000_500n, "人民币壹万零伍元整"],
    [10_000_000_000n, "人民币壹亿元整"],
    [10_000_000_100n, "人民币壹亿零壹元整"],
    [10_001_000_000n, "人民币壹亿零壹万元整"],
    [12_345_678_901_234_567n, "人民币壹佰贰拾叁万肆仟伍佰陆拾柒亿捌仟玖佰零壹万贰仟叁佰肆拾伍元陆角柒分"],
    [100_000_000_000_000n, "人民币壹万亿元整"],
    [-95_00n, "人民币负玖拾伍元整"],
  ])("%s fen", (fen, words) => {
    expect(amountInWords(fen)).toBe(words);
  });

  test("read back, the words are the amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (fen) => {
        expect(readBack(amountInWords(fen))).toBe(fen);
      }),
    );
  });

  test("no zero is spoken twice, and none before a unit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 17n }), (fen) => {
        const words = amountInWords(fen);
        expect(words).not.toMatch(/零零|零[拾佰仟万亿元角分]/);
        expect(words.endsWith("整")).toBe(fen % 10n === 0n);
      }),
    );
  });
});

/** Another way round than the one that writes: units add up from the left. */
function readBack(words: string): bigint {
  const body = words.replace("人民币", "").replace("负", "").replace("整", "");
  const [yuan = "", rest = ""] = body.includes("元") ? body.split("元") : ["", body];
  const jiao = /([壹贰叁肆伍陆柒捌玖])角/.exec(rest)?.[1];
  const fen = /([壹贰叁肆伍陆柒捌玖])分/.exec(rest)?.[1];
  const total = readInteger(yuan) * 100n + readInteger(jiao ?? "") * 10n + readInteger(fen ?? "");
  return words.includes("负") ? -total : total;
}

function readInteger(text: string): bigint {
  for (const [unit, value] of [
    ["亿", 10n ** 8n],
    ["万", 10n ** 4n],
  ] as const) {
    const at = text.lastIndexOf(unit);
    if (at >= 0) return readInteger(text.slice(0, at)) * value + readInteger(text.slice(at + 1));
  }
  let total = 0n;
  let digit = 0n;
  for (const sign of text) {
    const place = "拾佰仟".indexOf(sign);
    if (place >= 0) total += digit * 10n ** BigInt(place + 1);
    digit = place >= 0 ? 0n : BigInt("零壹贰叁肆伍陆柒捌玖".indexOf(sign));
  }
  return total + digit;
}
