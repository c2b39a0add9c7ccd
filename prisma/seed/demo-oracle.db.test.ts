import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settlementDayOf } from "@/core/calendar/settlement-day";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { findNewestBatchId, listBreaks } from "@/server/queries/list-breaks";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { buildDemoCompany, type DemoCompany } from "./demo-company";
import type { BreakKind, OrderLine, StatementFile } from "./demo-types";
import {
  compareBreaks,
  type ExpectedBreak,
  expectedBreaks,
  expectedBuffered,
  expectedReleased,
} from "./expected-breaks";
import { acceptedValue, loadOrders, loadRemittance, loadStatement, setUpCompany, systemAt } from "./load-company";

const WEEK = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
const WITH_A_GAP = ["2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05"];
const SMALL = { merchants: 12, ordersPerDay: 60 };
const NOW = new Date("2027-01-06T12:00:00+08:00");

async function readBatch(code: string, date: string) {
  const [channel] = await reader.query<{ id: bigint }>("SELECT id FROM channels WHERE code = $1", [code]);
  const batchId = await findNewestBatchId(channel?.id ?? 0n, date);
  const breaks: ExpectedBreak[] = [];
  for await (const { kind, key, deltaMinor, asset, itemNo } of listBreaks(batchId ?? 0n)) {
    expect(itemNo).toMatch(/^SU\d{14}$/);
    breaks.push({ kind: kind as BreakKind, key, deltaMinor, asset });
  }
  const results = await reader.query<{ outcome: string; key: string; released: boolean }>(
    "SELECT outcome, match_key AS key, is_released AS released FROM match_results WHERE batch_id = $1",
    [batchId],
  );
  const keysOf = (rows: { key: string }[]) => rows.map((row) => row.key).sort();
  return {
    breaks: breaks.sort(compareBreaks),
    ours: keysOf(results.filter((row) => row.outcome === "BUFFERED_OURS")),
    channel: keysOf(results.filter((row) => row.outcome === "BUFFERED_CHANNEL")),
    released: keysOf(results.filter((row) => row.released)),
  };
}

/**
 * The lines of a day, and of the day before what was past its channel's cut-off: the labels tell of a desk that hears of
 * an order when its settlement day has come. (One that hears of it earlier meets the channel's line a day earlier.)
 */
function orderLinesBySettlementDay(company: DemoCompany): Map<string, OrderLine[]> {
  const cutoffs = new Map<string, string>(company.channels.map((channel) => [channel.code, channel.cutoff]));
  const settlesOn = new Map<string, string>();
  const byDay = new Map<string, OrderLine[]>(company.days.map((day) => [day.date, []]));
  for (const { date, orders } of company.days) {
    for (const line of orders) {
      if (line.type === "order" && line.paidAt !== undefined) {
        const [leg] = line.legs;
        const cutoff = (leg?.kind === "channel" ? cutoffs.get(leg.channel) : undefined) ?? "00:00";
        settlesOn.set(line.orderNo, settlementDayOf(new Date(line.paidAt), "Asia/Shanghai", cutoff));
      }
      const [day = date] = [date, settlesOn.get(line.orderNo) ?? date].sort().reverse();
      byDay.get(day)?.push(line);
    }
  }
  return byDay;
}

const cases = [
  ...[1, 2, 3, 4, 5].map((seed) => ({ name: `seed ${seed}`, request: { seed, days: WEEK, ...SMALL } })),
  { name: "days with a gap", request: { seed: 6, days: WITH_A_GAP, ...SMALL } },
  { name: "many defects", request: { seed: 7, days: WEEK, merchants: 12, ordersPerDay: 20, defectRounds: 3 } },
];

