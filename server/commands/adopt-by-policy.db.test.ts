import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adoptionRules } from "@/contracts/adoption";
import { accept, invariant } from "@/core/result";
import { proposeAdoptionPolicy } from "@/server/commands/propose-adoption-policy";
import { proposeAdoptions } from "@/server/commands/propose-adoptions";
import { deliverOutbox } from "@/server/outbox/deliver";
import { getAdoptionPolicies } from "@/server/queries/get-adoption";
import { closeApproval, insertDecision, lockApproval } from "@/server/store/approvals";
import { reader, transact } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { postedOf } from "@/tests/command-context";
import {
  accepted,
  by,
  type Desk,
  decideAs,
  itemOf,
  linesOf,
  openDesk,
  openItemOf,
  reconcileDay,
} from "@/tests/desk-fixture";
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
  approvalNo: string,
  verdict: "APPROVE" | "REJECT" = "APPROVE",
  note = "",
) {
  return decideAs(desk.people[who], { approvalNo, expectedVersion: 1, verdict, note });
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
  const first = accepted(await proposePolicy("lead")).approvalNo;
  expect(await proposePolicy("maker")).toMatchObject({ refusal: { code: "approval_waits_already" } });
  expect(await decidePolicy("lead", first)).toMatchObject({ refusal: { code: "checker_is_maker" } });
  expect(await decidePolicy("finance", first)).toMatchObject({ refusal: { code: "checker_role_missing" } });
  expect(await decidePolicy("lead2", first, "REJECT")).toMatchObject({ refusal: { code: "rejection_reason_missing" } });
  accepted(await decidePolicy("lead2", first, "REJECT", "too much"));
  expect(await decidePolicy("lead2", first)).toMatchObject({ refusal: { code: "approval_closed" } });
  const second = accepted(await proposePolicy("maker")).approvalNo;
  expect(accepted(await decidePolicy("lead", second)).outcome).toBe("EXECUTED");
  expect((await getAdoptionPolicies()).current).toMatchObject({ version: 1, proposedBy: "maker", decidedBy: "lead" });
  const { ownerPool, pool } = desk.db;
  await expect(ownerPool.query("UPDATE adoption_policies SET rules = '[]'")).rejects.toMatchObject({ code: "CD022" });
  await expect(ownerPool.query("DELETE FROM adoption_policies")).rejects.toMatchObject({ code: "CD022" });
  await expect(pool.query("DELETE FROM adoption_policies")).rejects.toMatchObject({ code: "42501" });
});

test("the database takes no list that was not approved as it stands, and no approval without its list", async () => {
  const { maker, lead } = desk.people;
  await expect(
    desk.db.ownerPool.query(
      `INSERT INTO adoption_policies (version, rules, reason, status, proposed_by, proposed_at, decided_by, decided_at, approval_id, command_id)
       SELECT 91, '[]', 'x', 'APPROVED', ${maker.userId}, now(), ${lead.userId}, now(), id, command_id FROM approvals WHERE status = 'REJECTED'`,
    ),
  ).rejects.toMatchObject({ code: "CD022" });
  const { approvalNo } = accepted(await proposePolicy("maker", []));
  const forged = transact("test.act", by(lead), {}, async (tx) => {
    const request = await lockApproval(tx, approvalNo);
    invariant(request, "the request is there");
    const signature = {
      seat: "ADMIN_OR_LEAD",
      onBehalfOfId: null,
      verdict: "APPROVE",
      note: "",
      totpStep: null,
    } as const;
    await insertDecision(tx, request, signature);
    await closeApproval(tx, request, "EXECUTED");
    return accept(null);
  });
  await expect(forged).rejects.toMatchObject({ code: "CD022" });
  accepted(await decidePolicy("lead", approvalNo, "REJECT", "only a test"));
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
  ).toEqual([{ from_status: "CREATED", to_status: "PAID", policy_version: 1 }]);
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
     SELECT c.id, 'PAYMENT', 'D2', 'CREATED', 'PAID', 1, now(), r.command_id FROM channels c, receipts r LIMIT 1`,
  );
  const after = await verifyBooks(reader);
  expect(after.checks.filter((check) => !check.ok)).toMatchObject([
    { name: "matching_by_people", figure: expect.stringContaining("D2 adopted as PAID") },
  ]);
});
