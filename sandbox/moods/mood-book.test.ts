import { expect, test } from "vitest";
import { createMoodBook, type MoodCall, type MoodRule } from "./mood-book";

const CALL: MoodCall = { channel: "wechat", kind: "ACT", operation: "TRANSFER", outNo: "P1" };
const rule = (wish: Partial<MoodRule> & Pick<MoodRule, "mood">): MoodRule => ({ channel: "*", ...wish });

test("the first rule that concerns a call decides it, so often as it says", () => {
  const book = createMoodBook("s");
  book.set([
    rule({ mood: "not-found" }),
    rule({ mood: "slow", channel: "alipay" }),
    rule({ mood: "rate-limit", operation: "REFUND" }),
    rule({ mood: "not-enough", outNo: "P2" }),
    rule({ mood: "drops-answer", times: 2 }),
    rule({ mood: "processing" }),
  ]);
  const moods = Array.from({ length: 3 }, () => book.meet(CALL).mood);
  expect(moods).toEqual(["drops-answer", "drops-answer", "processing"]);
  expect(book.meet({ ...CALL, outNo: "P2" }).mood).toBe("not-enough");
  expect(book.meet({ ...CALL, operation: "REFUND" }).mood).toBe("rate-limit");
  expect(book.meet({ ...CALL, channel: "alipay" }).mood).toBe("slow");
  expect(book.meet({ ...CALL, kind: "INQUIRY" }).mood).toBe("not-found");
  expect(book.list().map(({ mood }) => mood)).not.toContain("drops-answer");
});

test("what is drawn depends on seed, number and call, not on what comes in between", () => {
  const draw = (seed: string, numbers: readonly string[]): Map<string, string> => {
    const book = createMoodBook(seed);
    book.set([rule({ mood: "drops-answer", perMille: 300 })]);
    return new Map(numbers.map((outNo) => [outNo, book.meet({ ...CALL, outNo }).mood]));
  };
  const numbers = Array.from({ length: 1_000 }, (_, index) => `P${index}`);
  const first = draw("a", numbers);
  expect(draw("a", numbers.toReversed())).toEqual(new Map(numbers.toReversed().map((no) => [no, first.get(no)])));
  expect(draw("b", numbers)).not.toEqual(first);
  const dropped = [...first.values()].filter((mood) => mood === "drops-answer").length;
  expect(dropped).toBeGreaterThan(250);
  expect(dropped).toBeLessThan(350);
  const book = createMoodBook("a");
  book.set([rule({ mood: "drops-answer", perMille: 300 })]);
  const calls = Array.from({ length: 60 }, () => book.meet(CALL).mood);
  expect(new Set(calls)).toEqual(new Set(["drops-answer", "normal"]));
});

test("a channel is calmed without the others", () => {
  const book = createMoodBook("s");
  book.set([rule({ mood: "slow", channel: "alipay" }), rule({ mood: "processing" })]);
  book.clear("alipay");
  expect(book.list()).toEqual([rule({ mood: "processing" })]);
  book.clear("*");
  expect(book.meet(CALL).mood).toBe("normal");
});
