import { describe, expect, it } from "vitest";
import { ATTEMPT_STATUSES, type AttemptStatus, isFinal } from "./attempt";
import type { ChannelOutcome } from "./channel-outcome";
import { type AskedFor, decideAnswer } from "./decide-answer";

const asked = (status: AttemptStatus): AskedFor => ({ status, amountMinor: 500n, asset: "CNY", payeeDigest: "p" });
const paid: ChannelOutcome = {
  kind: "SUCCEEDED",
  channelNo: "C1",
  amountMinor: 500n,
  asset: "CNY",
  happenedAt: new Date(0),
};
const said = { code: "X", message: "" };
const outcomes: readonly ChannelOutcome[] = [
  paid,
  { kind: "FAILED", fault: "PAYEE", ...said },
  { kind: "PROCESSING", channelNo: null },
  { kind: "NOT_FOUND" },
  { kind: "LATER", ...said },
  { kind: "NO_ANSWER", ...said },
];
const TABLE: Record<AttemptStatus, readonly (AttemptStatus | null)[]> = {
  WAITING: ["SUCCEEDED", "FAILED", "PROCESSING", null, null, null],
  SENT: ["SUCCEEDED", "FAILED", "PROCESSING", "IN_DOUBT", "WAITING", "IN_DOUBT"],
  PROCESSING: ["SUCCEEDED", "FAILED", null, null, null, null],
  IN_DOUBT: ["SUCCEEDED", "FAILED", "PROCESSING", "WAITING", null, null],
  SUCCEEDED: [null, null, null, null, null, null],
  FAILED: [null, null, null, null, null, null],
};

describe("an answer", () => {
  it.each(ATTEMPT_STATUSES)("heard of an attempt that is %s", (status) => {
    expect(outcomes.map((outcome) => decideAnswer(asked(status), outcome).to)).toEqual(TABLE[status]);
  });

  it("that contradicts a final state opens a case and changes nothing", () => {
    const cases = (status: AttemptStatus) => outcomes.map((outcome) => decideAnswer(asked(status), outcome).caseKind);
    expect(cases("FAILED")).toEqual(["LATE_SUCCESS", null, null, null, null, null]);
    expect(cases("SUCCEEDED")).toEqual([null, "CONTRADICTION", null, null, null, null]);
    for (const status of ATTEMPT_STATUSES.filter((one) => !isFinal(one)))
      expect(cases(status).every((one) => one === null)).toBe(true);
  });

  it("of another amount, asset or payee never ends an attempt, and opens a case", () => {
    for (const [change, kind] of [
      [{ amountMinor: 501n }, "AMOUNT_DIFFERS"],
      [{ asset: "JPY" }, "AMOUNT_DIFFERS"],
      [{ payeeDigest: "q" }, "PAYEE_DIFFERS"],
    ] as const) {
      for (const status of ["WAITING", "SENT", "PROCESSING", "IN_DOUBT"] as const) {
        const decided = decideAnswer(asked(status), { ...paid, ...change });
        expect(decided).toEqual({ to: status === "IN_DOUBT" ? null : "IN_DOUBT", caseKind: kind });
      }
      expect(decideAnswer(asked("SUCCEEDED"), { ...paid, ...change })).toEqual({ to: null, caseKind: kind });
    }
    expect(decideAnswer(asked("SENT"), { ...paid, payeeDigest: "p" }).to).toBe("SUCCEEDED");
  });
});
