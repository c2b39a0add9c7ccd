/**
 * What a request does when it is decided, and in which words: it posts a voucher, it pairs two items for the next batch, or
 * it changes how files are read.
 */
export type ApprovalEffect = "RESOLUTION" | "MATCH" | "MAPPING";

export const DECISION_TEXTS = {
  RESOLUTION: {
    completes: "decision.completes",
    oneMore: "decision.oneMore",
    outdated: "decision.outdated",
    executes: "decide.APPROVE.posts",
    signs: "decide.APPROVE.signs",
    rejects: "decide.REJECT.text",
    executed: "outcome.EXECUTED",
    rejected: "outcome.REJECTED",
    stale: "outcome.staleText",
    withdraws: "withdraw.text",
    withdrawn: "withdraw.done",
  },
  MATCH: {
    completes: "match.completes",
    oneMore: "match.oneMore",
    outdated: "decision.outdated",
    executes: "match.executes",
    signs: "decide.APPROVE.signs",
    rejects: "decide.REJECT.text",
    executed: "match.executed",
    rejected: "outcome.REJECTED",
    stale: "outcome.staleText",
    withdraws: "withdraw.text",
    withdrawn: "withdraw.done",
  },
  MAPPING: {
    completes: "mapping.completes",
    oneMore: "mapping.oneMore",
    outdated: "mapping.outdated",
    executes: "mapping.executes",
    signs: "mapping.signs",
    rejects: "mapping.rejects",
    executed: "mapping.executed",
    rejected: "mapping.rejected",
    stale: "mapping.stale",
    withdraws: "mapping.withdraws",
    withdrawn: "mapping.withdrawn",
  },
} as const satisfies Record<ApprovalEffect, Record<string, string>>;
