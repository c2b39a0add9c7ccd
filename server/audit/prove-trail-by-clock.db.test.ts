import { afterAll, beforeAll, expect, test } from "vitest";
import { takeTurn } from "@/server/jobs/take-turn";
import { findTrailProof } from "@/server/queries/find-trail-proof";
import { reader } from "@/server/transact";
import { openTrail, type TrailDesk } from "@/tests/trail-fixture";
import { appendAnchors } from "./append-anchors";
import { proveTrailByClock } from "./prove-trail-by-clock";

let desk: TrailDesk;
beforeAll(async () => {
  desk = await openTrail();
  await desk.write("order", 20);
  await appendAnchors();
});
afterAll(() => desk.drop());

const alarms = async () => (await reader.query("SELECT FROM proof_alarms WHERE cleared_at IS NULL")).length;

test("a whole trail is an answer that the page finds, and no alarm", async () => {
  expect(await findTrailProof()).toBeNull();
  await takeTurn({ kind: "audit.prove", every: { seconds: 3_600 }, run: proveTrailByClock });
  expect(await findTrailProof()).toMatchObject({ rows: 20, anchors: 1, waiting: 0, faultCount: 0 });
  expect(await alarms()).toBe(0);
});

test("a fault raises the alarm of the proofs, once for as long as it stands", async () => {
  await desk.db.ownerPool.query(
    "ALTER TABLE audit_events DISABLE TRIGGER append_only; UPDATE audit_events SET action = 'x' WHERE seq = 9",
  );
  for (let turn = 0; turn < 3; turn += 1) {
    expect((await proveTrailByClock()).trail.faults).toEqual([
      { kind: "changed", values: { stream: "order", seq: "9", last: "9" } },
    ]);
  }
  expect(await alarms()).toBe(1);
  expect(await reader.query("SELECT ok, kind, checks FROM proofs")).toEqual([
    { ok: false, kind: "INCREMENTAL", checks: [{ name: "audit_anchored", ok: false, figure: "order row 9 changed" }] },
  ]);
});
