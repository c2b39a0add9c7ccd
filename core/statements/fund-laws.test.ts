import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalCashLine, signedMinor } from "./cash-line";
import { encodeGb18030 } from "./fixtures/encode-gb18030";
import { type ParsedFund, parseFund } from "./fixtures/parse-fund";
import { type FundFixtureLine, writeAlipayFund, writeWechatFund } from "./fixtures/write-funds";

/** Random bills, for the laws that hold of every fund bill. */
type Sample = { text: string; opening: bigint; lines: readonly FundFixtureLine[] };

const utf8 = (text: string) => new TextEncoder().encode(text);
const wechatRemark = fc.constantFrom(
  "",
  "缺货",
  "退款总金额1.00元;含手续费0.01元",
  '甲,乙"丙"',
  '{"a":["b,`c"]}',
  "名,,",
);
const alipayRemark = fc.constantFrom("", "缺货", "退款总金额1.00元;含手续费0.01元", "卡 4111111111111111");

function dayOf(remark: fc.Arbitrary<string>, minLength: number): fc.Arbitrary<FundFixtureLine[]> {
  const signed = fc
    .tuple(fc.bigInt({ min: 1n, max: 99_999_999n }), fc.boolean())
    .map(([fen, isIncome]) => (isIncome ? fen : -fen));
  const line = fc.record({
    signed,
    remark,
    type: fc.constantFrom("交易", "退款", "收费", "提现"),
    gap: fc.nat({ max: 2 }),
  });
  return fc.array(line, { minLength, maxLength: 12 }).map((lines) => {
    let second = 0;
    return lines.map(({ gap, ...rest }, at) => {
      second += gap;
      const clock = `04:21:${`${second}`.padStart(2, "0")}`;
      return { ...rest, at: `2018-02-01 ${clock}`, entryNo: `FLOW-${at}`, businessNo: `BIZ-${at}`, ourNo: `ORD-${at}` };
    });
  });
}

const opening = fc.bigInt({ min: -1_000_000n, max: 999_999_999n });

const wechatFile = (minLength = 0) =>
  fc
    .tuple(dayOf(wechatRemark, minLength), opening)
    .map(([lines, fen]): Sample => ({ text: writeWechatFund(lines, fen), opening: fen, lines }));

const alipayFile = (minLength = 0) =>
  fc
    .tuple(dayOf(alipayRemark, minLength), opening, fc.constantFrom("standard" as const, "recent" as const))
    .map(([lines, fen, layout]): Sample => ({ text: writeAlipayFund(lines, fen, layout), opening: fen, lines }));