describe.each(cases)("$name: every batch finds exactly what was planted", ({ request }) => {
  const company = buildDemoCompany(request);
  const ordersOf = orderLinesBySettlementDay(company);
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openDeskDatabase();
    await setUpCompany(company, NOW);
  });
  afterAll(() => db.drop());

  test.each(company.days)("$date", async ({ date, statements }) => {
    await loadOrders(ordersOf.get(date) ?? [], NOW);
    for (const statement of statements) {
      const { channel } = statement;
      await loadStatement(statement, NOW);
      const report = acceptedValue(await runReconciliation(systemAt(NOW), { channel, date }));
      expect(report.proof).toMatchObject({ balanced: true });
      expect(await readBatch(channel, date)).toEqual({
        breaks: expectedBreaks(company.labels, channel, date),
        ...expectedBuffered(company.labels, channel, date),
        released: expectedReleased(company.labels, channel, date),
      });
      await expectBooksProve();
    }
  });

  test("what the channels then send leaves the books proved", async () => {
    for (const { channel, date } of company.days.slice(0, -1).flatMap((day) => day.statements)) {
      const first = await loadRemittance(channel, date, NOW);
      expect(await loadRemittance(channel, date, NOW)).toEqual(first && { ...first, existed: true });
    }
    await expectBooksProve();
  });
});

async function expectBooksProve(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

describe("what comes twice, or wrong", () => {
  const company = buildDemoCompany({ seed: 9, days: WEEK.slice(0, 2), ...SMALL });
  const statements = company.days.flatMap((day) => day.statements);
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openDeskDatabase();
    await setUpCompany(company, NOW);
    for (const day of company.days) {
      await loadOrders(day.orders, NOW);
      for (const statement of day.statements) await loadStatement(statement, NOW);
    }
    for (const { channel, date } of statements) {
      acceptedValue(await runReconciliation(systemAt(NOW), { channel, date }));
    }
  });
  afterAll(() => db.drop());

  /** Every row of every table but the trail and the receipts, which tell of the attempts. */
  async function hashOfEverything(): Promise<string> {
    const tables = await reader.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT IN ('receipts', 'audit_events') ORDER BY 1`,
    );
    const hash = createHash("sha256");
    for (const { name } of tables) {
      const rows = await reader.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" AS t ORDER BY 1`);
      hash.update(`${name}\n${rows.map((row) => row.text).join("\n")}\n`);
    }
    return hash.digest("hex");
  }

  test("the same statements and orders again change nothing", async () => {
    const before = await hashOfEverything();
    for (const statement of statements) {
      expect(await loadStatement(statement, NOW)).toMatchObject({ duplicate: true, version: 1 });
      const renamed = { ...statement, fileName: `copy of ${statement.fileName}` };
      expect(await loadStatement(renamed, NOW)).toMatchObject({ duplicate: true, version: 1 });
    }
    for (const day of company.days) await loadOrders(day.orders, NOW);
    expect(await hashOfEverything()).toBe(before);
  });

  test("a statement whose footer says another sum is refused whole, with both sums", async () => {
    const [wechat] = statements;
    const text = new TextDecoder().decode(wechat?.bytes);
    const [, total = ""] = /总交易单数.*\r\n`\d+,`([\d.]+),/.exec(text) ?? [];
    const tampered = text.replace(`,\`${total},`, `,\`1${total},`);
    const before = await hashOfEverything();
    const loading = loadStatement(
      { ...statements[0], bytes: new TextEncoder().encode(tampered) } as StatementFile,
      NOW,
    );
    await expect(loading).rejects.toThrow(`应结订单总金额 1${total}; the lines add up to 应结订单总金额 ${total}`);
    expect(await hashOfEverything()).toBe(before);
  });

  test("a day that is run again finds the same breaks and the same items, and posts nothing", async () => {
    const count = async () => reader.query("SELECT count(*) AS vouchers, max(id) AS last FROM vouchers");
    const items = async () => reader.query("SELECT item_no, status, version FROM suspense_items ORDER BY 1");
    const before = [await count(), await items()];
    for (const { channel, date } of statements) {
      const found = await readBatch(channel, date);
      const report = acceptedValue(await runReconciliation(systemAt(NOW), { channel, date }));
      expect(report.proof).toMatchObject({ balanced: true });
      expect(await readBatch(channel, date)).toEqual(found);
    }
    expect([await count(), await items()]).toEqual(before);
    await expectBooksProve();
  });

  test("a dry run answers like the run and keeps nothing", async () => {
    const before = await hashOfEverything();
    const request = { channel: "alipay", date: WEEK[0] ?? "" };
    const dry = acceptedValue(await runReconciliation(systemAt(NOW), { ...request, dryRun: true }));
    expect(await hashOfEverything()).toBe(before);
    const real = acceptedValue(await runReconciliation(systemAt(NOW), request));
    expect({ ...dry, batchNo: "" }).toEqual({ ...real, batchNo: "" });
  });
});
