import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { ordersFileLine } from "@/contracts/orders";
import { addDays } from "@/core/calendar/settlement-day";
import { feeOf } from "@/core/money/money";
import type { Actor } from "@/core/permissions/actor";
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import type { SuspenseItem } from "@/core/suspense/item";
import { listResolutions } from "@/core/suspense/playbook";
import { decideApproval } from "@/server/commands/decide-approval";
import { importOrders } from "@/server/commands/import-orders";
import { importStatement } from "@/server/commands/import-statement";
import { proposeResolution } from "@/server/commands/propose-resolution";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { addUser, as, asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

/**
 * Histories at random: orders and refunds that come in time, late or never, lines that are missing, repeated, wrong,
 * failed, corrected; days that are run again. Whatever the way, the books prove after every step, and the end is the
 * same as if everything had been known from the beginning.
 */
const FIRST_DAY = "2026-11-09";
/** After the last day with news, two empty statements let everything that waits come to its end. */
const NEWS_DAYS = 4;
const ALL_DAYS = NEWS_DAYS + 2;
const COST_BPS = 60;
/** `DESK_HISTORIES=500` tries more of them, from a seed of their own; `DESK_HISTORY_SEED` those of a failure again. */
const { DESK_HISTORIES, DESK_HISTORY_SEED } = process.env;
const USUAL_SEED = "20261121";
const SEED = DESK_HISTORY_SEED ?? (DESK_HISTORIES === undefined ? USUAL_SEED : undefined);
const RUNS = {
  numRuns: Number.parseInt(DESK_HISTORIES ?? "6", 10),
  ...(SEED === undefined ? {} : { seed: Number.parseInt(SEED, 10) }),
};

let db: TestDatabase;
let people: { maker: Actor; checkers: Actor[] };
let folder = "";
let channels = 0;
beforeAll(async () => {
  db = await openDeskDatabase();
  folder = await mkdtemp(join(tmpdir(), "desk-histories-"));
  await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Lantern Books" })] });
  const paidIn = { key: "M1", merchantNo: "M1", bankAccount: "reserve", asset: "CNY", paidInAt: NOON };
  const maker = await addUser(db.ownerPool, "maker", "OPERATOR");
  const checkers = [await addUser(db.ownerPool, "fin", "FINANCE"), await addUser(db.ownerPool, "lead", "FINANCE_LEAD")];
  people = { maker, checkers };
  await recordTopUps(asSystem(), { topUps: [{ ...paidIn, event: "settlement.topped_up", amountMinor: 100_000_000n }] });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.drop();
});

const day = fc.integer({ min: 0, max: NEWS_DAYS - 1 });
const lineArbitrary = fc.record({
  day,
  changeMinor: fc.constantFrom(0n, 0n, 0n, 50n, -50n),
  surplusFeeMinor: fc.constantFrom(0n, 0n, 0n, 7n, -3n),
  failed: fc.constantFrom(false, false, false, true),
});
const itemArbitrary = fc.record({
  amountMinor: fc.bigInt({ min: 1_000n, max: 99_999n }),
  isRefund: fc.boolean(),
  expected: day,
  /** When our side says each thing; the last one may be that it came to nothing. Empty: we never hear of it. */
  news: fc.constantFrom("none", "at once", "at once", "at once", "in two steps", "never done", "came to nothing"),
  arrives: day,
  settles: day,
  lines: fc.array(lineArbitrary, { maxLength: 3 }),
});
const scenarioArbitrary = fc.record({
  items: fc.array(itemArbitrary, { minLength: 1, maxLength: 6 }),
  bufferDays: fc.constantFrom(0, 1, 1, 2),
  /** After day `after`, the statement of day `of` is replaced by one without its first line, or run again as it is. */
  again: fc.array(fc.record({ after: day, of: day, corrected: fc.boolean() }), { maxLength: 3 }),
});
type Scenario = typeof scenarioArbitrary extends fc.Arbitrary<infer T> ? T : never;
type Item = Scenario["items"][number];
type OurLine = { on: number; line: Record<string, unknown> };

function dayAt(index: number): string {
  return addDays(FIRST_DAY, index);
}

/** Our side of an item: an order, or an order that is well and its refund. */
function ourLines(channel: string, item: Item, index: number): OurLine[] {
  const { amountMinor, isRefund, expected, news, arrives, settles } = item;
  const at = (on: number) => `${dayAt(on)}T12:00:00+08:00`;
  const order = (status: string, paidOn: number) => ({
    type: "order",
    orderNo: `${channel}-O${index}`,
    merchantNo: "M1",
    asset: "CNY",
    dueMinor: `${amountMinor}`,
    legs: [{ kind: "channel", channel, amountMinor: `${amountMinor}` }],
    status,
    ...(status === "PAID" ? { paidAt: at(paidOn) } : { createdAt: at(paidOn) }),
  });
  const refund = (status: string) => ({
    type: "refund",
    refundNo: `${channel}-R${index}`,
    orderNo: `${channel}-O${index}`,
    amountMinor: `${amountMinor}`,
    status,
    ...(status === "SUCCEEDED" ? { succeededAt: at(expected) } : { createdAt: at(expected) }),
  });
  const [begun, done, failed] = isRefund
    ? [refund("ACCEPTED"), refund("SUCCEEDED"), refund("FAILED")]
    : [order("CREATED", expected), order("PAID", expected), order("CLOSED", expected)];
  const later = Math.max(arrives, settles);
  const told: Record<Item["news"], OurLine[]> = {
    none: [],
    "at once": [{ on: arrives, line: done }],
    "in two steps": [
      { on: arrives, line: begun },
      { on: later, line: done },
    ],
    "never done": [{ on: arrives, line: begun }],
    "came to nothing": [
      { on: arrives, line: begun },
      { on: later, line: failed },
    ],
  };
  return isRefund ? [{ on: 0, line: order("PAID", 0) }, ...told[news]] : told[news];
}

/** The channel's side: a statement of each day. A refund's order stands in the first one as it should. */
function theirLines(channel: string, items: readonly Item[], on: number): WechatFixtureLine[] {
  return items.flatMap((item, index) => {
    const orderNo = `${channel}-O${index}`;
    const common = { at: `${dayAt(on)} 12:00:00`, orderNo, tradeNo: `T-${orderNo}` };
    const payment = {
      ...common,
      status: "SUCCESS" as const,
      amountMinor: item.amountMinor,
      feeE5: feeOf(item.amountMinor, COST_BPS) * 1_000n,
    };
    const lines = item.lines.flatMap((line): WechatFixtureLine[] => {
      if (line.day !== on || (line.failed && !item.isRefund)) return [];
      const amountMinor = item.amountMinor + line.changeMinor;
      const contract = line.failed ? 0n : feeOf(amountMinor, COST_BPS) * (item.isRefund ? -1n : 1n);
      const feeE5 = (contract + (line.failed ? 0n : line.surplusFeeMinor)) * 1_000n;
      if (!item.isRefund) return [{ ...payment, amountMinor, feeE5 }];
      const refundNo = `${channel}-R${index}`;
      return [
        {
          ...common,
          status: "REFUND",
          refundNo,
          channelRefundNo: `T-${refundNo}`,
          refundStatus: line.failed ? "FAIL" : "SUCCESS",
          amountMinor,
          feeE5,
        },
      ];
    });
    return item.isRefund && on === 0 ? [payment, ...lines] : lines;
  });
}

async function openChannel(bufferDays: number): Promise<string> {
  channels += 1;
  const code = `wx${channels}`;
  const channel = { code, name: code, format: "wechat-trade", costBps: COST_BPS, bufferDays };
  await setChannels(asSystem(), { channels: [channelInput.parse(channel)] });
  return code;
}

/** One by one: where people have resolved things meanwhile, late news may be refused. */
async function takeNews(news: readonly OurLine[], mayBeRefused = false): Promise<void> {
  for (const { line } of news) {
    const result = await importOrders(asSystem(), { lines: [{ lineNo: 1, line: ordersFileLine.parse(line) }] });
    expect(result).toMatchObject(mayBeRefused ? { ok: true } : { ok: true, value: { refused: [] } });
  }
}

async function takeStatement(channel: string, on: number, lines: readonly WechatFixtureLine[]): Promise<void> {
  const path = join(folder, `${channel}-${on}.csv`);
  await writeFile(path, writeWechatBill("ALL", lines));
  const upload = { path, fileName: "bill.csv", channel, settlesOn: dayAt(on) };
  expect(await importStatement(asSystem(), upload)).toMatchObject({ ok: true });
}

async function run(channel: string, on: number): Promise<void> {
  const result = await runReconciliation(asSystem(), { channel, date: dayAt(on) });
  expect(result).toMatchObject({ ok: true, value: { proof: { balanced: true } } });
}

/** What is left open and waiting, without what differs between channels: their ids and the numbers made of their codes. */
async function outcomeOf(channel: string): Promise<string[]> {
  const rows = await reader.query<{ text: string }>(
    `SELECT 'break ' || b.signature AS text FROM live_breaks b JOIN channels c ON c.id = b.channel_id WHERE c.code = $1
     UNION ALL
     SELECT concat_ws(' ', r.outcome, r.item_kind, r.match_key) FROM match_results r
     JOIN batches b ON b.id = r.batch_id AND b.is_current JOIN channels c ON c.id = b.channel_id
     WHERE c.code = $1 AND r.superseded_by IS NULL AND r.outcome LIKE 'BUFFERED%'
     UNION ALL
     SELECT concat_ws(' ', a.gl_code, a.asset, b.posted_minor) FROM accounts a
     JOIN account_balances b ON b.account_id = a.id JOIN channels c ON c.id = a.channel_id WHERE c.code = $1`,
    [channel],
  );
  return rows.map((row) => row.text.replace(/^break \d+/, "break").replaceAll(`${channel}-`, "")).sort();
}

/** How many lines the corrections have taken from the top of each day's statement. */
type Dropped = number[];

function statementOf(channel: string, { items }: Scenario, on: number, dropped: Dropped): WechatFixtureLine[] {
  return theirLines(channel, items, on).slice(dropped[on] ?? 0);
}

/** Lives through the scenario day by day, and does at night what people do. */
async function live(channel: string, scenario: Scenario, atNight?: () => Promise<void>): Promise<Dropped> {
  const news = scenario.items.flatMap((item, index) => ourLines(channel, item, index));
  const dropped: Dropped = Array.from({ length: ALL_DAYS }, () => 0);
  for (let on = 0; on < ALL_DAYS; on += 1) {
    await takeNews(
      news.filter((one) => one.on === on),
      atNight !== undefined,
    );
    await takeStatement(channel, on, statementOf(channel, scenario, on, dropped));
    await run(channel, on);
    await atNight?.();
    for (const { of, corrected } of scenario.again.filter((one) => one.after === on && one.of <= on)) {
      if (corrected) {
        dropped[of] = (dropped[of] ?? 0) + 1;
        await takeStatement(channel, of, statementOf(channel, scenario, of, dropped));
      }
      await run(channel, of);
      await atNight?.();
    }
  }
  return dropped;
}

/** The same with everything known before the first batch. */
async function liveInHindsight(channel: string, scenario: Scenario, dropped: Dropped): Promise<void> {
  const news = scenario.items.flatMap((item, index) => ourLines(channel, item, index));
  for (let on = 0; on < ALL_DAYS; on += 1) await takeNews(news.filter((one) => one.on === on));
  for (let on = 0; on < ALL_DAYS; on += 1) {
    await takeStatement(channel, on, statementOf(channel, scenario, on, dropped));
    await run(channel, on);
  }
}

test("whatever comes late, twice or corrected: the end is the same as in hindsight", { timeout: 900_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenarioArbitrary, async (scenario) => {
      const channel = await openChannel(scenario.bufferDays);
      const dropped = await live(channel, scenario);
      const lived = await outcomeOf(channel);
      await run(channel, 0);
      expect(await outcomeOf(channel)).toEqual(lived);
      const hindsight = await openChannel(scenario.bufferDays);
      await liveInHindsight(hindsight, scenario, dropped);
      expect(await outcomeOf(hindsight)).toEqual(lived);
    }),
    RUNS,
  );
  await expectBooksProve();
});

