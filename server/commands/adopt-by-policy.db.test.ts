import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adoptionRules } from "@/contracts/adoption";
import { decideAdoptionPolicy } from "@/server/commands/decide-adoption-policy";
import { proposeAdoptionPolicy } from "@/server/commands/propose-adoption-policy";
import { proposeAdoptions } from "@/server/commands/propose-adoptions";
import { deliverOutbox } from "@/server/outbox/deliver";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, itemOf, linesOf, openDesk, openItemOf, reconcileDay } from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.db.drop();
});

const RULES = [
  { itemKind: "PAYMENT", ourStatus: "CREATED", asset: "CNY", upToMinor: "1000" },
  { itemKind: "REFUND", ourStatus: "ACCEPTED", asset: "CNY", upToMinor: "1000" },
] as const;

function proposePolicy(who: keyof Desk["people"], rules: readonly object[] = RULES) {
  const input = { commandId: randomUUID(), rules: adoptionRules.parse(rules), reason: "the channel is right" };
  return proposeAdoptionPolicy(by(desk.people[who]), input);
}

function decidePolicy(
  who: keyof Desk["people"],
  version: number,
  verdict: "APPROVE" | "REJECT" = "APPROVE",
  note = "",
) {
  return decideAdoptionPolicy(by(desk.people[who]), { commandId: randomUUID(), version, verdict, note });
}

/** Until nothing is left to deliver: a batch asks for adoption, and that for another batch. */
async function deliverAll(): Promise<void> {
  for (let turn = 0; turn < 5 && (await deliverOutbox()) > 0; turn += 1);
}

async function expectBooksProve(): Promise<void> {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
}

/** An order that we have only created, and that the channel lists as paid. */
async function paidForThemAlone(orderNo: string, cashMinor: bigint): Promise<void> {
  await reconcileDay({
    orders: [{ orderNo, cashMinor, status: "CREATED" }],
    lines: [{ orderNo, amountMinor: cashMinor }],
  });
  await deliverAll();
}

test("without an approved policy nothing is booked without a person", async () => {
  await paidForThemAlone("A1", 900n);
  expect(await openItemOf("A1")).toMatchObject({ kind: "STATUS_MISMATCH", status: "OPEN" });
  expect(await reader.query("SELECT * FROM adopted_statuses")).toEqual([]);
});

test("a policy is somebody else's to approve, one at a time, and never changes", async () => {
  expect(accepted(await proposePolicy("lead"))).toEqual({ version: 1 });
  expect(await proposePolicy("maker")).toMatchObject({ refusal: { code: "adoption_policy_pending" } });
  expect(await decidePolicy("lead", 1)).toMatchObject({ refusal: { code: "checker_is_maker" } });
  expect(await decidePolicy("finance", 1)).toMatchObject({ refusal: { code: "not_permitted" } });
  expect(await decidePolicy("lead2", 7)).toMatchObject({ refusal: { code: "adoption_policy_unknown" } });
  expect(await decidePolicy("lead2", 1, "REJECT")).toMatchObject({ refusal: { code: "rejection_reason_missing" } });
  accepted(await decidePolicy("lead2", 1, "REJECT", "too much"));
  expect(await decidePolicy("lead2", 1)).toMatchObject({ refusal: { code: "adoption_policy_decided" } });
  expect(accepted(await proposePolicy("maker"))).toEqual({ version: 2 });
  accepted(await decidePolicy("lead", 2));
  const { ownerPool, pool } = desk.db;
  await expect(ownerPool.query("UPDATE adoption_policies SET rules = '[]' WHERE version = 2")).rejects.toMatchObject({
    code: "CD022",
  });
  await expect(ownerPool.query("DELETE FROM adoption_policies")).rejects.toMatchObject({ code: "CD022" });
  await expect(pool.query("DELETE FROM adoption_policies")).rejects.toMatchObject({ code: "42501" });
});

test("the database lets nobody approve their own policy, nor anybody without the role", async () => {
  const { maker, lead } = desk.people;
  const write = (decider: string | null) => `
    INSERT INTO receipts (command_id, name, input_hash, outcome) VALUES ('00000000-0000-4000-8000-000000000001', 'x', 'x', '1');
    INSERT INTO adoption_policies (version, rules, reason, proposed_by, proposed_at, command_id)
    VALUES (90, '[]', 'x', ${lead.userId}, now(), '00000000-0000-4000-8000-000000000001');
    UPDATE adoption_policies SET status = 'APPROVED', decided_by = ${decider}, decided_at = now() WHERE version = 90`;
  await expect(desk.db.ownerPool.query(write(lead.userId))).rejects.toMatchObject({ code: "23514" });
  await expect(desk.db.ownerPool.query(write(maker.userId))).rejects.toMatchObject({ code: "CD022" });
  await expect(
    desk.db.ownerPool.query(
      `INSERT INTO adoption_policies (version, rules, reason, status, proposed_by, proposed_at, decided_by, decided_at, command_id)
       VALUES (91, '[]', 'x', 'APPROVED', ${maker.userId}, now(), ${lead.userId}, now(), gen_random_uuid())`,
    ),
  ).rejects.toMatchObject({ code: "CD022" });
});