describe.each([
  ["WeChat", wechatFile],
  ["Alipay", alipayFile],
] as const)("%s's fund bill", (_, file) => {
  test("what was written is read, wherever the chunks end", () => {
    fc.assert(
      fc.property(file(), fc.integer({ min: 1, max: 700 }), fc.boolean(), (sample, chunkBytes, isGbk) => {
        const found = parseFund((isGbk ? encodeGb18030 : utf8)(sample.text), chunkBytes);
        expect(found?.outcome).toMatchObject({ ok: true, value: { lines: sample.lines.length } });
        expect(
          found?.lines.map((line) => [signedMinor(line), line.entryNo, line.ourReference, line.businessType]),
        ).toEqual(sample.lines.map((line) => [line.signed, line.entryNo, line.ourNo, line.type]));
        const net = sample.lines.reduce((sum, line) => sum + line.signed, 0n);
        const [account] = found?.outcome.ok ? found.outcome.value.accounts : [];
        if (sample.lines.length === 0) expect(account?.openingMinor).toBeNull();
        else expect(account).toMatchObject({ openingMinor: sample.opening, closingMinor: sample.opening + net });
      }),
      { numRuns: 150 },
    );
  });

  test("BOM, line ends and encoding change nothing", () => {
    fc.assert(
      fc.property(file(), ({ text }) => {
        const say = (bytes: Uint8Array) => parseFund(bytes)?.lines.map(canonicalCashLine);
        const plain = say(utf8(text));
        expect(plain).toBeDefined();
        expect(say(utf8(`\ufeff${text}`))).toEqual(plain);
        expect(say(utf8(text.replaceAll("\r\n", "\n")))).toEqual(plain);
        expect(say(encodeGb18030(text))).toEqual(plain);
        expect(say(utf8(text.trimEnd()))).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  test("any total that lies is refused", () => {
    fc.assert(
      fc.property(file(), fc.nat(), fc.integer({ min: 1, max: 9 }), ({ text }, pick, add) => {
        const at = text.search(/资金流水总笔数|#支出合计/);
        const [head, footer] = [text.slice(0, at), text.slice(at)];
        const numbers = [...footer.matchAll(/(?<=[`：]|共)\d+(?:\.\d\d)?(?=[,\r笔元])/g)];
        const total = numbers[pick % numbers.length];
        if (!total) throw new Error("the footer has no totals");
        const lie = total[0].replace(/\d(?=\D*$)/, (digit) => `${(Number(digit) + add) % 10}`);
        const changed = head + footer.slice(0, total.index) + lie + footer.slice(total.index + total[0].length);
        expect(parseFund(utf8(changed))?.outcome).toMatchObject({
          ok: false,
          refusal: { code: "statement_totals_disagree" },
        });
      }),
      { numRuns: 200 },
    );
  });

  test("a digit flipped in any amount or balance is noticed", () => {
    fc.assert(
      fc.property(file(2), fc.nat(), fc.integer({ min: 1, max: 9 }), ({ text }, pick, add) => {
        const rows = text.split("\r\n").filter((row) => row.includes("FLOW-"));
        const row = rows[pick % rows.length] ?? "";
        const cells = [...row.matchAll(/(?<=[,`]-?)\d+\.\d\d(?=,)/g)];
        const cell = cells[Math.floor(pick / rows.length) % cells.length];
        if (!cell) throw new Error("the row has no amounts");
        const place = pick % cell[0].length;
        if (cell[0][place] === ".") return;
        const at = cell.index + place;
        const changed = `${row.slice(0, at)}${(Number(row[at]) + add) % 10}${row.slice(at + 1)}`;
        expect(parseFund(utf8(text.replace(row, () => changed)))?.outcome).toMatchObject({ ok: false });
      }),
      { numRuns: 500 },
    );
  });

  test("a file cut at any byte is refused, or says the same", () => {
    fc.assert(
      fc.property(file(), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), ({ text }, share, isGbk) => {
        const bytes = (isGbk ? encodeGb18030 : utf8)(text);
        expectRefusedOrSame(parseFund(bytes.subarray(0, Math.floor(bytes.length * share))), parseFund(bytes));
      }),
      { numRuns: 400 },
    );
  });

  test("a file with any byte changed is refused, or its money is the same", () => {
    fc.assert(
      fc.property(
        file(2),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: 255 }),
        ({ text }, share, byte) => {
          const bytes = encodeGb18030(text);
          const original = parseFund(bytes);
          const changed = Uint8Array.from(bytes);
          changed[Math.floor(bytes.length * share)] = byte;
          expectRefusedOrSame(parseFund(changed), original);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a file with a line left out or doubled is refused", () => {
    fc.assert(
      fc.property(file(1), fc.nat(), fc.boolean(), ({ text }, pick, isDoubled) => {
        const rows = text.split("\r\n").filter((row) => row.includes("FLOW-"));
        const row = `${rows[pick % rows.length] ?? ""}\r\n`;
        const changed = text.replace(row, () => (isDoubled ? row + row : ""));
        expect(parseFund(utf8(changed))?.outcome).toMatchObject({
          ok: false,
          refusal: { code: "statement_totals_disagree" },
        });
      }),
      { numRuns: 150 },
    );
  });
});

function expectRefusedOrSame(found: ParsedFund | null, original: ParsedFund | null): void {
  if (!found?.outcome.ok) return;
  const say = (parsed: ParsedFund | null) =>
    parsed?.lines.map((line) => `${signedMinor(line)} ${line.balanceAfterMinor}`);
  expect(say(found)).toEqual(say(original));
  const [account] = found.outcome.value.accounts;
  const { income, outgo, openingMinor, closingMinor } = account ?? {};
  expect(original?.outcome).toMatchObject({ value: { accounts: [{ income, outgo, openingMinor, closingMinor }] } });
}

test("hostile cells are refused in time that grows with their length only", () => {
  const hostile = [
    '"'.repeat(60_000),
    ",x".repeat(30_000),
    ",`".repeat(30_000),
    "9".repeat(60_000),
    "1e".repeat(30_000),
  ];
  for (const cell of hostile) {
    for (const text of [writeWechatFund([]), writeAlipayFund([])]) {
      const bytes = utf8(text.replace(/\r\n(?=资金流水总|#-.*结束)/, `\r\n${cell}\r\n`));
      expect(parseFund(bytes)?.outcome.ok ?? false).toBe(false);
    }
  }
});
