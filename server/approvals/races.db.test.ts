import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import type { Result } from "@/core/result";
import { approveMany } from "@/server/commands/approve-many";
import { proposeReopening } from "@/server/commands/reopen-suspense-item";
import { withdrawApproval } from "@/server/commands/withdraw-approval";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { type Asked, approveAs, rejectAs, unknownPayments } from "@/tests/approval-fixture";
import { accepted, by, type Desk, itemOf, openDesk, suspenseDifferences } from "@/tests/desk-fixture";
import { askAboutAll, countDeadlocks, inFlight, ROUNDS, winnerOf } from "@/tests/races";

const REFUND = { resolution: "REFUND_TO_PAYER" } as const;
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

type Side = (asked: Asked) => Promise<Result<unknown>>;

/** Both at once. One of them wins; the other is told that it came too late, and who was faster. Answers the items. */
async function race(left: Side, right: Side): Promise<string[]> {
  const wins = [0, 0];
  const requests = await askAboutAll(desk, desk.people.maker, await unknownPayments(ROUNDS, 100n), REFUND);
  await inFlight(requests, async (asked, nth) => {
    // Each side begins every other round.
    const sides = nth % 2 === 0 ? [left, right] : [right, left];
    const { side, refusal } = winnerOf(await Promise.all(sides.map((one) => one(asked))));
    expect(refusal.code).toBe("approval_closed");
    expect(["finance", "finance2", "maker"]).toContain(refusal.params?.by);
    const winner = (side + nth) % 2;
    wins[winner] = (wins[winner] ?? 0) + 1;
  });
  expect(Math.min(...wins)).toBeGreaterThan(0);
  return requests.map(({ itemNo }) => itemNo);
}

/** Every executed request has its one voucher, and no other has any. */
async function expectOnce(): Promise<void> {
  const wrong = await reader.query(
    `SELECT a.approval_no FROM approvals a LEFT JOIN vouchers v ON v.approval_id = a.id
     GROUP BY a.id HAVING count(v.id) <> CASE a.status WHEN 'EXECUTED' THEN 1 ELSE 0 END`,
  );
  expect(wrong).toEqual([]);
  expect(await suspenseDifferences()).toEqual([]);
}

const approve = ({ approvalNo }: Asked) => approveAs(desk.people.finance, approvalNo);
const withdraw = ({ approvalNo }: Asked) => {
  const commandId = randomUUID();
  return withdrawApproval(by(desk.people.maker, commandId), { commandId, approvalNo, expectedVersion: 1 });
};

const reopen = (actor: Actor, itemNo: string, expectedVersion: number) => {
  const commandId = randomUUID();
  return proposeReopening(by(actor, commandId), { commandId, itemNo, expectedVersion, reason: "wrong" });
};

describe(`${ROUNDS} rounds each`, () => {
  let resolved: readonly string[] = [];
  it("approve against approve", async () => {
    resolved = await race(approve, ({ approvalNo }) => approveAs(desk.people.finance2, approvalNo));
    await expectOnce();
  });
  it("two reopen one item of those: one request, one reversal", async () => {
    const { maker, colleague, finance, finance2 } = desk.people;
    expect(resolved).toHaveLength(ROUNDS);
    await inFlight(resolved, async (itemNo) => {
      const { version } = await itemOf(itemNo);
      const asked = await Promise.all([maker, colleague].map((actor) => reopen(actor, itemNo, version)));
      expect(winnerOf(asked).refusal.code).toBe("approval_waits_already");
      const [request] = asked.flatMap((answer) => (answer.ok ? [answer.value] : []));
      const approvalNo = request?.approvalNo ?? "";
      const decided = await Promise.all([finance, finance2].map((checker) => approveAs(checker, approvalNo)));
      expect(winnerOf(decided).refusal).toMatchObject({ code: "approval_closed", params: { status: "EXECUTED" } });
      expect(await itemOf(itemNo)).toMatchObject({ status: "INVESTIGATING", reopenedCount: 1 });
    });
    await expectOnce();
  });
  it("approve against reject", async () => {
    await race(approve, ({ approvalNo }) => rejectAs(desk.people.finance2, approvalNo));
    await expectOnce();
  });
  it("withdraw against execute", async () => {
    await race(withdraw, approve);
    await expectOnce();
  });
});

describe("two hundred in one press", () => {
  it("own and stale ones are named with their reasons, and exactly the others are done, once", async () => {
    const { maker, finance, colleague } = desk.people;
    const keys = await unknownPayments(200, 100n);
    const own = await askAboutAll(desk, finance, keys.slice(0, 20), REFUND);
    const theirs = await askAboutAll(desk, maker, keys.slice(20), REFUND);
    const [stale, seen, others] = [theirs.slice(0, 20), theirs.slice(20, 25), theirs.slice(25)];
    // One of each kind after the other, as a list has them.
    const asked = [...own, ...theirs].sort((left, right) =>
      (left.approvalNo.at(-1) ?? "").localeCompare(right.approvalNo.at(-1) ?? ""),
    );
    await desk.db.ownerPool.query("UPDATE suspense_items SET version = version + 1 WHERE item_no = ANY ($1)", [
      stale.map((one) => one.itemNo),
    ]);
    const approvals = asked.map(({ approvalNo }) => ({ approvalNo, expectedVersion: 1 }));
    for (const row of approvals) if (seen.some((one) => one.approvalNo === row.approvalNo)) row.expectedVersion = 9;
    const commandId = randomUUID();
    const press = () => approveMany(by(finance, commandId), { commandId, approvals, note: "seen one by one" });
    const { rows } = accepted(await press());
    const nosOf = (all: readonly { readonly approvalNo: string }[]) => all.map((one) => one.approvalNo).sort();
    const refusedAs = (code: string) => nosOf(rows.filter((row) => row.refusal?.code === code));
    expect(refusedAs("checker_is_maker")).toEqual(nosOf(own));
    expect(refusedAs("approval_changed")).toEqual(nosOf(seen));
    expect(nosOf(rows.filter((row) => row.outcome === "STALE"))).toEqual(nosOf(stale));
    expect(nosOf(rows.filter((row) => row.outcome === "EXECUTED"))).toEqual(nosOf(others));
    expect(others).toHaveLength(155);
    const executed = () =>
      reader.query("SELECT approval_no FROM approvals WHERE status = 'EXECUTED' AND approval_no = ANY ($1)", [
        nosOf(asked),
      ]);
    expect(await executed()).toHaveLength(155);
    // The same press again finds every answer, and does nothing twice.
    expect(accepted(await press())).toEqual({ rows });
    expect(await executed()).toHaveLength(155);
    expect(
      accepted(
        await approveMany(by(colleague), { commandId: randomUUID(), approvals: approvals.slice(0, 1), note: "" }),
      ).rows,
    ).toMatchObject([{ refusal: { code: "not_permitted" } }]);
    await expectOnce();
  });
});

it("after all that the books prove, and nobody has waited for somebody who waited for them", async () => {
  expect(await countDeadlocks(desk)).toBe(0n);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});
