import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settlementDayOf } from "@/core/calendar/settlement-day";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { findNewestBatchId, listBreaks } from "@/server/queries/list-breaks";
import { reader } from "@/server/transact";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { buildDemoCompany, type DemoCompany } from "./demo-company";
import type { BreakKind, OrderLine } from "./demo-types";
import {
  compareBreaks,
  type ExpectedBreak,
  expectedBreaks,
  expectedBuffered,
  expectedReleased,
} from "./expected-breaks";
import { acceptedValue, loadOrders, loadStatement, setUpCompany, systemAt } from "./load-company";

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
    }
  });
});
