import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BalanceChain } from "./balance-chain";
import type { CashLine } from "./cash-line";

/** A movement: seconds of the day, signed amount, balance after. */
type Move = readonly [number, bigint, bigint];

function chainOf(moves: readonly Move[]) {
  const chain = new BalanceChain("账户余额", 2);
  moves.forEach(([at, signed, after], index) => {
    const line: CashLine = {
      lineNo: index + 2,
      byteOffset: 100 * index,
      raw: `line ${index + 2}`,
      accountNo: null,
      direction: signed < 0n ? "OUT" : "IN",
      amountMinor: signed < 0n ? -signed : signed,
      asset: "CNY",
      isReversal: false,
      happenedAt: `2018-02-01T00:${`${at}`.padStart(2, "0")}:00+08:00`,
      valueOn: null,
      balanceAfterMinor: after,
      businessType: null,
      entryNo: null,
      channelReference: null,
      ourReference: null,
      counterpartyName: null,
      counterpartyAccountNo: null,
      remark: null,
    };
    chain.add(line);
  });
  return { ...chain.end(), breaks: chain.breaks };
}

const DAY: readonly Move[] = [
  [1, 100n, 600n],
  [2, -50n, 550n],
  [2, 30n, 580n],
  [2, -20n, 560n],
  [3, 5n, 565n],
];
const pick = (...at: number[]) => at.map((index) => DAY[index] as Move);

describe("a running balance", () => {
  test.each([
    ["oldest first", DAY, 500n, 565n],
    ["newest first", [...DAY].reverse(), 500n, 565n],
    ["lines of one second out of order", pick(0, 3, 1, 2, 4), 500n, 565n],
    ["lines of one second out of order, newest first", pick(4, 2, 1, 3, 0), 500n, 565n],
    ["one line", pick(0), 500n, 600n],
    ["nothing", [], null, null],
    [
      "there and back",
      [
        [1, 7n, 7n],
        [1, -7n, 0n],
        [2, 3n, 3n],
      ] as const,
      0n,
      3n,
    ],
    [
      "there and back, newest first",
      [
        [2, 3n, 3n],
        [1, -7n, 0n],
        [1, 7n, 7n],
      ] as const,
      0n,
      3n,
    ],
    [
      "a line of nothing",
      [
        [1, 0n, 9n],
        [2, 0n, 9n],
      ] as const,
      9n,
      9n,
    ],
    [
      "times that are not in order at the beginning",
      [
        [2, 5n, 5n],
        [1, 6n, 11n],
        [3, 7n, 18n],
      ] as const,
      0n,
      18n,
    ],
  ])("%s", (_, moves, openingMinor, closingMinor) => {
    expect(chainOf(moves)).toEqual({ openingMinor, closingMinor, isReordered: false, breaks: [] });
  });

  test.each([
    [
      "a line booked before one with an earlier time",
      [DAY[0], DAY[2], DAY[1], ...pick(3, 4)].map((move, at) => [at, move?.[1], move?.[2]] as Move),
    ],
    [
      "lines of one second that are alone in a file",
      [
        [1, 1n, 1n],
        [1, 1n, 3n],
        [1, 1n, 2n],
      ] as const,
    ],
    ["a file sorted by something else than time", pick(4, 0, 2, 3, 1)],
    [
      "a direction that turns",
      [
        [1, 1n, 1n],
        [2, 1n, 2n],
        [3, 5n, 0n],
      ] as const,
    ],
  ])("follows in another order: %s", (_, moves) => {
    expect(chainOf(moves)).toMatchObject({ isReordered: true, breaks: [] });
  });

  test("a line left out is named with the figures around it", () => {
    const { breaks } = chainOf(pick(0, 1, 2, 4));
    expect(breaks).toHaveLength(1);
    expect(breaks[0]).toMatchObject({
      lineNo: 5,
      byteOffset: 300,
      column: "账户余额",
      reason: "the file says 5.65, but 5.80 before it and 0.05 make 5.85",
      raw: "line 5",
    });
    const backward = chainOf(pick(4, 2, 1, 0)).breaks;
    expect(backward[0]).toMatchObject({
      lineNo: 3,
      reason: "the file says 5.80, but the line above begins with 5.60",
    });
  });

  test("a false figure is not taken for another order", () => {
    const lying: Move[] = [
      [1, 1n, 1n],
      [1, 1n, 5n],
      [1, 1n, 3n],
    ];
    expect(chainOf(lying)).toMatchObject({ isReordered: false });
    expect(chainOf(lying).breaks.length).toBeGreaterThan(0);
  });

  test("circles of lines beside the chain are no order of it", () => {
    const circle: Move[] = [
      [2, 7n, 9_007n],
      [2, -7n, 9_000n],
    ];
    expect(chainOf([...pick(0, 1), ...circle, ...pick(2, 3, 4)]).breaks.length).toBeGreaterThan(0);
  });

  test("a hundred breaks are enough", () => {
    const moves = Array.from({ length: 300 }, (_, index): Move => [index % 60, 1n, BigInt(index) * 10n]);
    expect(chainOf(moves).breaks).toHaveLength(100);
  });

  test("any shuffle within seconds says the same, any changed balance does not", () => {
    const seconds = fc.array(fc.array(fc.bigInt({ min: -99n, max: 99n }), { minLength: 1, maxLength: 6 }), {
      minLength: 3,
      maxLength: 8,
    });
    fc.assert(
      fc.property(seconds, fc.nat(), fc.nat(), fc.boolean(), (amounts, seed, where, isBackward) => {
        let balance = 1_000n;
        const groups = amounts.map((group, at) =>
          group.map((amount): Move => {
            const signed = amount === 0n ? 1n : amount;
            balance += signed;
            return [at, signed, balance];
          }),
        );
        const shuffled = groups.flatMap((group) =>
          group.map((_, index) => group[(index * 5 + seed) % group.length] as Move),
        );
        // Five steps through fewer than six lines, or six: where the step divides the number, lines would repeat.
        if (new Set(shuffled).size !== shuffled.length) return;
        const moves = isBackward ? [...shuffled].reverse() : shuffled;
        expect(chainOf(moves)).toEqual({ openingMinor: 1_000n, closingMinor: balance, isReordered: false, breaks: [] });
        const at = where % moves.length;
        // So far off that no other order of the lines happens to explain it.
        const lying = moves.map(
          (move, index): Move => (index === at ? [move[0], move[1], move[2] + 1_000_003n] : move),
        );
        if (moves.length > 1) expect(chainOf(lying).breaks.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});
