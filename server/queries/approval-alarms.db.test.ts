import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { approveMany } from "@/server/commands/approve-many";
import { decideApproval } from "@/server/commands/decide-approval";
import { reviewApproval } from "@/server/commands/review-approval";
import { askToRefund, unknownPayments } from "@/tests/approval-fixture";
import { as, NOON } from "@/tests/command-context";
import { accepted, by, type Desk, openDesk } from "@/tests/desk-fixture";
import { askAboutAll } from "@/tests/races";
import { getHome } from "./get-home";
import { listApprovalAlarms } from "./list-approval-alarms";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const later = (ms: number) => new Date(NOON.getTime() + ms);
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

/** Signs so long after the request was made. */
function signAfter(actor: Actor, approvalNo: string, ms: number, more: { note?: string; breakGlass?: true } = {}) {
  const input = {
    commandId: randomUUID(),
    approvalNo,
    expectedVersion: 1,
    verdict: "APPROVE",
    note: "",
    ...more,
  } as const;
  return decideApproval(as(actor, input.commandId, later(ms)), input);
}
const alarms = (now: Date, actor: Actor = desk.people.lead) => listApprovalAlarms(actor, now);
const kinds = async (now: Date) => (await alarms(now)).map(({ kind, checker, count }) => `${kind} ${checker} ${count}`);
async function ask(count: number, maker: Actor = desk.people.maker): Promise<string[]> {
  const asked = await askAboutAll(desk, maker, await unknownPayments(count, 100n), { resolution: "REFUND_TO_PAYER" });
  return asked.map(({ approvalNo }) => approvalNo);
}

describe("alarms about approvals", () => {
  it("are none while people take their time", async () => {
    for (const [nth, approvalNo] of (await ask(8)).entries()) {
      accepted(await signAfter(desk.people.finance, approvalNo, (nth + 1) * MINUTE));
    }
    expect(await alarms(later(DAY))).toEqual([]);
  });

  it("what one did alone and nobody has reviewed within a day, until somebody does", async () => {
    const { lead, lead2, finance } = desk.people;
    await desk.db.ownerPool.query("ALTER TABLE approval_policies DISABLE TRIGGER USER");
    await desk.db.ownerPool.query("UPDATE approval_policies SET break_glass = true");
    await desk.db.ownerPool.query("ALTER TABLE approval_policies ENABLE TRIGGER USER");
    const { approvalNo } = await askToRefund(desk, { amountMinor: 6_000_000n });
    const alone = { note: "the bank closes in ten minutes", breakGlass: true } as const;
    expect(accepted(await signAfter(lead, approvalNo, 10 * MINUTE, alone)).outcome).toBe("EXECUTED");
    expect(await alarms(later(DAY))).toEqual([]);
    const late = later(DAY + 11 * MINUTE);
    const raised = [{ kind: "UNREVIEWED", checker: "lead", count: 1, approvals: [approvalNo] }];
    expect(await alarms(late)).toMatchObject(raised);
    // On the home page of whoever may review; not of whoever may not, nor outside of one's merchants.
    expect((await getHome(lead2, late)).alarms).toMatchObject(raised);
    expect((await getHome(desk.people.auditor, late)).alarms).toMatchObject(raised);
    expect((await getHome(finance, late)).alarms).toBeNull();
    expect(await alarms(late, { ...lead2, scope: ["M1"] })).toEqual([]);
    const commandId = randomUUID();
    accepted(
      await reviewApproval(by(lead2, commandId), { commandId, approvalNo, verdict: "JUSTIFIED", note: "it was" }),
    );
    expect(await alarms(late)).toEqual([]);
  });

  it("who signs sooner than anybody can read, the third time within a week", async () => {
    const soon = await ask(3);
    for (const approvalNo of soon.slice(0, 2)) accepted(await signAfter(desk.people.finance2, approvalNo, 4_000));
    accepted(await signAfter(desk.people.finance2, (await ask(1))[0] ?? "", 5_000));
    expect(await alarms(later(DAY))).toEqual([]);
    accepted(await signAfter(desk.people.finance2, soon[2] ?? "", 4_999));
    expect(await alarms(later(DAY))).toMatchObject([
      { kind: "HASTY", checker: "finance2", count: 3, limit: 5, approvals: [...soon].reverse() },
    ]);
    expect(await alarms(later(8 * DAY))).toEqual([]);
  });

  it("who signs ten one by one within a minute; a press that signs many is one", async () => {
    const { lead } = desk.people;
    const commandId = randomUUID();
    const approvals = (await ask(12)).map((approvalNo) => ({ approvalNo, expectedVersion: 1 }));
    const press = { commandId, approvals, note: "seen one by one" };
    accepted(await approveMany(as(lead, commandId, later(20 * DAY)), press));
    expect(await kinds(later(20 * DAY))).toEqual([]);
    const ten = await ask(10);
    for (const [nth, approvalNo] of ten.entries()) {
      expect(await kinds(later(21 * DAY))).toEqual([]);
      accepted(await signAfter(lead, approvalNo, 20 * DAY + DAY / 2 + nth * 6_000));
    }
    expect(await kinds(later(21 * DAY))).toEqual(["RUSHED lead 10"]);
  });

  it("who signs for one person alone, while others sign for other people", async () => {
    const { maker, colleague, scoped, lead2, finance } = desk.people;
    const at = (nth: number) => 60 * DAY + nth * 10 * MINUTE;
    for (const [nth, approvalNo] of (await ask(10, colleague)).entries()) {
      accepted(await signAfter(lead2, approvalNo, at(nth)));
    }
    // Nobody else has asked: there was nothing else to sign.
    expect(await kinds(later(61 * DAY))).toEqual([]);
    for (const [nth, approvalNo] of (await ask(10, maker)).entries()) {
      accepted(await signAfter(nth % 2 === 0 ? finance : { ...scoped, scope: null }, approvalNo, at(nth)));
    }
    expect(await alarms(later(61 * DAY))).toMatchObject([
      { kind: "ONE_MAKER", checker: "lead2", maker: "colleague", count: 10, total: 10, limit: 90 },
    ]);
  });

  it("are told by the limits that the desk has set", async () => {
    await desk.db.ownerPool.query("UPDATE approval_watches SET is_on = false WHERE name = 'ONE_MAKER'");
    expect(await kinds(later(61 * DAY))).toEqual([]);
    await desk.db.ownerPool.query("UPDATE approval_watches SET within_seconds = 3600, least = 5 WHERE name = 'RUSHED'");
    expect(await kinds(later(61 * DAY))).toEqual(["RUSHED lead2 10"]);
  });
});
