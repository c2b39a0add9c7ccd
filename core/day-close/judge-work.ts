import type { ChannelFacts, ClearingFacts, SettlementFacts, Sides, WorkFacts } from "./day-facts";
import type { CloseFinding, FindingCode, FindingState } from "./findings";

/** Statements, batches, clearing and settlement of the day: what people and jobs had to do for it. */
export function judgeWork({ channels, clearing, settlement }: WorkFacts): CloseFinding[] {
  const due = channels.filter(isDue);
  return [
    ...due.map(judgeStatement),
    ...due.flatMap(judgeBatch),
    ...judgeClearing(clearing),
    ...judgeSettlement(settlement),
  ];
}

type Delivery = Exclude<ChannelFacts["delivery"], "NOT_EXPECTED">;
type DueChannel = ChannelFacts & { readonly delivery: Delivery };

function isDue(channel: ChannelFacts): channel is DueChannel {
  return channel.delivery !== "NOT_EXPECTED";
}

const STATEMENT: Readonly<Record<Delivery, [FindingCode, FindingState]>> = {
  ARRIVED: ["statement_arrived", "GREEN"],
  WAIVED: ["statement_waived", "GREEN"],
  AWAITED: ["statement_awaited", "WAITING"],
  LATE: ["statement_late", "RED"],
};

function judgeStatement({ channel, delivery, dueOn, statementNo }: DueChannel): CloseFinding {
  const [code, state] = STATEMENT[delivery];
  const params = { dueOn, ...(statementNo === null ? {} : { no: statementNo }) };
  return { line: "STATEMENTS", code, state, place: channel, ...NO_FIGURES, params };
}

const BATCH: Readonly<Record<NonNullable<ChannelFacts["batch"]>, [FindingCode, FindingState]>> = {
  BALANCED: ["batch_balanced", "GREEN"],
  RUNNING: ["batch_running", "WAITING"],
  MISSING: ["batch_missing", "RED"],
  OUTDATED: ["batch_outdated", "RED"],
  UNBALANCED: ["batch_unbalanced", "RED"],
};

/** Breaks do not keep a batch from being done: each has its suspense item, and the books say what is unknown. */
function judgeBatch({ channel, batch, batchNo, statementNo, breaks }: ChannelFacts): CloseFinding[] {
  if (batch === null) return [];
  const [code, state] = batch === "BALANCED" && breaks > 0 ? (["batch_broken", "GREEN"] as const) : BATCH[batch];
  const params = {
    ...(batchNo === null ? {} : { no: batchNo }),
    ...(statementNo === null ? {} : { statementNo }),
    ...(breaks > 0 ? { count: `${breaks}` } : {}),
  };
  return [{ line: "BATCHES", code, state, place: channel, ...NO_FIGURES, params }];
}

function judgeClearing({ batchNo, carried, laterBatchNo, moved, fees }: ClearingFacts): CloseFinding[] {
  const common = { line: "CLEARING", place: "" } as const;
  if (batchNo !== null) {
    const params = { no: batchNo, carried: `${carried}` };
    if (fees.length === 0) return [{ ...common, code: "cleared", state: "GREEN", ...NO_FIGURES, params }];
    return fees.map((sides) => ({ ...common, code: "cleared", ...figuresOf(sides), params }));
  }
  if (!moved) return [];
  if (laterBatchNo !== null) {
    return [{ ...common, code: "cleared_later", state: "GREEN", ...NO_FIGURES, params: { no: laterBatchNo } }];
  }
  return [{ ...common, code: "clearing_missing", state: "RED", ...NO_FIGURES, params: {} }];
}

function judgeSettlement({ batchNo, laterBatchNo, dueMerchants, settled }: SettlementFacts): CloseFinding[] {
  const common = { line: "SETTLEMENT", place: "" } as const;
  if (batchNo !== null) {
    const params = { no: batchNo };
    if (settled.length === 0) return [{ ...common, code: "settled", state: "GREEN", ...NO_FIGURES, params }];
    return settled.map((sides) => ({ ...common, code: "settled", ...figuresOf(sides), params }));
  }
  if (laterBatchNo !== null) {
    return [{ ...common, code: "settled_later", state: "GREEN", ...NO_FIGURES, params: { no: laterBatchNo } }];
  }
  if (dueMerchants === null)
    return [{ ...common, code: "settlement_unknown", state: "RED", ...NO_FIGURES, params: {} }];
  if (dueMerchants === 0n) return [];
  const params = { count: `${dueMerchants}` };
  return [{ ...common, code: "settlement_missing", state: "RED", ...NO_FIGURES, params }];
}

export const NO_FIGURES = { asset: null, left: null, right: null } as const;

/** Two sides as told, and red where they differ. */
export function figuresOf({ asset, leftMinor, rightMinor }: Omit<Sides, "place">) {
  const state: FindingState = leftMinor === rightMinor ? "GREEN" : "RED";
  return { state, asset, left: `${leftMinor}`, right: `${rightMinor}` };
}
