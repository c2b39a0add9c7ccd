import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { appendAnchors } from "@/server/audit/append-anchors";
import { findNewestAnchor } from "@/server/queries/find-newest-anchor";
import { findTrailProof } from "@/server/queries/find-trail-proof";
import { reader } from "@/server/transact";
import { addUser, as } from "@/tests/command-context";
import { openTrail, type TrailDesk } from "@/tests/trail-fixture";
import { proveAuditTrail } from "./prove-audit-trail";

let desk: TrailDesk;
let auditor: Actor;
beforeAll(async () => {
  desk = await openTrail();
  auditor = await addUser(desk.db.ownerPool, "auditor", "AUDITOR");
  await desk.write("order", 20);
});
afterAll(() => desk.drop());

const prove = (actor: Actor) => {
  const context = as(actor);
  return proveAuditTrail(context, { commandId: context.commandId });
};
const trailOf = () =>
  reader.query("SELECT actor_login, action, outcome, detail FROM audit_events WHERE stream = 'audit' ORDER BY seq");

test("before the first anchor the chain alone is proved, and that somebody asked is kept", async () => {
  expect([await findTrailProof(), await findNewestAnchor()]).toEqual([null, null]);
  const result = await prove(auditor);
  expect(result).toMatchObject({ ok: true, value: { rows: 20, anchors: 0, waiting: 20, faultCount: 0, faults: [] } });
  expect(await findTrailProof()).toEqual(result.ok && result.value);
  expect(await trailOf()).toEqual([
    { actor_login: "auditor", action: "audit.proved", outcome: "DONE", detail: { rows: 20, anchors: 0, faults: 0 } },
  ]);
});

test("against the anchors; the same request twice is one proof", async () => {
  await appendAnchors();
  expect(await findNewestAnchor()).toMatchObject({ no: "1", isLate: false });
  const context = as(auditor);
  const twice = await Promise.all([1, 2].map(() => proveAuditTrail(context, { commandId: context.commandId })));
  expect(twice[0]).toMatchObject({ ok: true, value: { rows: 21, streams: 2, anchors: 1, waiting: 0, faultCount: 0 } });
  expect(twice[1]).toEqual(twice[0]);
  expect(await trailOf()).toHaveLength(2);
});

test("a fault is an answer and no refusal; the trail keeps the first of them", async () => {
  await desk.db.ownerPool.query(
    "ALTER TABLE audit_events DISABLE TRIGGER append_only; DELETE FROM audit_events WHERE stream = 'order' AND seq > 17",
  );
  expect(await prove(auditor)).toMatchObject({
    ok: true,
    value: { faultCount: 1, faults: [{ kind: "cut", values: { stream: "order", seq: "18", last: "20" } }] },
  });
  expect((await trailOf()).at(-1)).toMatchObject({
    detail: { faults: 1, first: "order rows 18 to 20 cut off the end" },
  });
});

test.each(["OPERATOR", "FINANCE", "ADMIN"] as const)("%s may not ask, and the trail keeps the try", async (role) => {
  const result = await prove(await addUser(desk.db.ownerPool, role.toLowerCase(), role));
  expect(result).toMatchObject({ ok: false, refusal: { code: "not_permitted" } });
  expect((await trailOf()).at(-1)).toMatchObject({ actor_login: role.toLowerCase(), outcome: "REFUSED" });
});
