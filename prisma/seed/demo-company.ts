import { invariant } from "@/core/result";
import { plantDefects } from "./defects/plant-defects";
import { DEMO_CHANNELS } from "./demo-channels";
import { buildDayOrders } from "./demo-orders";
import { buildRefunds } from "./demo-refunds";
import type {
  ChannelConfig,
  DemoOrder,
  DemoRefund,
  Facts,
  MerchantConfig,
  OrderLine,
  PlantedDefect,
  StatementFile,
} from "./demo-types";
import { buildDemoWorld } from "./demo-world";
import { mergeFacts } from "./facts";
import { compareMoments } from "./moment";
import { toOrderLine, toRefundLine } from "./order-lines";
import { createRandom } from "./random";
import { writeStatements } from "./statement-writers/write-statements";

export type DemoCompanyRequest = {
  seed: number;
  /** Calendar days in ascending order, YYYY-MM-DD. Gaps are allowed: nothing then crosses the cut-off before one. */
  days: readonly string[];
  merchants?: number;
  ordersPerDay?: number;
  /** Multiplies the orders of a day, not the defects. */
  scale?: number;
  /** How often every kind of defect is planted per day and channel. */
  defectRounds?: number;
};

export type DemoDay = { date: string; orders: OrderLine[]; statements: StatementFile[] };

export type DemoCompany = {
  channels: ChannelConfig[];
  merchants: MerchantConfig[];
  days: DemoDay[];
  labels: PlantedDefect[];
};

/**
 * A payment company with its history over some days: what our side recorded, what the channels' statements say, and a
 * label for everything in which the two differ. The same request gives the same bytes.
 */
export function buildDemoCompany(request: DemoCompanyRequest): DemoCompany {
  const { days, merchants = 200, ordersPerDay = 4000, scale = 1, defectRounds = 1 } = request;
  invariant(Number.isSafeInteger(ordersPerDay * scale), "orders are counted in whole numbers");
  const random = createRandom(`clearing-desk demo ${request.seed}`);
  const world = buildDemoWorld(random, days, merchants);
  const pieces: Facts[] = [plantDefects(world, random.fork("defects"), defectRounds)];
  for (const day of days) {
    const ordinary = buildDayOrders(world, random.fork(`orders ${day}`), day, ordersPerDay * scale);
    pieces.push(ordinary, buildRefunds(world, random.fork(`refunds ${day}`), ordinary.orders));
  }
  const facts = mergeFacts(pieces);
  const ordersByDay = groupOrders(facts);
  const statements = writeStatements(days, facts.lines);
  return {
    channels: DEMO_CHANNELS.map(({ config }) => config),
    merchants: world.merchants.map((merchant) => merchant.config),
    days: days.map((date) => ({
      date,
      orders: ordersByDay.get(date) ?? [],
      statements: statements.filter((statement) => statement.date === date),
    })),
    labels: facts.labels,
  };
}

/** Our records per calendar day in the order in which they happened, so that an order comes before its refunds. */
function groupOrders(facts: Facts): Map<string, OrderLine[]> {
  const records: (DemoOrder | DemoRefund)[] = [...facts.orders, ...facts.refunds];
  records.sort((left, right) => compareMoments(left.at, right.at));
  const byDay = new Map<string, OrderLine[]>();
  for (const record of records) {
    const line = "refundNo" in record ? toRefundLine(record) : toOrderLine(record);
    const ofDay = byDay.get(record.at.day);
    if (ofDay) ofDay.push(line);
    else byDay.set(record.at.day, [line]);
  }
  return byDay;
}
