import { describe, expect, it } from "vitest";
import type { BookFacts, ChannelFacts, ClearingFacts, SettlementFacts } from "./day-facts";
import { blockingOf, type CloseFinding, differenceOf, stateOfLine } from "./findings";
import { judgeBooks, stateOpen } from "./judge-books";
import { judgeWork } from "./judge-work";
import { sayFinding } from "./say-finding";

const DAY = "2026-11-16";
const CHANNEL: ChannelFacts = {
  channel: "wechat",
  delivery: "ARRIVED",
  dueOn: "2026-11-17",
  statementNo: "S1",
  batch: "BALANCED",
  batchNo: "B1",
  breaks: 0,
};
const CLEARING: ClearingFacts = { batchNo: "CL1", carried: 0n, laterBatchNo: null, moved: true, fees: [] };
const SETTLED: SettlementFacts = { batchNo: "ST1", laterBatchNo: null, dueMerchants: 0n, settled: [] };
const BOOKS: BookFacts = {
  vouchers: {
    vouchers: 2n,
    withEntries: 2n,
    alone: 0n,
    aloneNo: null,
    unbalanced: 0n,
    unbalancedNo: null,
    turnover: [sides("", 100n, 100n)],
  },
  subjects: [sides("1122", 100n, 100n)],
  controls: [sides("2241 wechat", 5n, 5n)],
  banks: [{ account: "B1", asset: "CNY", bankMinor: 90n, bookMinor: 100n, closedOn: "2026-11-16", isExplained: true }],
  receivables: [sides("wechat", 7n, 7n)],
  trial: [sides("", 100n, 100n)],
  reported: [sides("", 100n, 100n)],
};

function sides(place: string, leftMinor: bigint, rightMinor: bigint) {
  return { place, asset: "CNY", leftMinor, rightMinor };
}
type Changed = Partial<ClearingFacts> & { readonly settlement?: Partial<SettlementFacts> };
const work = (channel: Partial<ChannelFacts>, { settlement, ...clearing }: Changed = {}) =>
  judgeWork({
    channels: [{ ...CHANNEL, ...channel }],
    clearing: { ...CLEARING, ...clearing },
    settlement: { ...SETTLED, ...settlement },
  });
const books = (change: Partial<BookFacts>) => judgeBooks(DAY, { ...BOOKS, ...change });
const inTheWay = (findings: readonly CloseFinding[]) =>
  blockingOf(findings).map(({ code, state }) => `${code} ${state}`);

describe("the work of a day", () => {
  it("that is done has nothing in its way, with breaks or without", () => {
    expect(blockingOf(work({}))).toEqual([]);
    expect(blockingOf(work({ breaks: 3 }))).toEqual([]);
    expect(blockingOf(work({ delivery: "WAIVED", statementNo: null, batch: null, batchNo: null }))).toEqual([]);
  });

  it("that nothing was due for leaves its lines empty, and they count as in order", () => {
    const findings = judgeWork({
      channels: [{ ...CHANNEL, delivery: "NOT_EXPECTED", statementNo: null, batch: null }],
      clearing: { ...CLEARING, batchNo: null, moved: false },
      settlement: { ...SETTLED, batchNo: null },
    });
    expect(findings).toEqual([]);
    expect(stateOfLine(findings, "STATEMENTS")).toBe("GREEN");
  });

  it.each<[Partial<ChannelFacts>, Changed, string]>([
    [{ delivery: "AWAITED", statementNo: null, batch: null }, {}, "statement_awaited WAITING"],
    [{ delivery: "LATE", statementNo: null, batch: null }, {}, "statement_late RED"],
    [{ batch: "RUNNING" }, {}, "batch_running WAITING"],
    [{ batch: "MISSING", batchNo: null }, {}, "batch_missing RED"],
    [{ batch: "OUTDATED" }, {}, "batch_outdated RED"],
    [{ batch: "UNBALANCED" }, {}, "batch_unbalanced RED"],
    [{}, { batchNo: null }, "clearing_missing RED"],
    [{}, { fees: [sides("6001", 60n, 59n)] }, "cleared RED"],
    [{}, { settlement: { settled: [sides("2202.02", 60n, 59n)] } }, "settled RED"],
    [{}, { settlement: { batchNo: null, dueMerchants: 2n } }, "settlement_missing RED"],
    [{}, { settlement: { batchNo: null, dueMerchants: null } }, "settlement_unknown RED"],
  ])("%o %o stands in the way: %s", (channel, clearing, expected) => {
    const findings = work(channel, clearing);
    expect(inTheWay(findings)).toEqual([expected]);
    for (const finding of blockingOf(findings)) expect(sayFinding(finding, DAY)).toMatch(/\. [A-Z].*\.$/);
  });

  it("that a later clearing took in needs none of its own", () => {
    const settlement = { batchNo: null, laterBatchNo: "ST2", dueMerchants: 2n };
    expect(work({}, { settlement }).at(-1)).toMatchObject({ code: "settled_later", state: "GREEN" });
    expect(work({}, { batchNo: null, laterBatchNo: "CL2" }).at(-2)).toMatchObject({
      code: "cleared_later",
      state: "GREEN",
    });
  });
});

