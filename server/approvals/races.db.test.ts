import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approveMany } from "@/server/commands/approve-many";
import { withdrawApproval } from "@/server/commands/withdraw-approval";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { type Asked, approveAs, askAbout, rejectAs, unknownPayments } from "@/tests/approval-fixture";
import { accepted, by, type Desk, openDesk, suspenseDifferences } from "@/tests/desk-fixture";

const ROUNDS = 300;
const REFUND = { resolution: "REFUND_TO_PAYER" } as const;
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

type Answer = {
  readonly ok: boolean;
  readonly refusal?: { readonly code: string; readonly params?: Record<string, string> };
};

/** Both at once, three hundred times. One of them wins; the other is told that it came too late, and who was faster. */
async function race(
  left: (asked: Asked) => Promise<Answer>,
  right: (asked: Asked) => Promise<Answer>,
): Promise<number[]> {
  const wins = [0, 0];
  for (const key of await unknownPayments(ROUNDS, 100n)) {
    const asked = await askAbout(desk.people.maker, key, REFUND);
    const answers = await Promise.all([left(asked), right(asked)]);
    const winner = answers.findIndex((answer) => answer.ok);
    const loser = answers[1 - winner];
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(loser?.refusal?.code).toBe("approval_closed");
    expect(["finance", "finance2", "maker"]).toContain(loser?.refusal?.params?.by);
    wins[winner] = (wins[winner] ?? 0) + 1;
  }
  return wins;
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

describe(`${ROUNDS} rounds each`, () => {
  it("approve against approve", { timeout: 240_000 }, async () => {
    await race(approve, ({ approvalNo }) => approveAs(desk.people.finance2, approvalNo));
    await expectOnce();
  });
  it("approve against reject", { timeout: 240_000 }, async () => {
    await race(approve, ({ approvalNo }) => rejectAs(desk.people.finance2, approvalNo));
    await expectOnce();
  });
  it("withdraw against execute", { timeout: 240_000 }, async () => {
    await race(withdraw, approve);
    await expectOnce();
  });
});

describe("two hundred in one press", () => {
  it("own and stale ones are named with their reasons, and exactly the others are done, once", {
    timeout: 240_000,
  }, async () => {
    const { maker, finance, colleague } = desk.people;
    const keys = await unknownPayments(200, 100n);
    const asked: Asked[] = [];
    for (const [index, key] of keys.entries())
      asked.push(await askAbout(index % 10 === 3 ? finance : maker, key, REFUND));
    const own = asked.filter((_, index) => index % 10 === 3);
    const stale = asked.filter((_, index) => index % 10 === 7);
    const seen = asked.filter((_, index) => index % 40 === 5);
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
    const others = asked.filter((one) => ![...own, ...stale, ...seen].includes(one));
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

it("after all that the books prove", async () => {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});
