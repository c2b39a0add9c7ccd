import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelInput } from "@/contracts/channels";
import { merchantInput } from "@/contracts/merchants";
import { ordersFileLine } from "@/contracts/orders";
import { writeWechatBill } from "@/core/statements/fixtures/write-wechat";
import { importOrders } from "@/server/commands/import-orders";
import { importStatement } from "@/server/commands/import-statement";
import { type BatchReport, runReconciliation } from "@/server/commands/run-reconciliation";
import { setChannels } from "@/server/commands/set-channels";
import { setMerchants } from "@/server/commands/set-merchants";
import { reader } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import { accepted } from "@/tests/desk-fixture";
import type { PlantedSet } from "./build-planted-set";
import { COST_BPS } from "./seed";

/** Fewer than a chunk may have: on a busy machine a transaction must not idle while its lines are decided. */
const CHUNK_LINES = 2_000;

/** Sets up the set's channel and merchant. */
export async function openPlantedSet(set: PlantedSet): Promise<void> {
  const { channel: code, timezone, cutoff, bufferDays } = set;
  const channel = { code, name: code, format: "wechat-trade", costBps: COST_BPS, timezone, cutoff, bufferDays };
  accepted(await setChannels(asSystem(), { channels: [channelInput.parse(channel)] }));
  accepted(await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Lantern" })] }));
}

/** Takes in what we hear before the batch of day `index`: orders and refunds, as their file would. */
export async function takeOurSide(set: PlantedSet, index: number): Promise<void> {
  const orders = set.orders[index] ?? [];
  const lines = orders.map((order, at) => ({ lineNo: at + 1, line: ordersFileLine.parse(order) }));
  for (let from = 0; from < lines.length; from += CHUNK_LINES) {
    const { refused } = accepted(await importOrders(asSystem(), { lines: lines.slice(from, from + CHUNK_LINES) }));
    if (refused[0]) throw new Error(refused[0].message);
  }
}

/** Takes in the statement of day `index`, as a file in the channel's own form. */
export async function takeStatement(set: PlantedSet, index: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "desk-planted-"));
  try {
    const path = join(folder, "bill.csv");
    await writeFile(path, writeWechatBill("ALL", set.statements[index]?.lines ?? []));
    const settlesOn = dayOf(set, index);
    accepted(await importStatement(asSystem(), { path, fileName: "bill.csv", channel: set.channel, settlesOn }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function dayOf(set: PlantedSet, index: number): string {
  const day = set.statements[index]?.day;
  if (day === undefined) throw new Error(`a planted set has no day ${index}`);
  return day;
}

/** Lives through the set: our side, then statement and batch day by day. */
export async function runPlantedSet(set: PlantedSet): Promise<BatchReport[]> {
  await openPlantedSet(set);
  const reports: BatchReport[] = [];
  for (const index of set.statements.keys()) {
    await takeOurSide(set, index);
    await takeStatement(set, index);
    reports.push(accepted(await runReconciliation(asSystem(), { channel: set.channel, date: dayOf(set, index) })));
  }
  return reports;
}

/** The breaks that the batches found, and those that were planted, as texts that can be compared. */
export async function foundBreaksOf(set: PlantedSet): Promise<string[]> {
  const rows = await reader.query<{ text: string }>(
    `SELECT concat_ws(' ', b.batch_on, b.kind, b.item_kind, b.match_key, b.delta_minor, b.asset) AS text
     FROM live_breaks b JOIN channels c ON c.id = b.channel_id WHERE c.code = $1`,
    [set.channel],
  );
  return rows.map((row) => row.text).sort();
}

export function plantedBreaksOf(set: PlantedSet): string[] {
  return set.breaks
    .map((one) => [dayOf(set, one.day), one.kind, one.itemKind, one.key, one.deltaMinor, one.asset].join(" "))
    .sort();
}
