import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { reader } from "@/server/transact";
import {
  accepted,
  by,
  type Desk,
  decideAs,
  itemOf,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
  suspenseDifferences,
} from "@/tests/desk-fixture";
import { withdrawApproval } from "./withdraw-approval";

let desk: Desk;
let nextKey = 1;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

async function ask(amountMinor = 400n) {
  const key = `X-D${nextKey++}`;
  await reconcileDay({ lines: [{ orderNo: key, amountMinor }] });
  const { itemNo } = await openItemOf(key);
  const proposal = { itemNo, expectedVersion: 1, choice: { resolution: "REFUND_TO_PAYER" }, reason: "clear" } as const;
  return accepted(await proposeAs(desk.people.maker, proposal));
}

function withdraw(actor: Actor, approvalNo: string, expectedVersion = 1, commandId: string = randomUUID()) {
  return withdrawApproval(by(actor, commandId), { commandId, approvalNo, expectedVersion });
}

async function statusOf(approvalNo: string): Promise<unknown> {
  const [row] = await reader.query("SELECT status FROM approvals WHERE approval_no = $1", [approvalNo]);
  return row?.status;
}

it("the maker takes a request back: nothing is posted, and the item can be proposed again", async () => {
  const { approvalNo, itemNo } = await ask();
  accepted(await withdraw(desk.people.maker, approvalNo));
  expect(await statusOf(approvalNo)).toBe("WITHDRAWN");
  const item = await itemOf(itemNo);
  expect(item).toMatchObject({ status: "INVESTIGATING", version: 3 });
  expect(await suspenseDifferences()).toEqual([]);
  const choice = { resolution: "WRITE_OFF_TO_INCOME" } as const;
  accepted(await proposeAs(desk.people.maker, { itemNo, expectedVersion: 3, choice, reason: "better" }));
});

it("also after the first of two signatures", async () => {
  const { approvalNo } = await ask(6_000_000n);
  const signed = await decideAs(desk.people.finance, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" });
  expect(accepted(signed).outcome).toBe("SIGNED");
  accepted(await withdraw(desk.people.maker, approvalNo));
  const late = await decideAs(desk.people.lead, { approvalNo, expectedVersion: 2, verdict: "APPROVE", note: "" });
  expect(late).toMatchObject({ refusal: { code: "approval_closed", params: { status: "WITHDRAWN" } } });
});

it("is refused: no permission, none there, closed, another version, another's request", async () => {
  const { approvalNo } = await ask();
  const { auditor, colleague, finance, maker } = desk.people;
  expect(await withdraw(auditor, approvalNo)).toMatchObject({ refusal: { code: "not_permitted" } });
  expect(await withdraw(maker, "AP0")).toMatchObject({ refusal: { code: "approval_unknown" } });
  expect(await withdraw({ ...maker, scope: ["M1"] }, approvalNo)).toMatchObject({
    refusal: { code: "approval_unknown" },
  });
  expect(await withdraw(maker, approvalNo, 2)).toMatchObject({ refusal: { code: "approval_changed" } });
  expect(await withdraw(colleague, approvalNo)).toMatchObject({ refusal: { code: "withdrawal_not_maker" } });
  expect(await withdraw(finance, approvalNo)).toMatchObject({ refusal: { code: "withdrawal_not_maker" } });
  expect(await statusOf(approvalNo)).toBe("PENDING");
  accepted(await decideAs(finance, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" }));
  expect(await withdraw(maker, approvalNo, 2)).toMatchObject({ refusal: { code: "approval_closed" } });
});

it("is answered again and does nothing again; its id with another input is refused", async () => {
  const [{ approvalNo, itemNo }, other] = [await ask(), await ask()];
  const commandId = randomUUID();
  for (let times = 0; times < 3; times += 1) {
    expect(accepted(await withdraw(desk.people.maker, approvalNo, 1, commandId))).toEqual({ approvalNo });
  }
  expect((await itemOf(itemNo)).version).toBe(3);
  expect(await withdraw(desk.people.maker, other.approvalNo, 1, commandId)).toMatchObject({
    refusal: { code: "command_id_reused" },
  });
});

it("against an approval at once, thirty times: one of them, and a voucher only with the approval", async () => {
  for (let round = 0; round < 30; round += 1) {
    const { approvalNo, itemNo } = await ask();
    const [withdrawn, approved] = await Promise.all([
      withdraw(desk.people.maker, approvalNo),
      decideAs(desk.people.finance, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" }),
    ]);
    expect([withdrawn.ok, approved.ok].filter(Boolean)).toHaveLength(1);
    expect((await itemOf(itemNo)).status).toBe(approved.ok ? "RESOLVED" : "INVESTIGATING");
  }
  expect(await suspenseDifferences()).toEqual([]);
});