/** After all histories: one that fails would fail this for every smaller one that is tried after it. */
async function expectBooksProve(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  const untimed = await reader.query(
    `SELECT r.id FROM match_results r JOIN statement_lines l
       ON l.settles_on = r.line_settles_on AND l.statement_id = r.line_statement_id AND l.line_no = r.line_no
     WHERE r.line_occurred_at IS DISTINCT FROM l.occurred_at`,
  );
  expect(untimed).toEqual([]);
}

/** People resolve some of what is open, each choice once: an item of every so many, by what the playbook allows for it. */
async function resolveSome(channel: string, choices: number[]): Promise<void> {
  const items = await reader.query<SuspenseItem & { version: number }>(
    `SELECT i.item_no AS "itemNo", i.kind, i.item_kind AS "itemKind", i.direction, i.version FROM suspense_items i
     JOIN channels c ON c.id = i.channel_id WHERE c.code = $1 AND i.status = 'OPEN' ORDER BY i.id`,
    [channel],
  );
  for (const item of items) {
    const choice = choices.shift();
    if (choice === undefined) return;
    const resolutions = listResolutions(item);
    const resolution = resolutions[choice % (2 * resolutions.length)];
    if (resolution === undefined || resolution === "OFFSET") continue;
    const context = as(people.maker);
    const { itemNo, version } = item;
    const input = {
      commandId: context.commandId,
      itemNo,
      expectedVersion: version,
      choice: { resolution },
      reason: "x",
    };
    const proposed = await proposeResolution(context, input);
    if (proposed.ok) for (const checker of people.checkers) await approve(checker, proposed.value.approvalNo);
  }
}

