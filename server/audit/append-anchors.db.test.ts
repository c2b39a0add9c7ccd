import { createHash } from "node:crypto";
import { appendFile, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { reader } from "@/server/transact";
import { readSnapshot } from "@/server/verify/snapshot";
import { openTrail, type TrailDesk } from "@/tests/trail-fixture";
import { appendAnchors } from "./append-anchors";
import { proveTrail } from "./prove-trail";
import { measureAnchors } from "./read-anchors";

let desk: TrailDesk;
beforeEach(async () => {
  desk = await openTrail();
  await desk.db.ownerPool.query(`
    CREATE FUNCTION forget_anchors(p_from bigint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      ALTER TABLE audit_anchors DISABLE TRIGGER USER;
      ALTER TABLE audit_anchor_heads DISABLE TRIGGER USER;
      DELETE FROM audit_anchor_heads WHERE anchor_no >= p_from;
      DELETE FROM audit_anchors WHERE no >= p_from;
    END $$`);
  await desk.write("order", 30);
  await desk.write("approval", 5);
});
afterEach(() => desk.drop());

const prove = async () => proveTrail(reader, await measureAnchors(reader));
/** As the owner of the tables, who can switch their guards off. */
const FORGET = "SELECT forget_anchors($1)";
const lines = async () => (await readFile(desk.path, "utf8")).split("\n").slice(0, -1);

test("an anchor names what was added since the last one, and the trail proves against all of them", async () => {
  expect(await prove()).toEqual({ rows: 35n, streams: 2, anchors: 0n, newestAnchorAt: null, waiting: 35n, faults: [] });
  expect(await appendAnchors()).toEqual({ anchors: 1, rows: 35 });
  await desk.write("order", 3);
  expect(await prove()).toMatchObject({ rows: 38n, anchors: 1n, waiting: 3n, faults: [] });
  expect(await appendAnchors()).toEqual({ anchors: 1, rows: 3 });
  expect(await appendAnchors()).toEqual({ anchors: 1, rows: 0 });
  const [first, second, third] = (await lines()).map((line) => JSON.parse(line));
  expect(
    first.streams.map(({ stream, from, to }: { stream: string; from: number; to: number }) => [stream, from, to]),
  ).toEqual([
    ["approval", 1, 5],
    ["order", 1, 30],
  ]);
  const head = await reader.query("SELECT hash FROM audit_events WHERE stream = 'order' AND seq = 33");
  expect(second).toMatchObject({ no: 2, prev: first.hash, streams: [{ from: 31, to: 33, head: head[0]?.hash }] });
  expect(third).toMatchObject({ no: 3, prev: second.hash, streams: [] });
  expect((await stat(desk.path)).mode & 0o777).toBe(0o600);
  expect(await prove()).toMatchObject({
    rows: 38n,
    streams: 2,
    anchors: 3n,
    newestAnchorAt: third.at,
    waiting: 0n,
    faults: [],
  });
});

test("a long trail takes several lines", async () => {
  expect(await appendAnchors(10)).toEqual({ anchors: 4, rows: 35 });
  expect(await prove()).toMatchObject({ rows: 35n, anchors: 4n, waiting: 0n, faults: [] });
});

describe("a worker that died", () => {
  // The last one lacks nothing but its line break.
  test.each([1, 40, -2, -1])(
    "in the middle of a line, at byte %i: it is no fault, and is written anew",
    async (byte) => {
      await appendAnchors();
      await desk.write("order", 2);
      const { size } = await stat(desk.path);
      await appendAnchors();
      const [, second = ""] = await lines();
      await desk.db.ownerPool.query(FORGET, [2]);
      await truncate(desk.path, byte > 0 ? size + byte : size + second.length + 1 + byte);
      expect(await prove()).toMatchObject({ anchors: 1n, waiting: 2n, faults: [] });
      expect(await appendAnchors()).toEqual({ anchors: 1, rows: 2 });
      expect((await lines()).map((line) => JSON.parse(line).no)).toEqual([1, 2]);
      expect((await lines())[1]?.length).toBe(second.length);
      expect(await prove()).toMatchObject({ anchors: 2n, waiting: 0n, faults: [] });
    },
  );

  test("between the line and its commit: the line is taken over, not written twice", async () => {
    await appendAnchors();
    await desk.write("order", 2);
    await appendAnchors();
    await desk.db.ownerPool.query(FORGET, [2]);
    expect(await prove()).toMatchObject({ anchors: 2n, waiting: 0n, faults: [] });
    await desk.write("order", 1);
    expect(await appendAnchors()).toEqual({ anchors: 1, rows: 1 });
    expect((await lines()).map((line) => JSON.parse(line).no)).toEqual([1, 2, 3]);
    expect(await prove()).toMatchObject({ anchors: 3n, waiting: 0n, faults: [] });
  });

  test("and woke up after another had gone on: its late line is cut off", async () => {
    await appendAnchors();
    const { size } = await stat(desk.path);
    await desk.write("order", 2);
    await appendAnchors();
    const [, late = ""] = await lines();
    await appendFile(desk.path, `${late}\n`);
    expect((await stat(desk.path)).size).toBeGreaterThan(size);
    expect(await prove()).toMatchObject({ anchors: 2n, faults: [] });
    await appendAnchors();
    expect((await lines()).map((line) => JSON.parse(line).no)).toEqual([1, 2, 3]);
    expect(await prove()).toMatchObject({ anchors: 3n, faults: [] });
  });
});

test("many workers at once write one chain", async () => {
  for (let round = 0; round < 10; round += 1) {
    await desk.write("order", 7);
    await Promise.all(Array.from({ length: 6 }, () => appendAnchors(10)));
  }
  const anchors = (await lines()).map((line) => JSON.parse(line));
  expect(anchors.map(({ no }) => no)).toEqual(anchors.map((_, index) => index + 1));
  expect(anchors.slice(1).map(({ prev }) => prev)).toEqual(anchors.slice(0, -1).map(({ hash }) => hash));
  expect(await prove()).toMatchObject({ rows: 105n, anchors: BigInt(anchors.length), waiting: 0n, faults: [] });
});

describe("a file that is not what was written is reported, and nothing is appended to it", () => {
  const withoutLast = async () => `${(await lines()).slice(0, -1).join("\n")}\n`;
  test.each<[what: string, spoil: () => Promise<unknown>, fault: object]>([
    ["missing", () => rm(desk.path), { kind: "anchors_missing", no: 3n }],
    ["emptied", () => truncate(desk.path, 0), { kind: "anchors_cut", no: 3n, last: 0n }],
    ["a line short", async () => writeFile(desk.path, await withoutLast()), { kind: "anchors_cut", no: 3n, last: 2n }],
    [
      "cut in its last line",
      async () => truncate(desk.path, (await stat(desk.path)).size - 1),
      { kind: "anchors_cut", no: 3n, last: 2n },
    ],
    [
      "changed in its last line",
      async () => writeFile(desk.path, `${await withoutLast()}${"x".repeat((await lines())[2]?.length ?? 0)}\n`),
      { kind: "anchors_changed", no: 3n },
    ],
  ])("%s", async (_, spoil, fault) => {
    await appendAnchors();
    await appendAnchors();
    await appendAnchors();
    await spoil();
    expect((await prove()).faults).toEqual([fault]);
    const before = await readFile(desk.path, "utf8").catch(() => null);
    await expect(appendAnchors()).rejects.toThrow(/Nothing was appended/);
    expect(await readFile(desk.path, "utf8").catch(() => null)).toBe(before);
  });

  /** As somebody changes a line who knows how its hash is made. */
  const forge = (line = ""): string => {
    const { hash: _, ...changed } = { ...JSON.parse(line), at: "2026-01-01T00:00:00.000Z" };
    const body = JSON.stringify(changed);
    return `${body.slice(0, -1)},"hash":"${createHash("sha256").update(body).digest("hex")}"}`;
  };

  // The line after a forged one does not follow it, and what follows the last one stands in the database.
  test.each([
    [2, 3n],
    [3, 3n],
  ])("line %i changed, by somebody who makes its hash anew", async (forged, no) => {
    await appendAnchors();
    await appendAnchors();
    await appendAnchors();
    const all = await lines();
    all[forged - 1] = forge(all[forged - 1]);
    await writeFile(desk.path, [...all, ""].join("\n"));
    expect((await prove()).faults).toEqual([{ kind: "anchors_changed", no }]);
  });

  test("until the owner has begun anew", async () => {
    await appendAnchors();
    await appendAnchors();
    await rm(desk.path);
    await desk.db.ownerPool.query(FORGET, [1]);
    expect(await appendAnchors()).toEqual({ anchors: 1, rows: 35 });
    expect(await prove()).toMatchObject({ anchors: 1n, waiting: 0n, faults: [] });
  });

  test("a trail whose anchors were forgotten and that was given another name", async () => {
    await appendAnchors();
    await desk.db.ownerPool.query(FORGET, [1]);
    const old = await reader.query("SELECT id FROM audit_trail");
    await desk.db.ownerPool.query(
      "ALTER TABLE audit_trail DISABLE TRIGGER USER; UPDATE audit_trail SET id = gen_random_uuid()",
    );
    expect((await prove()).faults).toEqual([{ kind: "anchors_replaced", trail: old[0]?.id }]);
    await expect(appendAnchors()).rejects.toThrow(/Nothing was appended/);
    await desk.db.ownerPool.query("DELETE FROM audit_trail");
    expect((await prove()).faults).toEqual([{ kind: "anchors_replaced", trail: old[0]?.id }]);
  });

  test("a database that was put back to an earlier day", async () => {
    await appendAnchors();
    await desk.write("order", 5);
    await appendAnchors();
    await appendAnchors();
    await desk.db.ownerPool.query(FORGET, [2]);
    await desk.db.ownerPool.query(
      "ALTER TABLE audit_events DISABLE TRIGGER USER; DELETE FROM audit_events WHERE stream = 'order' AND seq > 30",
    );
    expect((await prove()).faults).toEqual([
      { kind: "anchors_forgotten", no: 1n, last: 3n },
      { kind: "cut", stream: "order", seq: 31n, last: 35n },
    ]);
  });
});

test("proofs while others write and anchor find nothing that is not there", async () => {
  let isOver = false;
  const found: unknown[] = [];
  let proofs = 0;
  const repeat = async (act: () => Promise<unknown>) => {
    while (!isOver) await act();
  };
  const proveOnce = async () => {
    const bytes = await measureAnchors(reader);
    found.push(...(await readSnapshot((snapshot) => proveTrail(snapshot, bytes))).faults);
    proofs += 1;
  };
  const busy = [
    repeat(() => desk.write("order", 3)),
    repeat(() => desk.write("approval", 1)),
    repeat(() => appendAnchors(4)),
    repeat(() => appendAnchors(50)),
    repeat(proveOnce),
    repeat(proveOnce),
  ];
  await expect.poll(() => proofs, { timeout: 120_000 }).toBeGreaterThan(10);
  isOver = true;
  await Promise.all(busy);
  expect(found).toEqual([]);
  await appendAnchors();
  expect(await prove()).toMatchObject({ waiting: 0n, faults: [] });
});
