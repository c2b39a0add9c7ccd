import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ResolutionChoice } from "@/contracts/suspense";
import { type Actor, SYSTEM_ACTOR } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { reader } from "@/server/transact";
import { postedOf } from "@/tests/command-context";
import {
  accepted,
  type Desk,
  decideAs,
  itemOf,
  MEANS,
  openDesk,
  openItemOf,
  orderLine,
  proposeAs,
  reconcileDay,
  suspenseDifferences,
} from "@/tests/desk-fixture";
import { takeOrders } from "@/tests/small-company";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

const REFUND: ResolutionChoice = { resolution: "REFUND_TO_PAYER" };
let nextKey = 1;

/** A payment that only the channel knows, and a request about it; `amountMinor` decides how many have to check. */
async function ask(
  more: { maker?: Actor; amountMinor?: bigint } = {},
): Promise<{ itemNo: string; approvalNo: string; requiredRoles: string[] }> {
  const key = `X-${nextKey++}`;
  await reconcileDay({ lines: [{ orderNo: key, amountMinor: more.amountMinor ?? 1_000n }] });
  return askAbout(key, REFUND, more.maker);
}

async function askAbout(key: string, choice: ResolutionChoice, maker: Actor = desk.people.maker) {
  const item = await openItemOf(key);
  const proposal = { itemNo: item.itemNo, expectedVersion: item.version, choice, reason: "checked with the channel" };
  return accepted(await proposeAs(maker, proposal));
}

function approve(actor: Actor, approvalNo: string, more: { expectedVersion?: number; commandId?: string } = {}) {
  const { expectedVersion = 1, commandId = randomUUID() } = more;
  return decideAs(actor, { approvalNo, expectedVersion, verdict: "APPROVE", note: "" }, commandId);
}

function reject(actor: Actor, approvalNo: string, note: string) {
  return decideAs(actor, { approvalNo, expectedVersion: 1, verdict: "REJECT", note });
}

async function statusOf(approvalNo: string): Promise<string | undefined> {
  const [row] = await reader.query<{ status: string }>("SELECT status FROM approvals WHERE approval_no = $1", [
    approvalNo,
  ]);
  return row?.status;
}

async function vouchersOf(itemNo: string): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM vouchers WHERE object_no = $1 AND approval_id IS NOT NULL",
    [itemNo],
  );
  return row?.count ?? 0;
}

describe("one checker", () => {
  it("executes: voucher, item, audit event and the request's end in one transaction", async () => {
    const { approvalNo, itemNo } = await ask();
    const { outcome, voucherNo } = accepted(await approve(desk.people.finance, approvalNo));
    expect(outcome).toBe("EXECUTED");
    expect(await itemOf(itemNo)).toMatchObject({ status: "RESOLVED" });
    const [found] = await reader.query(
      `SELECT count(DISTINCT command_id)::int AS commands, count(*)::int AS rows FROM (
         SELECT command_id FROM vouchers WHERE voucher_no = $1 UNION ALL
         SELECT command_id FROM suspense_items WHERE item_no = $2 UNION ALL
         SELECT command_id FROM approvals WHERE approval_no = $3 AND status = 'EXECUTED' UNION ALL
         SELECT command_id FROM audit_events WHERE object_no = $3 AND action = 'approval.executed') AS written`,
      [voucherNo, itemNo, approvalNo],
    );
    expect(found).toEqual({ commands: 1, rows: 4 });
  });

  it("rejects with a reason: nothing is posted and the item goes back to its investigation", async () => {
    const { approvalNo, itemNo } = await ask();
    expect(accepted(await reject(desk.people.finance, approvalNo, "ask the payer first"))).toMatchObject({
      outcome: "REJECTED",
      voucherNo: null,
    });
    expect(await itemOf(itemNo)).toMatchObject({ status: "INVESTIGATING" });
    expect(await vouchersOf(itemNo)).toBe(0);
    const again = await askAbout((await itemOf(itemNo)).matchKey, REFUND);
    expect(accepted(await approve(desk.people.finance, again.approvalNo)).outcome).toBe("EXECUTED");
  });
});