async function approve(checker: Actor, approvalNo: string): Promise<void> {
  const [request] = await reader.query<{ version: number; status: string }>(
    "SELECT version, status FROM approvals WHERE approval_no = $1",
    [approvalNo],
  );
  if (request?.status !== "PENDING") return;
  const context = as(checker);
  const input = { commandId: context.commandId, approvalNo, expectedVersion: request.version, note: "" };
  const decided = await decideApproval(context, { ...input, verdict: "APPROVE" });
  // A merchant whose account cannot bear the charge keeps the item open: nothing was posted.
  if (!decided.ok) expect(decided.refusal.code).toBe("balance_insufficient");
}

test("a line that names our payment or refund by the channel's number alone finds it, also when we hear of it later", async () => {
  const channel = await openChannel(1);
  const orderOf = (name: string) => ({
    type: "order",
    orderNo: `${channel}-${name}`,
    merchantNo: "M1",
    asset: "CNY",
    dueMinor: "1000",
    legs: [{ kind: "channel", channel, amountMinor: "1000", channelTradeNo: `T-${name}` }],
    status: "PAID",
    paidAt: `${dayAt(0)}T12:00:00+08:00`,
  });
  const refundOf = (name: string) => ({
    type: "refund",
    refundNo: `${channel}-R-${name}`,
    orderNo: `${channel}-${name}`,
    amountMinor: "400",
    status: "SUCCEEDED",
    succeededAt: `${dayAt(0)}T13:00:00+08:00`,
    channelRefundNo: `TR-${name}`,
  });
  const line = {
    at: `${dayAt(0)} 12:00:00`,
    orderNo: "",
    feeE5: 6_000n,
    amountMinor: 1_000n,
    status: "SUCCESS" as const,
  };
  const back = { ...line, status: "REFUND" as const, channelRefundNo: "TR-known", amountMinor: 400n, feeE5: -2_000n };
  await takeNews([orderOf("known"), refundOf("known")].map((one) => ({ on: 0, line: one })));
  await takeStatement(channel, 0, [
    { ...line, tradeNo: "T-known" },
    { ...back, tradeNo: "T-known" },
    { ...line, tradeNo: "T-late" },
  ]);
  const report = async (on: number) => runReconciliation(asSystem(), { channel, date: dayAt(on) });
  expect(await report(0)).toMatchObject({
    value: { matched: 2, buffered: { ours: 0, channel: 1 }, proof: { balanced: true } },
  });
  await takeStatement(channel, 1, []);
  expect(await report(1)).toMatchObject({ value: { breaks: { LONG: 1 }, proof: { balanced: true } } });
  await takeNews([{ on: 2, line: orderOf("late") }]);
  await takeStatement(channel, 2, []);
  expect(await report(2)).toMatchObject({
    value: { matched: 1, breaks: { LONG: 0, SHORT: 0 }, proof: { balanced: true } },
  });
  expect((await outcomeOf(channel)).filter((text) => /break|BUFFERED/.test(text))).toEqual([]);
});

