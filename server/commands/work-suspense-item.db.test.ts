import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { reader } from "@/server/transact";
import { accepted, by, type Desk, itemOf, openDesk, openItemOf, proposeAs, reconcileDay } from "@/tests/desk-fixture";
import { claimSuspenseItem, commentOnSuspenseItem, releaseSuspenseItem } from "./work-suspense-item";

let desk: Desk;
let nextKey = 1;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

async function openOne() {
  const key = `X-W${nextKey++}`;
  await reconcileDay({ lines: [{ orderNo: key, amountMinor: 400n }] });
  return openItemOf(key);
}

type Reference = { itemNo: string; expectedVersion: number };

function claim(actor: Actor, reference: Reference, commandId: string = randomUUID()) {
  return claimSuspenseItem(by(actor, commandId), { commandId, ...reference });
}
function release(actor: Actor, reference: Reference, commandId: string = randomUUID()) {
  return releaseSuspenseItem(by(actor, commandId), { commandId, ...reference });
}
function comment(actor: Actor, itemNo: string, body: string, commandId: string = randomUUID()) {
  return commentOnSuspenseItem(by(actor, commandId), { commandId, itemNo, body });
}

describe("claiming", () => {
  it("assigns the item to whoever asks, also out of a colleague's hands, and the trail tells", async () => {
    const { itemNo } = await openOne();
    const { maker, colleague } = desk.people;
    expect(accepted(await claim(maker, { itemNo, expectedVersion: 1 }))).toEqual({
      itemNo,
      status: "ASSIGNED",
      version: 2,
    });
    expect(accepted(await claim(colleague, { itemNo, expectedVersion: 2 })).version).toBe(3);
    expect(`${(await itemOf(itemNo)).assigneeId}`).toBe(colleague.userId);
    const trail = await reader.query("SELECT actor_login, detail FROM audit_events WHERE object_no = $1 ORDER BY id", [
      itemNo,
    ]);
    expect(trail).toEqual([
      { actor_login: "maker", detail: { from: "OPEN", to: "ASSIGNED" } },
      { actor_login: "colleague", detail: { from: "ASSIGNED", to: "ASSIGNED" } },
    ]);
  });

  it("of two at once, one has it and the other is told", async () => {
    const { itemNo } = await openOne();
    const answers = await Promise.all(
      [desk.people.maker, desk.people.colleague].map((actor) => claim(actor, { itemNo, expectedVersion: 1 })),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({
      refusal: { code: "suspense_item_changed", params: { itemNo, status: "ASSIGNED" } },
    });
  });

  it("is refused: no permission, no item, beyond one's scope, another version, a request waits, no person", async () => {
    const { itemNo } = await openOne();
    const reference = { itemNo, expectedVersion: 1 };
    const { auditor, maker, scoped } = desk.people;
    expect(await claim(auditor, reference)).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await claim(maker, { itemNo: "SU0", expectedVersion: 1 })).toMatchObject({
      refusal: { code: "suspense_item_unknown" },
    });
    expect(await claim(scoped, reference)).toMatchObject({ refusal: { code: "suspense_item_unknown" } });
    expect(await claim(maker, { itemNo, expectedVersion: 7 })).toMatchObject({
      refusal: { code: "suspense_item_changed" },
    });
    expect(await claim(SYSTEM_ACTOR, reference)).toMatchObject({ refusal: { code: "assignee_missing" } });
    accepted(await proposeAs(maker, { ...reference, choice: { resolution: "REFUND_TO_PAYER" }, reason: "clear" }));
    expect(await claim(maker, { itemNo, expectedVersion: 2 })).toMatchObject({
      refusal: { code: "suspense_item_changed", params: { status: "PROPOSED" } },
    });
    expect(await itemOf(itemNo)).toMatchObject({ status: "PROPOSED", version: 2 });
  });
});

describe("releasing", () => {
  it("puts the item back into the queue, without an assignee", async () => {
    const { itemNo } = await openOne();
    accepted(await claim(desk.people.maker, { itemNo, expectedVersion: 1 }));
    accepted(await release(desk.people.maker, { itemNo, expectedVersion: 2 }));
    expect(await itemOf(itemNo)).toMatchObject({ status: "OPEN", assigneeId: null, version: 3 });
  });

  it("of another version is refused", async () => {
    const { itemNo } = await openOne();
    accepted(await claim(desk.people.maker, { itemNo, expectedVersion: 1 }));
    expect(await release(desk.people.maker, { itemNo, expectedVersion: 1 })).toMatchObject({
      refusal: { code: "suspense_item_changed" },
    });
  });
});

describe("commenting", () => {
  it("keeps the words and moves nothing, unless the item is one's own: then the investigation begins", async () => {
    const { itemNo } = await openOne();
    const { maker, colleague } = desk.people;
    expect(accepted(await comment(colleague, itemNo, "seen before"))).toMatchObject({ status: "OPEN", version: 1 });
    accepted(await claim(maker, { itemNo, expectedVersion: 1 }));
    expect(accepted(await comment(colleague, itemNo, "call them"))).toMatchObject({ status: "ASSIGNED", version: 2 });
    expect(accepted(await comment(maker, itemNo, "called"))).toMatchObject({ status: "INVESTIGATING", version: 3 });
    const bodies = await reader.query<{ body: string }>(
      `SELECT body FROM suspense_comments k JOIN suspense_items i ON i.id = k.item_id WHERE i.item_no = $1 ORDER BY k.id`,
      [itemNo],
    );
    expect(bodies.map((row) => row.body)).toEqual(["seen before", "call them", "called"]);
  });

  it("is refused to an auditor and about an item that one may not see", async () => {
    const { itemNo } = await openOne();
    expect(await comment(desk.people.auditor, itemNo, "hm")).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await comment(desk.people.scoped, itemNo, "hm")).toMatchObject({
      refusal: { code: "suspense_item_unknown" },
    });
  });
});

describe("the same command", () => {
  it("is answered again and does nothing again; its id with another input is refused", async () => {
    const { itemNo } = await openOne();
    const { maker } = desk.people;
    const [first, second] = [randomUUID(), randomUUID()];
    for (let times = 0; times < 2; times += 1) {
      expect(accepted(await claim(maker, { itemNo, expectedVersion: 1 }, first)).version).toBe(2);
      expect(accepted(await comment(maker, itemNo, "once", second)).version).toBe(3);
    }
    expect(await claim(maker, { itemNo, expectedVersion: 3 }, first)).toMatchObject({
      refusal: { code: "command_id_reused" },
    });
    expect(await comment(maker, itemNo, "twice", second)).toMatchObject({ refusal: { code: "command_id_reused" } });
    expect(await release(maker, { itemNo, expectedVersion: 3 }, first)).toMatchObject({
      refusal: { code: "command_id_reused" },
    });
    expect(await itemOf(itemNo)).toMatchObject({ status: "INVESTIGATING", version: 3 });
  });
});