describe("two checkers", () => {
  const LARGE = 5_000_100n;

  it("two-level amounts need two different people", async () => {
    const { approvalNo, itemNo } = await ask({ amountMinor: LARGE });
    expect(accepted(await approve(desk.people.lead, approvalNo)).outcome).toBe("SIGNED");
    expect(await approve(desk.people.lead, approvalNo)).toMatchObject({
      refusal: { code: "checker_decided_already" },
    });
    expect(await vouchersOf(itemNo)).toBe(0);
    expect(accepted(await approve(desk.people.finance, approvalNo)).outcome).toBe("EXECUTED");
    expect(await vouchersOf(itemNo)).toBe(1);
  });

  it("a second lead signs in the place of finance; a second finance cannot sign in the place of the lead", async () => {
    const first = await ask({ amountMinor: LARGE });
    expect(accepted(await approve(desk.people.lead, first.approvalNo)).outcome).toBe("SIGNED");
    expect(accepted(await approve(desk.people.lead2, first.approvalNo)).outcome).toBe("EXECUTED");
    const second = await ask({ amountMinor: LARGE });
    expect(accepted(await approve(desk.people.finance, second.approvalNo)).outcome).toBe("SIGNED");
    const refused = await approve(desk.people.finance2, second.approvalNo);
    expect(refused).toMatchObject({ refusal: { code: "checker_role_missing" } });
  });

  it("one rejection ends it, also after the first signature", async () => {
    const { approvalNo, itemNo } = await ask({ amountMinor: LARGE });
    accepted(await approve(desk.people.finance, approvalNo));
    expect(accepted(await reject(desk.people.lead, approvalNo, "too large to guess")).outcome).toBe("REJECTED");
    expect(await itemOf(itemNo)).toMatchObject({ status: "INVESTIGATING" });
  });

  it("both at once: one signs, the other executes", async () => {
    const { approvalNo, itemNo } = await ask({ amountMinor: LARGE });
    const answers = await Promise.all(
      [desk.people.finance, desk.people.lead].map((checker) => approve(checker, approvalNo)),
    );
    expect(answers.map((answer) => accepted(answer).outcome).sort()).toEqual(["EXECUTED", "SIGNED"]);
    expect(await vouchersOf(itemNo)).toBe(1);
  });
});

describe("maker and checker", () => {
  it("maker ≠ checker: whoever proposed it never approves or rejects it, whatever their roles", async () => {
    const { approvalNo, itemNo } = await ask({ maker: desk.people.lead });
    for (const answer of [
      await approve(desk.people.lead, approvalNo),
      await reject(desk.people.lead, approvalNo, "changed my mind"),
    ]) {
      expect(answer).toMatchObject({ ok: false, refusal: { code: "checker_is_maker" } });
    }
    expect(await statusOf(approvalNo)).toBe("PENDING");
    expect(await vouchersOf(itemNo)).toBe(0);
    expect(accepted(await approve(desk.people.lead2, approvalNo)).outcome).toBe("EXECUTED");
  });
});

describe("a decision is refused, most basic reason first", () => {
  it.each([
    ["not_permitted", () => desk.people.maker],
    ["not_permitted", () => desk.people.auditor],
    ["checker_missing", () => SYSTEM_ACTOR],
    // A request without a merchant, or of another one, does not exist for who sees M1 alone.
    ["approval_unknown", () => desk.people.scoped],
  ])("%s", async (code, actor) => {
    const { approvalNo } = await ask();
    expect(await approve(actor(), approvalNo)).toMatchObject({ ok: false, refusal: { code } });
    expect(await statusOf(approvalNo)).toBe("PENDING");
  });

  it("approval_unknown, approval_changed, rejection_reason_missing, approval_closed", async () => {
    const { approvalNo } = await ask();
    const { finance, finance2 } = desk.people;
    expect(await approve(finance, "AP0")).toMatchObject({ refusal: { code: "approval_unknown" } });
    expect(await approve(finance, approvalNo, { expectedVersion: 2 })).toMatchObject({
      refusal: { code: "approval_changed" },
    });
    expect(await reject(finance, approvalNo, "  ")).toMatchObject({ refusal: { code: "rejection_reason_missing" } });
    accepted(await approve(finance, approvalNo));
    expect(await approve(finance2, approvalNo, { expectedVersion: 2 })).toMatchObject({
      refusal: { code: "approval_closed", params: { status: "EXECUTED" } },
    });
  });

  it("approval_expired", async () => {
    const { approvalNo, itemNo } = await ask();
    await expire(approvalNo);
    expect(await approve(desk.people.finance, approvalNo)).toMatchObject({ refusal: { code: "approval_expired" } });
    expect(await vouchersOf(itemNo)).toBe(0);
  });

  /** Time passes: what a request asks for is frozen, so its guard has to step aside for that. */
  async function expire(approvalNo: string): Promise<void> {
    await desk.db.ownerPool.query("ALTER TABLE approvals DISABLE TRIGGER lawful");
    await desk.db.ownerPool.query("UPDATE approvals SET expires_at = now() WHERE approval_no = $1", [approvalNo]);
    await desk.db.ownerPool.query("ALTER TABLE approvals ENABLE TRIGGER lawful");
  }

  it("balance_insufficient: nothing is posted and the request goes on waiting", async () => {
    await reconcileDay({ orders: [{ orderNo: "POOR1", cashMinor: MEANS.deposit + 1n, merchantNo: "M2" }] });
    const { approvalNo, itemNo } = await askAbout("POOR1", { resolution: "CHARGE_TO_DEPOSIT" });
    expect(await approve(desk.people.finance, approvalNo)).toMatchObject({ refusal: { code: "balance_insufficient" } });
    expect(await statusOf(approvalNo)).toBe("PENDING");
    expect(await itemOf(itemNo)).toMatchObject({ status: "PROPOSED" });
    expect(await postedOf("M2-DEPOSIT")).toBe(MEANS.deposit);
  });
});