test("money given back for a payment that turns out to be an order's is missed again, once", async () => {
  const channel = await openChannel(0);
  const paid = { day: 0, changeMinor: 0n, surplusFeeMinor: 0n, failed: false } as const;
  const item = {
    amountMinor: 1_000n,
    isRefund: false,
    expected: 0,
    news: "in two steps" as const,
    arrives: 0,
    settles: 1,
  };
  const scenario: Scenario = { items: [{ ...item, lines: [paid] }], bufferDays: 0, again: [] };
  const choices = [
    listResolutions({ kind: "STATUS_MISMATCH", itemKind: "PAYMENT", direction: "LONG" }).indexOf("REFUND_TO_PAYER"),
  ];
  await live(channel, scenario, () => resolveSome(channel, choices));
  const itemsOf = async () => {
    const rows = await reader.query<{ text: string }>(
      `SELECT concat_ws(' ', i.direction, i.kind, i.amount_minor, i.status) AS text FROM suspense_items i
       JOIN channels c ON c.id = i.channel_id WHERE c.code = $1 AND i.status <> 'AUTO_RESOLVED' ORDER BY 1`,
      [channel],
    );
    return rows.map((row) => row.text);
  };
  const expected = ["LONG STATUS_MISMATCH 1000 RESOLVED", "SHORT SHORT 1000 OPEN"];
  expect(await itemsOf()).toEqual(expected);
  // Run again, the first day knows that the order is paid, and finds nothing; what was given back is still gone.
  await run(channel, 0);
  expect(await itemsOf()).toEqual(expected);
  const before = await reader.query("SELECT max(id) FROM vouchers");
  await run(channel, 0);
  expect(await reader.query("SELECT max(id) FROM vouchers")).toEqual(before);
});