describe("the books of a day", () => {
  it("that agree have nothing in their way; a difference at the bank that is explained is none", () => {
    expect(blockingOf(books({}))).toEqual([]);
  });

  const { vouchers, banks } = BOOKS;
  it.each<[Partial<BookFacts>, string]>([
    [{ vouchers: { ...vouchers, withEntries: 1n } }, "vouchers_entered RED"],
    [{ vouchers: { ...vouchers, alone: 1n, aloneNo: "V1" } }, "vouchers_alone RED"],
    [{ vouchers: { ...vouchers, unbalanced: 2n, unbalancedNo: "V1" } }, "vouchers_unbalanced RED"],
    [{ vouchers: { ...vouchers, turnover: [sides("", 100n, 99n)] } }, "turnover RED"],
    [{ subjects: [sides("1122", 100n, 101n)] }, "subject_accounts RED"],
    [{ controls: [sides("2242", 100n, 0n)] }, "control_items RED"],
    [{ banks: banks.map((bank) => ({ ...bank, isExplained: false })) }, "bank_unexplained RED"],
    [{ banks: banks.map((bank) => ({ ...bank, closedOn: "2026-11-15" })) }, "bank_behind WAITING"],
    [{ receivables: [sides("wechat", 7n, 8n)] }, "channel_receivable RED"],
    [{ trial: [sides("", 7n, 8n)] }, "trial_balance RED"],
    [{ reported: [sides("", 7n, 8n)] }, "turnover_reported RED"],
  ])("%o stands in the way: %s", (change, expected) => {
    const findings = books(change);
    expect(inTheWay(findings)).toEqual([expected]);
    for (const finding of blockingOf(findings)) expect(sayFinding(finding, DAY)).toMatch(/\. [A-Z].*\.$|; .*\.$/);
  });

  it("tell the difference with its sign, and money in its own scale", () => {
    const [wrong] = blockingOf(books({ receivables: [{ ...sides("jcb", 7n, 1_008n), asset: "JPY" }] }));
    expect(wrong && differenceOf(wrong)).toBe("-1001");
    expect(wrong && sayFinding(wrong, DAY)).toContain("differ by −1,001 JPY");
  });
});

it("open items and requests are told, and keep no day open", () => {
  const findings = stateOpen({
    suspense: [{ direction: "LONG", asset: "CNY", items: 3n, minor: 500n }],
    approvals: [{ act: "ADJUSTMENT", count: 1n }],
  });
  expect(findings.map(({ state }) => state)).toEqual(["STATED", "STATED"]);
  expect(blockingOf(findings)).toEqual([]);
  expect(stateOfLine(findings, "SUSPENSE")).toBe("STATED");
});