describe("what is approved is what was proposed: otherwise it is STALE, and nothing is posted", () => {
  async function expectStale(approvalNo: string, itemNo: string): Promise<void> {
    expect(accepted(await approve(desk.people.finance, approvalNo))).toMatchObject({
      outcome: "STALE",
      voucherNo: null,
    });
    expect(await statusOf(approvalNo)).toBe("STALE");
    expect(await itemOf(itemNo)).toMatchObject({ status: "INVESTIGATING" });
    expect(await vouchersOf(itemNo)).toBe(0);
    expect(await suspenseDifferences()).toEqual([]);
  }

  it("the order was paid by its own arrival meanwhile", async () => {
    const order = { orderNo: "STALE1", cashMinor: 500n };
    const day = await reconcileDay({
      orders: [{ ...order, status: "CREATED" }],
      lines: [{ orderNo: "STALE1", amountMinor: 500n }],
    });
    const { approvalNo, itemNo } = await askAbout("STALE1", { resolution: "BOOK_TO_ORDER" });
    await takeOrders([orderLine({ ...order, status: "PAID" }, day)]);
    await expectStale(approvalNo, itemNo);
  });

  it("the order was refunded meanwhile", async () => {
    await reconcileDay({ orders: [{ orderNo: "STALE2", cashMinor: 600n }] });
    const { approvalNo, itemNo } = await askAbout("STALE2", { resolution: "REVERSE_CAPTURE" });
    await takeOrders([
      { type: "refund", refundNo: "R-STALE2", orderNo: "STALE2", amountMinor: "100", status: "ACCEPTED" },
    ]);
    await expectStale(approvalNo, itemNo);
  });

  it("the marketing account lost the money that the voucher was planned with", async () => {
    const coupon = MEANS.marketing;
    await reconcileDay({
      orders: [{ orderNo: "STALE3", cashMinor: 700n, merchantCoupon: coupon, status: "CREATED", merchantNo: "M2" }],
      lines: [{ orderNo: "STALE3", amountMinor: 700n }],
    });
    const { approvalNo, itemNo } = await askAbout("STALE3", { resolution: "BOOK_TO_ORDER" });
    await reconcileDay({
      orders: [{ orderNo: "SPENT", cashMinor: 900n, merchantCoupon: coupon, merchantNo: "M2" }],
      lines: [{ orderNo: "SPENT", amountMinor: 900n }],
    });
    await expectStale(approvalNo, itemNo);
  });

  it("the counterpart of an offset was proposed for something else", async () => {
    await reconcileDay({
      orders: [{ orderNo: "STALE4", cashMinor: 800n }],
      lines: [{ orderNo: "X-STALE4", amountMinor: 800n }],
    });
    const counterpart = await openItemOf("STALE4");
    const offset = { resolution: "OFFSET", counterpartNo: counterpart.itemNo } as const;
    const { approvalNo, itemNo } = await askAbout("X-STALE4", offset);
    await askAbout("STALE4", { resolution: "CLAIM_FROM_CHANNEL" });
    await expectStale(approvalNo, itemNo);
  });

  it("but a counterpart beyond the checker's scope does not make it another request", async () => {
    await reconcileDay({
      orders: [
        { orderNo: "SCOPE1", cashMinor: 810n, merchantNo: "M1" },
        { orderNo: "SCOPE2", cashMinor: 810n, merchantNo: "M2", status: "CREATED" },
      ],
      lines: [{ orderNo: "SCOPE2", amountMinor: 810n }],
    });
    const counterpart = await openItemOf("SCOPE2");
    const { approvalNo } = await askAbout("SCOPE1", { resolution: "OFFSET", counterpartNo: counterpart.itemNo });
    expect(accepted(await approve(desk.people.scoped, approvalNo)).outcome).toBe("EXECUTED");
  });
});

