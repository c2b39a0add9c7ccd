import { afterAll, beforeAll, expect, test } from "vitest";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted } from "@/tests/desk-fixture";
import { randomOf } from "@/tests/random";
import { buildPlantedSet, type PlantedSet, type PlantedSetOptions, shuffle } from "./build-planted-set";
import { hashResults } from "./hash-results";
import {
  dayOf,
  foundBreaksOf,
  openPlantedSet,
  plantedBreaksOf,
  runPlantedSet,
  takeOurSide,
  takeStatement,
} from "./run-planted-set";

/**
 * Breaks are planted among ten thousand lines, and exactly they have to be found: kind, number, amount, and the day.
 * `DESK_PLANTED_LINES=10000 DESK_PLANTED_SETS=50` runs all fifty sets in full size; usually a few of them are.
 */
const FULL_LINES = 10_000;
const SMALL_LINES = 250;
/** Every story once, and little else. */
const SMALLEST_LINES = 1;
const FULL_SETS = 2;
const SETS = Number.parseInt(process.env.DESK_PLANTED_SETS ?? "50", 10);
const LINES = process.env.DESK_PLANTED_LINES;

/** Where days are cut and counted differently: year end, month end, a leap day, clocks that change, a cut-off at 23:00. */
const CALENDARS = [
  { firstDay: "2026-11-18", timezone: "Asia/Shanghai", cutoff: "00:00", bufferDays: 1 },
  { firstDay: "2026-12-30", timezone: "Asia/Shanghai", cutoff: "23:00", bufferDays: 1 },
  { firstDay: "2026-12-31", timezone: "Asia/Tokyo", cutoff: "00:00", bufferDays: 2 },
  { firstDay: "2028-02-28", timezone: "Asia/Shanghai", cutoff: "00:00", bufferDays: 1 },
  { firstDay: "2028-02-28", timezone: "Pacific/Auckland", cutoff: "23:00", bufferDays: 2 },
  { firstDay: "2026-03-28", timezone: "Europe/Berlin", cutoff: "23:00", bufferDays: 1 },
  { firstDay: "2026-10-24", timezone: "Europe/London", cutoff: "00:00", bufferDays: 2 },
  { firstDay: "2026-11-01", timezone: "America/New_York", cutoff: "23:00", bufferDays: 1 },
  { firstDay: "2027-01-31", timezone: "Asia/Kolkata", cutoff: "22:30", bufferDays: 0 },
  { firstDay: "2027-04-29", timezone: "America/St_Johns", cutoff: "16:00", bufferDays: 1 },
] as const;

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
});
afterAll(async () => {
  await db.drop();
});

function optionsOf(index: number, lines: number): PlantedSetOptions {
  const calendar = CALENDARS[index % CALENDARS.length] ?? CALENDARS[0];
  return { seed: 1_000 + index, lines, channel: `planted${index}`, ...calendar };
}

async function hashesOf(set: PlantedSet): Promise<(string | null)[]> {
  const hashes: (string | null)[] = [];
  for (const { day } of set.statements) hashes.push(await hashResults(reader, set.channel, day));
  return hashes;
}

/** In a database of its own, so that the same numbers can be lived through again. */
async function aloneIn<T>(work: () => Promise<T>): Promise<T> {
  const { deskPool } = globalThis;
  const { DATABASE_URL = "" } = process.env;
  const alone = await openDeskDatabase();
  try {
    return await work();
  } finally {
    await alone.drop();
    globalThis.deskPool = deskPool;
    process.env.DATABASE_URL = DATABASE_URL;
  }
}

async function expectExact(set: PlantedSet): Promise<void> {
  const reports = await runPlantedSet(set);
  expect(await foundBreaksOf(set)).toEqual(plantedBreaksOf(set));
  const found = reports.map(({ matched, buffered, released, proof }) => {
    expect(proof).toMatchObject({ balanced: true });
    return { matched, bufferedOurs: buffered.ours, bufferedChannel: buffered.channel, released };
  });
  expect(found).toEqual(set.counts);
}