test("a status that the policy names is booked after the batch, and the item closes: the books follow the channel", async () => {
  const before = await postedOf("1122-wechat");
  await paidForThemAlone("B1", 1_000n);
  const [order] = await reader.query<{ status: string; bookedBy: string; seen: string[] }>(
    `SELECT status, booked_by AS "bookedBy", seen_statuses AS seen FROM orders WHERE order_no = 'B1'`,
  );
  expect(order).toEqual({ status: "PAID", bookedBy: "ARRIVAL", seen: ["CREATED"] });
  const [voucher] = await reader.query<{ no: string }>(
    "SELECT voucher_no AS no FROM vouchers WHERE idempotency_key = 'capture:B1'",
  );
  expect(await linesOf(voucher?.no ?? "")).toEqual(["D 1122-wechat 1000", "C M1-PENDING 1000"]);
  // Opened and taken back by suspense, captured once; the channel keeps its fee of 6.
  expect((await postedOf("1122-wechat")) - before).toBe(994n);
  const [item] = await reader.query<{ itemNo: string }>(
    `SELECT item_no AS "itemNo" FROM suspense_items WHERE match_key = 'B1'`,
  );
  expect(await itemOf(item?.itemNo ?? "")).toMatchObject({ status: "AUTO_RESOLVED" });
  expect(
    await reader.query("SELECT from_status, to_status, policy_version FROM adopted_statuses WHERE match_key = 'B1'"),
  ).toEqual([{ from_status: "CREATED", to_status: "PAID", policy_version: 2 }]);
  await expectBooksProve();
});

test("the order's own news of the payment comes later, with another second, and only confirms it", async () => {
  const vouchers = await reader.query("SELECT count(*) FROM vouchers");
  const legs = [{ kind: "channel", channel: "wechat", amountMinor: "1000" }];
  const news = { type: "order", orderNo: "B1", merchantNo: "M1", asset: "CNY", dueMinor: "1000", legs, status: "PAID" };
  for (const _ of ["first", "again"]) await takeOrders([{ ...news, paidAt: "2026-10-02T12:00:03+08:00" }]);
  expect(await reader.query("SELECT count(*) FROM vouchers")).toEqual(vouchers);
  expect(await reader.query("SELECT seen_statuses AS seen FROM orders WHERE order_no = 'B1'")).toEqual([
    { seen: ["CREATED", "PAID"] },
  ]);
});

test("a refund that only the channel calls done is booked as well, once", async () => {
  await reconcileDay({ orders: [{ orderNo: "C1", cashMinor: 800n }], lines: [{ orderNo: "C1", amountMinor: 800n }] });
  await takeOrders([{ type: "refund", refundNo: "CR1", orderNo: "C1", amountMinor: "300", status: "ACCEPTED" }]);
  await reconcileDay({ lines: [{ orderNo: "C1", amountMinor: 300n, refundNo: "CR1" }] });
  await deliverAll();
  expect(await reader.query("SELECT status FROM refunds WHERE refund_no = 'CR1'")).toEqual([{ status: "SUCCEEDED" }]);
  expect(
    await reader.query(
      "SELECT status, resolution FROM suspense_items WHERE match_key = 'CR1' AND kind = 'STATUS_MISMATCH'",
    ),
  ).toEqual([{ status: "AUTO_RESOLVED", resolution: "EXPLAINED" }]);
  await expectBooksProve();
});

test("what is above the limit, or not agreed to the cent, is left to people, who propose it in one press", async () => {
  await paidForThemAlone("D1", 1_001n);
  await reconcileDay({
    orders: [{ orderNo: "D2", cashMinor: 500n, status: "CREATED" }],
    lines: [{ orderNo: "D2", amountMinor: 501n }],
  });
  await deliverAll();
  for (const orderNo of ["D1", "D2"]) expect(await openItemOf(orderNo)).toMatchObject({ status: "OPEN" });
  const input = { commandId: randomUUID(), channel: "wechat", reason: "the channel is right" };
  const context = by(desk.people.maker);
  const { proposed, left } = accepted(await proposeAdoptions(context, input));
  // A1 was left when there was no policy; adopted meanwhile, it needs nobody.
  expect(left).toEqual([]);
  expect(proposed).toHaveLength(1);
  expect(await openItemOf("D1")).toMatchObject({ itemNo: proposed[0]?.itemNo, status: "PROPOSED" });
  expect(await openItemOf("D2")).toMatchObject({ status: "OPEN" });
  expect(await proposeAdoptions(by(desk.people.maker), { ...input, commandId: randomUUID() })).toMatchObject({
    refusal: { code: "nothing_to_adopt" },
  });
  expect(accepted(await proposeAdoptions(context, input))).toEqual({ proposed, left });
});

test("what stands as taken over and has no voucher fails the proof of the books", async () => {
  const { checks } = await verifyBooks(reader);
  expect(checks.find((check) => check.name === "matching_by_people")).toMatchObject({ ok: true });
  await desk.db.ownerPool.query(
    `INSERT INTO adopted_statuses (channel_id, item_kind, match_key, from_status, to_status, policy_version, created_at, command_id)
     SELECT c.id, 'PAYMENT', 'D2', 'CREATED', 'PAID', 2, now(), r.command_id FROM channels c, receipts r LIMIT 1`,
  );
  const after = await verifyBooks(reader);
  expect(after.checks.filter((check) => !check.ok)).toMatchObject([
    { name: "matching_by_people", figure: expect.stringContaining("D2 adopted as PAID") },
  ]);
});