describe("the same command", () => {
  it("is answered again and posts nothing again; its id with another input is refused", async () => {
    const { approvalNo, itemNo } = await ask();
    const commandId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => approve(desk.people.finance, approvalNo, { commandId })),
    );
    expect(new Set(answers.map((answer) => accepted(answer).voucherNo)).size).toBe(1);
    expect(await vouchersOf(itemNo)).toBe(1);
    const other = { approvalNo, expectedVersion: 1, verdict: "REJECT", note: "no" } as const;
    expect(await decideAs(desk.people.finance, other, commandId)).toMatchObject({
      refusal: { code: "command_id_reused" },
    });
  });
});

describe("two checkers at once, a hundred times", () => {
  const ROUNDS = 100;

  it("exactly one voucher each", async () => {
    const keys = Array.from({ length: ROUNDS }, (_, index) => `X-RACE-${index}`);
    await reconcileDay({ lines: keys.map((orderNo, index) => ({ orderNo, amountMinor: 100n + BigInt(index) })) });
    const before = await postedOf("2243");
    const { finance, finance2 } = desk.people;
    for (const key of keys) {
      const { approvalNo, itemNo } = await askAbout(key, REFUND);
      const answers = await Promise.all([finance, finance2].map((checker) => approve(checker, approvalNo)));
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      const refused = answers.find((answer) => !answer.ok);
      invariant(refused && !refused.ok, "one came too late");
      expect(refused.refusal.code).toBe("approval_closed");
      expect(await vouchersOf(itemNo)).toBe(1);
    }
    const sum = BigInt(ROUNDS * 100 + (ROUNDS * (ROUNDS - 1)) / 2);
    expect((await postedOf("2243")) - before).toBe(sum);
    expect(await suspenseDifferences()).toEqual([]);
  });

  it("approve against reject: one of them, and a voucher only with an approval", async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `X-DUEL-${index}`);
    await reconcileDay({ lines: keys.map((orderNo) => ({ orderNo, amountMinor: 50n })) });
    for (const key of keys) {
      const { approvalNo, itemNo } = await askAbout(key, REFUND);
      const [approved, rejected] = await Promise.all([
        approve(desk.people.finance, approvalNo),
        reject(desk.people.finance2, approvalNo, "no"),
      ]);
      expect([approved.ok, rejected.ok].filter(Boolean)).toHaveLength(1);
      expect(await vouchersOf(itemNo)).toBe(approved.ok ? 1 : 0);
      expect((await itemOf(itemNo)).status).toBe(approved.ok ? "RESOLVED" : "INVESTIGATING");
    }
  });

  it("against a reconciliation that explains the item: closed once, by one of them", async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `X-NEWS-${index}`);
    await reconcileDay({ lines: keys.map((orderNo) => ({ orderNo, amountMinor: 70n })) });
    for (const key of keys) {
      const { approvalNo, itemNo } = await askAbout(key, REFUND);
      const [answer] = await Promise.all([
        approve(desk.people.finance, approvalNo),
        reconcileDay({ orders: [{ orderNo: key, cashMinor: 70n }] }),
      ]);
      const { status } = await itemOf(itemNo);
      const isPosted = answer.ok && answer.value.outcome === "EXECUTED";
      expect(status).toBe(isPosted ? "RESOLVED" : "AUTO_RESOLVED");
      expect(await statusOf(approvalNo)).toBe(isPosted ? "EXECUTED" : "STALE");
      expect(await vouchersOf(itemNo)).toBe(isPosted ? 1 : 0);
      expect(await suspenseDifferences()).toEqual([]);
    }
  });
});