test("a break of an earlier day is open again when the statement that explained it is replaced", async () => {
  const line = { day: 2, changeMinor: 0n, surplusFeeMinor: 0n, failed: false } as const;
  const item: Item = {
    amountMinor: 1_000n,
    isRefund: false,
    expected: 0,
    news: "at once",
    arrives: 0,
    settles: 0,
    lines: [line],
  };
  const again = [
    { after: 2, of: 2, corrected: false },
    { after: 2, of: 2, corrected: true },
  ];
  const channel = await openChannel(0);
  await live(channel, { items: [item], bufferDays: 0, again });
  const items = await reader.query<{ text: string }>(
    `SELECT concat_ws(' ', i.direction, i.amount_minor, i.status) AS text FROM suspense_items i
     JOIN channels c ON c.id = i.channel_id WHERE c.code = $1 ORDER BY i.id`,
    [channel],
  );
  expect(items.map((row) => row.text)).toEqual(["SHORT 1000 AUTO_RESOLVED", "SHORT 1000 OPEN"]);
});

test("whatever people resolve in between, the books prove after every batch", { timeout: 900_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenarioArbitrary, fc.array(fc.nat(50), { maxLength: 12 }), async (scenario, choices) => {
      const channel = await openChannel(scenario.bufferDays);
      const left = [...choices];
      await live(channel, scenario, () => resolveSome(channel, left));
      await run(channel, 0);
    }),
    RUNS,
  );
  await expectBooksProve();
});