test("a set is the same every time, and has every kind of break in both directions", () => {
  const set = buildPlantedSet(optionsOf(0, SMALL_LINES));
  expect(buildPlantedSet(optionsOf(0, SMALL_LINES))).toEqual(set);
  const kinds = new Set(set.breaks.map(({ kind, itemKind }) => `${kind} ${itemKind}`));
  expect(kinds.size).toBeGreaterThanOrEqual(13);
});

test.each(Array.from({ length: SETS }, (_, index) => index))(
  "set %i: kind, number, amount and day of every break, and nothing else",
  { timeout: 120_000 },
  async (index) => {
    const lines = LINES === undefined ? (index < FULL_SETS ? FULL_LINES : SMALL_LINES) : Number.parseInt(LINES, 10);
    await expectExact(buildPlantedSet(optionsOf(index, lines)));
  },
);

test("after all of them the books prove", async () => {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});

test("lines in another order are the same statement to reconciliation", async () => {
  const set = buildPlantedSet(optionsOf(101, SMALL_LINES));
  const inOrder = await aloneIn(async () => {
    await runPlantedSet(set);
    return hashesOf(set);
  });
  expect(new Set(inOrder).size).toBe(set.statements.length);
  for (const seed of [1, 2, 3]) {
    const random = randomOf(seed);
    const statements = set.statements.map(({ day, lines }) => ({ day, lines: shuffle(random, lines) }));
    const shuffled = { ...set, statements };
    const hashes = await aloneIn(async () => {
      await runPlantedSet(shuffled);
      return hashesOf(shuffled);
    });
    expect(hashes).toEqual(inOrder);
  }
});

test("a server's own time zone decides nothing", async () => {
  // Every other one: year end, leap day, two changes of the clocks, and hours that are no whole ones away.
  const calendars = CALENDARS.filter((_, index) => index % 2 === 1);
  const sets = calendars.map((calendar, index) =>
    buildPlantedSet({ ...optionsOf(200 + index, SMALLEST_LINES), ...calendar }),
  );
  const { TZ } = process.env;
  const hashes: string[] = [];
  try {
    for (const zone of ["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"]) {
      process.env.TZ = zone;
      expect(new Intl.DateTimeFormat("en").resolvedOptions().timeZone).toBe(zone);
      hashes.push(await aloneIn(() => liveThrough(sets)));
    }
  } finally {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  }
  expect(hashes[0]).toMatch(/^([0-9a-f]{64},?)+$/);
  expect(new Set(hashes).size).toBe(1);
});

async function liveThrough(sets: readonly PlantedSet[]): Promise<string> {
  const hashes: (string | null)[] = [];
  for (const set of sets) {
    await expectExact(set);
    hashes.push(...(await hashesOf(set)));
  }
  return hashes.join();
}

test("ten runs at once are one batch", async () => {
  const set = buildPlantedSet(optionsOf(103, SMALL_LINES));
  await aloneIn(async () => {
    await openPlantedSet(set);
    await takeOurSide(set, 0);
    await takeStatement(set, 0);
    const request = { channel: set.channel, date: dayOf(set, 0) };
    // Connections take their time to open; at once means at once.
    await Promise.all(Array.from({ length: 10 }, () => reader.query("SELECT pg_sleep(0.2)")));
    const runs = Array.from({ length: 10 }, () => runReconciliation(asSystem(), request));
    const reports = (await Promise.all(runs)).map(accepted);
    expect(new Set(reports.map((report) => report.batchNo)).size).toBe(1);
    expect(await reader.query("SELECT count(*)::int AS count FROM batches")).toEqual([{ count: 1 }]);
    expect(reports.every((report) => JSON.stringify(report) === JSON.stringify(reports[0]))).toBe(true);
  });
});
