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
import { type WechatFixtureLine, writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { importOrders } from "@/server/commands/import-orders";
import { importStatement } from "@/server/commands/import-statement";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
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
/** `DESK_HISTORIES=500` tries more of them, `DESK_HISTORY_SEED` the ones of a failure again. */
const HISTORIES = Number.parseInt(process.env.DESK_HISTORIES ?? "8", 10);
const SEED =
  process.env.DESK_HISTORY_SEED === undefined ? undefined : Number.parseInt(process.env.DESK_HISTORY_SEED, 10);

let db: TestDatabase;
let folder = "";
let channels = 0;
beforeAll(async () => {
  db = await openDeskDatabase();
  folder = await mkdtemp(join(tmpdir(), "desk-histories-"));
  await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Lantern Books" })] });
  const paidIn = { key: "M1", merchantNo: "M1", bankAccount: "reserve", asset: "CNY", paidInAt: NOON };
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

async function takeNews(news: readonly OurLine[]): Promise<void> {
  const lines = news.map(({ line }, index) => ({ lineNo: index + 1, line: ordersFileLine.parse(line) }));
  expect(await importOrders(asSystem(), { lines })).toMatchObject({ ok: true, value: { refused: [] } });
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

/** Lives through the scenario day by day. */
async function live(channel: string, scenario: Scenario): Promise<Dropped> {
  const news = scenario.items.flatMap((item, index) => ourLines(channel, item, index));
  const dropped: Dropped = Array.from({ length: ALL_DAYS }, () => 0);
  for (let on = 0; on < ALL_DAYS; on += 1) {
    await takeNews(news.filter((one) => one.on === on));
    await takeStatement(channel, on, statementOf(channel, scenario, on, dropped));
    await run(channel, on);
    for (const { of, corrected } of scenario.again.filter((one) => one.after === on && one.of <= on)) {
      if (corrected) {
        dropped[of] = (dropped[of] ?? 0) + 1;
        await takeStatement(channel, of, statementOf(channel, scenario, of, dropped));
      }
      await run(channel, of);
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
    { numRuns: HISTORIES, ...(SEED === undefined ? {} : { seed: SEED }) },
  );
  // After all of them: a history that fails would fail this for every smaller one that is tried after it.
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});
