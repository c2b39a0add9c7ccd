import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { MoodName } from "@/sandbox/moods/moods";
import type { ChannelClient } from "@/server/channels/channel-client";
import { startSandbox, type TestSandbox } from "../sandbox-fixture";
import { clientsOf, newNo, refundOf, STYLES, transferOf } from "./talk";

let sandbox: TestSandbox;
let client: (code: string) => ChannelClient;

beforeAll(async () => {
  sandbox = await startSandbox({ timeoutMs: 2_000 });
  client = clientsOf(sandbox);
});
afterEach(() => sandbox.setMoods());
afterAll(() => sandbox.drop());

type Sent = { readonly says: string; readonly inBooks: "SUCCEEDED" | "FAILED" | null };

const SENT = {
  normal: { says: "SUCCEEDED", inBooks: "SUCCEEDED" },
  slow: { says: "SUCCEEDED", inBooks: "SUCCEEDED" },
  "drops-answer": { says: "NO_ANSWER", inBooks: "SUCCEEDED" },
  "never-answers": { says: "NO_ANSWER", inBooks: "SUCCEEDED" },
  "loses-request": { says: "NO_ANSWER", inBooks: null },
  "error-after-accept": { says: "NO_ANSWER", inBooks: "SUCCEEDED" },
  "error-before-accept": { says: "NO_ANSWER", inBooks: null },
  "system-error": { says: "NO_ANSWER", inBooks: null },
  "system-error-after-accept": { says: "NO_ANSWER", inBooks: "SUCCEEDED" },
  "rate-limit": { says: "LATER", inBooks: null },
  "not-enough": { says: "LATER", inBooks: null },
  "answer-badly-signed": { says: "NO_ANSWER", inBooks: "SUCCEEDED" },
  processing: { says: "PROCESSING", inBooks: "SUCCEEDED" },
  "fails-payee": { says: "FAILED", inBooks: "FAILED" },
  "fails-channel": { says: "FAILED", inBooks: "FAILED" },
} as const satisfies Partial<Record<MoodName, Sent>>;

/** Alipay's answer to a refund does not say that it failed; the question right behind it does. */
async function refund(code: string, refundNo: string, orderNo: string): Promise<string> {
  const { kind } = await client(code).refund(refundOf(refundNo, orderNo));
  const hasFailed = (await sandbox.findInBooks(refundNo))?.state === "FAILED";
  return code === "alipay" && hasFailed ? (await client(code).askRefund(refundNo, orderNo)).kind : kind;
}

describe.each(STYLES)("%s", (code) => {
  test.each(Object.entries(SENT))(
    "%s, once: what is said of a transfer and of a refund, and what is in the books",
    async (mood, sent) => {
      const [outNo, refundNo, orderNo] = [newNo(), newNo(), newNo()];
      // What is asked right after sending is no part of this: only the two sendings count the mood off.
      sandbox.setMoods(
        { mood: mood as MoodName, outNo, times: 1 },
        { mood: mood as MoodName, outNo: refundNo, times: 1 },
      );
      expect((await client(code).transfer(transferOf(outNo))).kind).toBe(sent.says);
      expect(await refund(code, refundNo, orderNo)).toBe(sent.says);
      for (const no of [outNo, refundNo]) expect((await sandbox.findInBooks(no))?.state ?? null).toBe(sent.inBooks);
      // The same number again, in a normal mood: done once, and told.
      const told = sent.inBooks === "FAILED" ? "FAILED" : "SUCCEEDED";
      expect((await client(code).transfer(transferOf(outNo))).kind).toBe(told);
      expect(await refund(code, refundNo, orderNo)).toBe(told);
      expect(await sandbox.findInBooks(outNo)).toMatchObject({ calls: sent.inBooks === null ? 1 : 2 });
    },
  );

  test("accepts after the time-out: nothing at first, and then it is there", async () => {
    const outNo = newNo();
    sandbox.setMoods({ mood: "accepts-after-time-out", times: 1 });
    expect(await client(code).transfer(transferOf(outNo))).toMatchObject({ kind: "NO_ANSWER" });
    expect(await client(code).askTransfer(outNo)).toEqual({ kind: "NOT_FOUND" });
    await sleep(300);
    expect(await client(code).askTransfer(outNo)).toMatchObject({ kind: "SUCCEEDED" });
  });

  test("is unknown twice, under way twice, and then done", async () => {
    const outNo = newNo();
    await client(code).transfer(transferOf(outNo));
    sandbox.setMoods({ mood: "not-found", times: 2 }, { mood: "processing", times: 2 });
    const kinds: string[] = [];
    for (let call = 0; call < 5; call += 1) kinds.push((await client(code).askTransfer(outNo)).kind);
    expect(kinds).toEqual(["NOT_FOUND", "NOT_FOUND", "PROCESSING", "PROCESSING", "SUCCEEDED"]);
  });

  test("says that it failed, and then that it succeeded", async () => {
    const outNo = newNo();
    sandbox.setMoods({ mood: "says-failed", times: 1, operation: "REFUND" });
    await client(code).refund(refundOf(outNo, newNo()));
    sandbox.setMoods({ mood: "says-failed", times: 1 });
    expect(await client(code).askRefund(outNo, "O")).toMatchObject({ kind: "FAILED", fault: "CHANNEL" });
    expect(await client(code).askRefund(outNo, "O")).toMatchObject({ kind: "SUCCEEDED" });
  });

  test("names another amount, gives no answer to questions, and the contrary of what failed", async () => {
    const [outNo, failedNo] = [newNo(), newNo()];
    await client(code).transfer(transferOf(outNo));
    sandbox.setMoods({ mood: "fails-payee", times: 1 });
    await client(code).transfer(transferOf(failedNo));
    sandbox.setMoods(
      { mood: "other-amount", times: 1 },
      { mood: "inquiry-unanswered", times: 1 },
      { mood: "contradicts-itself" },
    );
    expect(await client(code).askTransfer(outNo)).toMatchObject({ kind: "SUCCEEDED", amountMinor: 12_346n });
    expect(await client(code).askTransfer(outNo)).toMatchObject({ kind: "NO_ANSWER" });
    expect(await client(code).askTransfer(outNo)).toMatchObject({ kind: "FAILED" });
    expect(await client(code).askTransfer(failedNo)).toMatchObject({ kind: "SUCCEEDED" });
  });
});

test("one seed draws the same numbers again, whatever order they come in", async () => {
  const numbers = Array.from({ length: 60 }, () => newNo());
  const fateOf = async (order: readonly string[], seed: string): Promise<Map<string, string>> => {
    sandbox.opened.sandbox.moods.reseed(seed);
    sandbox.setMoods({ mood: "rate-limit", perMille: 300 });
    const drawn = await Promise.all(
      order.map(async (no) => [no, (await client("alipay").askTransfer(no)).kind] as const),
    );
    return new Map(drawn);
  };
  const first = await fateOf(numbers, "seven");
  const limited = [...first.values()].filter((kind) => kind !== "NOT_FOUND").length;
  expect(limited).toBeGreaterThan(6);
  expect(limited).toBeLessThan(35);
  expect(await fateOf(numbers.toReversed(), "seven")).toEqual(first);
  expect(await fateOf(numbers, "eight")).not.toEqual(first);
});
