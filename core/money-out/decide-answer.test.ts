import { describe, expect, it } from "vitest";
import { ATTEMPT_STATUSES, type AttemptStatus, isFinal } from "./attempt";
import type { ChannelOutcome } from "./channel-outcome";
import { type AskedFor, decideAnswer, saysBounced } from "./decide-answer";

const asked = (status: AttemptStatus): AskedFor => ({ status, amountMinor: 500n, asset: "CNY", payeeDigest: "p" });
const paid: ChannelOutcome = {
  kind: "SUCCEEDED",
  channelNo: "C1",
  amountMinor: 500n,
  asset: "CNY",
  happenedAt: new Date(0),
};
const said = { code: "X", message: "" };
const bounced: ChannelOutcome = { ...paid, ...said, kind: "BOUNCED" };
const outcomes: readonly ChannelOutcome[] = [
  paid,
  { kind: "FAILED", fault: "PAYEE", ...said },
  { kind: "PROCESSING", channelNo: null },
  { kind: "NOT_FOUND" },
  { kind: "LATER", ...said },
  { kind: "NO_ANSWER", ...said },
  bounced,
];
const TABLE: Record<AttemptStatus, readonly (AttemptStatus | null)[]> = {
  WAITING: ["SUCCEEDED", "FAILED", "PROCESSING", null, null, null, "SUCCEEDED"],
  SENT: ["SUCCEEDED", "FAILED", "PROCESSING", "IN_DOUBT", "WAITING", "IN_DOUBT", "SUCCEEDED"],
  PROCESSING: ["SUCCEEDED", "FAILED", null, null, null, null, "SUCCEEDED"],
  IN_DOUBT: ["SUCCEEDED", "FAILED", "PROCESSING", "WAITING", null, null, "SUCCEEDED"],
  SUCCEEDED: [null, null, null, null, null, null, null],
  FAILED: [null, null, null, null, null, null, null],
};

describe("an answer", () => {
  it.each(ATTEMPT_STATUSES)("heard of an attempt that is %s", (status) => {
    expect(outcomes.map((outcome) => decideAnswer(asked(status), outcome).to)).toEqual(TABLE[status]);
  });

  it("that contradicts a final state opens a case and changes nothing", () => {
    const cases = (status: AttemptStatus) => outcomes.map((outcome) => decideAnswer(asked(status), outcome).caseKind);
    expect(cases("FAILED")).toEqual(["LATE_SUCCESS", null, null, null, null, null, "CONTRADICTION"]);
    expect(cases("SUCCEEDED")).toEqual([null, "CONTRADICTION", null, null, null, null, null]);
    for (const status of ATTEMPT_STATUSES.filter((one) => !isFinal(one)))
      expect(cases(status).every((one) => one === null)).toBe(true);
  });

  it("that says it has come back is one about money that was paid, now or before", () => {
    const isBounced = (status: AttemptStatus, said: ChannelOutcome) =>
      saysBounced(said, decideAnswer(asked(status), said));
    expect(ATTEMPT_STATUSES.filter((status) => isBounced(status, bounced))).toEqual(
      ATTEMPT_STATUSES.filter((status) => status !== "FAILED"),
    );
    for (const said of [paid, { ...bounced, amountMinor: 501n }, { ...bounced, payeeDigest: "q" }])
      expect(ATTEMPT_STATUSES.some((status) => isBounced(status, said))).toBe(false);
  });

  it("of another amount, asset or payee never ends an attempt, and opens a case", () => {
    for (const [change, kind] of [
      [{ amountMinor: 501n }, "AMOUNT_DIFFERS"],
      [{ asset: "JPY" }, "AMOUNT_DIFFERS"],
      [{ payeeDigest: "q" }, "PAYEE_DIFFERS"],
    ] as const) {
      for (const status of ["WAITING", "SENT", "PROCESSING", "IN_DOUBT"] as const) {
        for (const one of [paid, bounced]) {
          const decided = decideAnswer(asked(status), { ...one, ...change });
          expect(decided).toEqual({ to: status === "IN_DOUBT" ? null : "IN_DOUBT", caseKind: kind });
        }
      }
      for (const one of [paid, bounced])
        expect(decideAnswer(asked("SUCCEEDED"), { ...one, ...change })).toEqual({ to: null, caseKind: kind });
    }
    expect(decideAnswer(asked("SENT"), { ...paid, payeeDigest: "p" }).to).toBe("SUCCEEDED");
  });
});
