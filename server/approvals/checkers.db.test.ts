import { randomUUID } from "node:crypto";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proposePolicyInput } from "@/contracts/approval-policy";
import type { Actor } from "@/core/permissions/actor";
import { openSecret } from "@/server/auth/totp";
import { beginTotp } from "@/server/commands/begin-totp";
import { confirmTotp } from "@/server/commands/confirm-totp";
import { decideApproval } from "@/server/commands/decide-approval";
import { lendSignature } from "@/server/commands/lend-signature";
import { proposeApprovalPolicy } from "@/server/commands/propose-approval-policy";
import { reviewApproval } from "@/server/commands/review-approval";
import { revokeDelegation } from "@/server/commands/revoke-delegation";
import { getPolicyPage } from "@/server/queries/get-approval-policy";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { approveAs, askAbout, askToRefund, rejectAs, unknownPayments } from "@/tests/approval-fixture";
import { addUser, as, NOON } from "@/tests/command-context";
import { accepted, by, type Desk, itemOf, openDesk, reconcileDay } from "@/tests/desk-fixture";

process.env.AUTH_SECRET ??= "a secret of tests that is long enough to seal with";
const LARGE = 6_000_000n;
let desk: Desk;
let admin: Actor;
beforeAll(async () => {
  desk = await openDesk();
  admin = await addUser(desk.db.ownerPool, "boss", "ADMIN");
});
afterAll(() => desk.db.drop());

const sql = (text: string, params: unknown[] = []) => desk.db.ownerPool.query(text, params);

describe("between the page and the click", () => {
  it("who was disabled, or lost the role, is refused on that click", async () => {
    const { approvalNo } = await askToRefund(desk);
    const late = await addUser(desk.db.ownerPool, "late", "FINANCE");
    await sql("UPDATE users SET disabled_at = now() WHERE id = $1", [late.userId]);
    expect(await approveAs(late, approvalNo)).toMatchObject({ refusal: { code: "checker_disabled" } });
    await sql("UPDATE users SET disabled_at = NULL WHERE id = $1", [late.userId]);
    await sql("DELETE FROM user_roles WHERE user_id = $1", [late.userId]);
    expect(await approveAs(late, approvalNo)).toMatchObject({ refusal: { code: "checker_role_missing" } });
    await sql("INSERT INTO user_roles VALUES ($1, 'FINANCE')", [late.userId]);
    expect(accepted(await approveAs(late, approvalNo)).outcome).toBe("EXECUTED");
  });

  it("a first signature whose giver lost the right since makes the request void at the second", async () => {
    const gone = await addUser(desk.db.ownerPool, "gone", "FINANCE");
    const { approvalNo, itemNo } = await askToRefund(desk, { amountMinor: LARGE });
    expect(accepted(await approveAs(gone, approvalNo)).outcome).toBe("SIGNED");
    await sql("UPDATE users SET disabled_at = now() WHERE id = $1", [gone.userId]);
    expect(accepted(await approveAs(desk.people.lead, approvalNo)).outcome).toBe("STALE");
    expect((await itemOf(itemNo)).status).toBe("INVESTIGATING");
  });
});

describe("who may not", () => {
  it("whoever proposed about the item before, or took it on", async () => {
    const { finance, finance2, maker } = desk.people;
    const [key = ""] = await unknownPayments(1);
    const first = await askAbout(finance, key, { resolution: "REFUND_TO_PAYER" });
    accepted(await rejectAs(finance2, first.approvalNo));
    const second = await askAbout(maker, key, { resolution: "REFUND_TO_PAYER" });
    expect(await approveAs(finance, second.approvalNo)).toMatchObject({ refusal: { code: "checker_is_editor" } });
    expect(accepted(await approveAs(finance2, second.approvalNo)).outcome).toBe("EXECUTED");
  });

  it("above ¥1,000 not who looks after the merchant", async () => {
    const keeper = await addUser(desk.db.ownerPool, "keeper", "FINANCE");
    await sql("INSERT INTO user_scopes VALUES ($1, 'M1')", [keeper.userId]);
    const scoped = { ...keeper, scope: ["M1"] };
    await reconcileDay({
      orders: [
        { orderNo: "PF1", cashMinor: 90_000n },
        { orderNo: "PF2", cashMinor: 100_001n, merchantNo: "M1" },
      ],
    });
    const small = await askAbout(desk.people.maker, "PF1", { resolution: "REVERSE_CAPTURE" });
    expect(accepted(await approveAs(scoped, small.approvalNo)).outcome).toBe("EXECUTED");
    const large = await askAbout(desk.people.maker, "PF2", { resolution: "REVERSE_CAPTURE" });
    expect(await approveAs(scoped, large.approvalNo)).toMatchObject({ refusal: { code: "checker_has_portfolio" } });
    expect(accepted(await approveAs(desk.people.finance, large.approvalNo)).outcome).toBe("EXECUTED");
  });
});

it("many requests for one merchant within a day count together: the one that passes the limit asks for two", async () => {
  const orders = Array.from({ length: 4 }, (_, index) => ({
    orderNo: `CU${index}`,
    cashMinor: 2_000_000n,
    merchantNo: "M2",
  }));
  await reconcileDay({ orders });
  const asked = [];
  for (const { orderNo } of orders)
    asked.push(await askAbout(desk.people.maker, orderNo, { resolution: "REVERSE_CAPTURE" }));
  expect(asked.map((one) => one.requiredRoles.length)).toEqual([1, 1, 2, 2]);
  const sums = await reader.query(
    "SELECT summed_minor AS sum FROM approvals WHERE approval_no = ANY ($1) ORDER BY id",
    [asked.map((one) => one.approvalNo)],
  );
  expect(sums).toEqual([2, 4, 6, 8].map((times) => ({ sum: BigInt(times) * 1_000_000n })));
  // A day later they no longer do.
  await sql("ALTER TABLE approvals DISABLE TRIGGER USER");
  await sql("UPDATE approvals SET asked_at = asked_at - interval '25 hours' WHERE payee = 'merchant M2'");
  await sql("ALTER TABLE approvals ENABLE TRIGGER USER");
  await reconcileDay({ orders: [{ orderNo: "CU9", cashMinor: 2_000_000n, merchantNo: "M2" }] });
  expect((await askAbout(desk.people.maker, "CU9", { resolution: "REVERSE_CAPTURE" })).requiredRoles).toEqual([
    "FINANCE",
  ]);
});

describe("a lent signature", () => {
  const today = NOON.toISOString().slice(0, 10);
  const lend = (lender: Actor, delegateLogin: string, more: { startsOn?: string; endsOn?: string } = {}) => {
    const days = { startsOn: "2020-01-01", endsOn: "2020-01-20", ...more };
    return lendSignature(by(lender), { commandId: randomUUID(), delegateLogin, reason: "away", ...days });
  };
  /** From yesterday to tomorrow by the database's clock, which decides. */
  async function lendNow(lender: Actor, delegateLogin: string): Promise<string> {
    const [days] = await reader.query<{ from: string; to: string }>(
      "SELECT (now() - interval '1 day')::date::text AS from, (now() + interval '1 day')::date::text AS to",
    );
    accepted(await lend(lender, delegateLogin, { startsOn: days?.from ?? today, endsOn: days?.to ?? today }));
    const [row] = await reader.query<{ id: bigint }>("SELECT max(id) AS id FROM approval_delegations");
    return `${row?.id}`;
  }

  it("is refused: to oneself, to who checks nothing, to nobody, too long, by who signs nothing", async () => {
    const { lead, maker } = desk.people;
    expect(await lend(lead, "lead")).toMatchObject({ refusal: { code: "delegate_is_self" } });
    expect(await lend(lead, "maker")).toMatchObject({ refusal: { code: "delegate_signs_nothing" } });
    expect(await lend(lead, "nobody")).toMatchObject({ refusal: { code: "user_unknown" } });
    expect(await lend(lead, "finance", { endsOn: "2020-02-15" })).toMatchObject({
      refusal: { code: "delegation_too_long" },
    });
    expect(await lend(maker, "finance")).toMatchObject({ refusal: { code: "not_permitted" } });
  });

  it("signs in the lender's place within its days, never what either proposed, and never beside the lender", async () => {
    const { finance, finance2, lead, lead2 } = desk.people;
    accepted(await lend(lead, "finance"));
    const past = await askToRefund(desk, { amountMinor: LARGE });
    accepted(await approveAs(finance2, past.approvalNo));
    expect(await approveAs(finance, past.approvalNo)).toMatchObject({ refusal: { code: "checker_role_missing" } });

    const id = await lendNow(lead, "finance");
    expect(accepted(await approveAs(finance, past.approvalNo)).outcome).toBe("EXECUTED");
    expect(
      await reader.query(
        `SELECT as_role, on_behalf_of::text AS lender FROM approval_decisions d JOIN approvals a ON a.id = d.approval_id
         WHERE approval_no = $1 ORDER BY d.id`,
        [past.approvalNo],
      ),
    ).toEqual([
      { as_role: "FINANCE", lender: null },
      { as_role: "FINANCE_LEAD", lender: lead.userId },
    ]);
    const leads = await askToRefund(desk, { amountMinor: LARGE, maker: lead });
    // The lead's own request: their delegate is excluded altogether.
    expect(await approveAs(finance, leads.approvalNo)).toMatchObject({ refusal: { code: "checker_is_delegate" } });
    const beside = await askToRefund(desk, { amountMinor: LARGE });
    accepted(await approveAs(lead, beside.approvalNo));
    expect(accepted(await approveAs(finance, beside.approvalNo)).outcome).toBe("EXECUTED");
    const own = await askToRefund(desk, { amountMinor: LARGE, maker: finance });
    expect(await approveAs(finance, own.approvalNo)).toMatchObject({ refusal: { code: "checker_is_maker" } });

    accepted(await revokeDelegation(by(lead), { commandId: randomUUID(), delegationId: id }));
    const later = await askToRefund(desk, { amountMinor: LARGE });
    accepted(await approveAs(finance2, later.approvalNo));
    expect(await approveAs(finance, later.approvalNo)).toMatchObject({ refusal: { code: "checker_role_missing" } });
    expect(accepted(await approveAs(lead2, later.approvalNo)).outcome).toBe("EXECUTED");
  });

  it("no administrator comes to money by it, and none is lent by the database's own hand to oneself", async () => {
    await lendNow(desk.people.lead, "boss");
    const { approvalNo } = await askToRefund(desk);
    expect(await approveAs(admin, approvalNo)).toMatchObject({ refusal: { code: "checker_role_missing" } });
    await expect(sql("UPDATE approval_delegations SET ends_at = ends_at + interval '1 day'")).rejects.toMatchObject({
      code: "CD031",
    });
    await expect(sql("DELETE FROM approval_delegations")).rejects.toMatchObject({ code: "CD031" });
  });
});

/** Another version of the rules, signed by the administrator. */
async function changePolicy(change: (rules: Rule[]) => Rule[], breakGlass = false): Promise<void> {
  const { current } = await getPolicyPage();
  const rules = change(
    current.rules.map(({ upToMinor: _, ...rule }) => ({
      ...rule,
      seats: [...rule.seats],
      excludes: [...rule.excludes],
    })),
  );
  const raw = { commandId: randomUUID(), baseVersion: current.version, rules, breakGlass, reason: "as agreed" };
  const { approvalNo } = accepted(await proposeApprovalPolicy(by(desk.people.lead2), proposePolicyInput.parse(raw)));
  expect(await approveAs(desk.people.finance, approvalNo)).toMatchObject({ refusal: { code: "checker_role_missing" } });
  expect(accepted(await approveAs(admin, approvalNo)).outcome).toBe("EXECUTED");
}
type Rule = { act: string; asset: string | null; upTo: string; seats: string[]; excludes: string[]; stepUp: boolean };

describe("the rules themselves", () => {
  it("are changed by an administrator's or lead's signature, and count for what is asked from then on", async () => {
    const before = await askToRefund(desk, { amountMinor: 200_000n });
    const band = (rule: Rule) => rule.act === "SUSPENSE_RESOLUTION" && rule.upTo === "50000.00";
    await changePolicy((rules) =>
      rules.map((rule) => (band(rule) ? { ...rule, seats: ["FINANCE", "FINANCE_LEAD"] } : rule)),
    );
    const after = await askToRefund(desk, { amountMinor: 200_000n });
    expect([before.requiredRoles, after.requiredRoles]).toEqual([["FINANCE"], ["FINANCE", "FINANCE_LEAD"]]);
    expect(accepted(await approveAs(desk.people.finance, before.approvalNo)).outcome).toBe("EXECUTED");
  });

  it("are refused where an act would go unasked, a larger sum would need fewer, or an administrator sign for money", async () => {
    const { current } = await getPolicyPage();
    const rules = current.rules.map(({ upToMinor: _, ...rule }) => ({
      ...rule,
      seats: [...rule.seats],
      excludes: [...rule.excludes],
    }));
    const parse = (changed: object[]) =>
      proposePolicyInput.safeParse({
        commandId: randomUUID(),
        baseVersion: 1,
        rules: changed,
        breakGlass: false,
        reason: "x",
      }).success;
    expect(parse(rules)).toBe(true);
    expect(parse(rules.filter((rule) => rule.act !== "REPAYOUT"))).toBe(false);
    expect(parse(rules.filter((rule) => !(rule.act === "REPAYOUT" && rule.asset === "CNY" && rule.upTo === "")))).toBe(
      false,
    );
    expect(
      parse(
        rules.map((rule) => (rule.act === "ADJUSTMENT" && rule.upTo === "" ? { ...rule, seats: ["FINANCE"] } : rule)),
      ),
    ).toBe(true);
    expect(
      parse(
        rules.map((rule) =>
          rule.act === "ADJUSTMENT" && rule.upTo === "1000.00" ? { ...rule, seats: ["FINANCE_LEAD"] } : rule,
        ),
      ),
    ).toBe(false);
    expect(parse(rules.map((rule) => (rule.act === "ADJUSTMENT" ? { ...rule, seats: ["ADMIN_OR_LEAD"] } : rule)))).toBe(
      false,
    );
    expect(parse([...rules, rules[0] ?? {}])).toBe(false);
  });
});

describe("a one-time password", () => {
  const at = (seconds: number) => new Date(NOON.getTime() + seconds * 1_000);
  async function secretOf(actor: Actor): Promise<string> {
    const [row] = await reader.query<{ sealed: string }>(
      "SELECT sealed_secret AS sealed FROM user_totps WHERE user_id = $1",
      [actor.userId],
    );
    expect(row?.sealed).not.toMatch(/^[A-Z2-7]{16,}$/);
    // Bound to its user: in another's row it does not open.
    expect(openSecret(row?.sealed ?? "", "0")).toBeNull();
    return openSecret(row?.sealed ?? "", actor.userId ?? "") ?? "";
  }
  const codeAt = (secret: string, seconds: number) =>
    generateSync({ secret, epoch: Math.floor(at(seconds).getTime() / 1_000) });
  async function signAt(actor: Actor, approvalNo: string, seconds: number, code?: string) {
    const commandId = randomUUID();
    const input = {
      commandId,
      approvalNo,
      expectedVersion: 1,
      verdict: "APPROVE",
      note: "",
      ...(code ? { code } : {}),
    } as const;
    return decideApproval(as(actor, commandId, at(seconds)), input);
  }

  it("is asked for above a limit, is for one decision, and is never taken twice", async () => {
    const { finance, lead } = desk.people;
    await changePolicy((rules) =>
      rules.map((rule) => (rule.act === "SUSPENSE_RESOLUTION" && rule.upTo === "" ? { ...rule, stepUp: true } : rule)),
    );
    const [first, second] = [
      await askToRefund(desk, { amountMinor: LARGE }),
      await askToRefund(desk, { amountMinor: LARGE }),
    ];
    expect(await signAt(finance, first.approvalNo, 0, "123456")).toMatchObject({
      refusal: { code: "totp_not_set_up" },
    });
    for (const actor of [finance, lead]) {
      accepted(await beginTotp(as(actor, randomUUID(), at(0)), { commandId: randomUUID() }));
      const secret = await secretOf(actor);
      const wrong = { commandId: randomUUID(), code: codeAt(secret, 9_000) };
      expect(await confirmTotp(as(actor, randomUUID(), at(0)), wrong)).toMatchObject({
        refusal: { code: "totp_wrong" },
      });
      accepted(await confirmTotp(as(actor, randomUUID(), at(0)), { commandId: randomUUID(), code: codeAt(secret, 0) }));
    }
    const secret = await secretOf(finance);
    expect(await signAt(finance, first.approvalNo, 30)).toMatchObject({ refusal: { code: "totp_missing" } });
    // The password that confirmed the device is used up.
    expect(await signAt(finance, first.approvalNo, 0, codeAt(secret, 0))).toMatchObject({
      refusal: { code: "totp_wrong" },
    });
    expect(accepted(await signAt(finance, first.approvalNo, 60, codeAt(secret, 60))).outcome).toBe("SIGNED");
    expect(await signAt(finance, second.approvalNo, 61, codeAt(secret, 60))).toMatchObject({
      refusal: { code: "totp_wrong" },
    });
    // A refused decision uses nothing up.
    expect(await signAt(finance, first.approvalNo, 90, codeAt(secret, 90))).toMatchObject({
      refusal: { code: "checker_decided_already" },
    });
    expect(accepted(await signAt(finance, second.approvalNo, 90, codeAt(secret, 90))).outcome).toBe("SIGNED");
    expect(accepted(await signAt(lead, first.approvalNo, 120, codeAt(await secretOf(lead), 120))).outcome).toBe(
      "EXECUTED",
    );
    // Rejecting needs none.
    expect(accepted(await rejectAs(desk.people.lead2, second.approvalNo)).outcome).toBe("REJECTED");
  });

  it("the database takes no signature without it, and no step back; five wrong ones lock", async () => {
    const { finance } = desk.people;
    await expect(sql("UPDATE user_totps SET last_step = 0")).rejects.toMatchObject({ code: "CD033" });
    const { approvalNo } = await askToRefund(desk, { amountMinor: LARGE });
    const client = await desk.db.pool.connect();
    const commandId = randomUUID();
    await client.query("BEGIN");
    await client.query("INSERT INTO receipts (command_id, name, input_hash, actor_id) VALUES ($1, 'x', '', $2)", [
      commandId,
      finance.userId,
    ]);
    const forged = client.query(
      `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, command_id)
       SELECT id, $2, maker_id, 'FINANCE', 'APPROVE', '', $3 FROM approvals WHERE approval_no = $1`,
      [approvalNo, finance.userId, commandId],
    );
    await expect(forged).rejects.toMatchObject({ code: "CD033" });
    await client.query("ROLLBACK");
    client.release();
    for (let times = 0; times < 5; times += 1) await signAt(finance, approvalNo, 9_000 + times * 30, "000000");
    const right = codeAt(await secretOf(finance), 20_000);
    expect(await signAt(finance, approvalNo, 20_000, right)).toMatchObject({ refusal: { code: "totp_locked" } });
  });
});

describe("alone in an emergency", () => {
  const review = (actor: Actor, approvalNo: string) =>
    reviewApproval(by(actor), {
      commandId: randomUUID(),
      approvalNo,
      verdict: "JUSTIFIED",
      note: "the bank was closing",
    });

  it("is off until the rules allow it; then a lead alone, with a reason, and a review afterwards", async () => {
    const { finance, lead, lead2, auditor, maker } = desk.people;
    await changePolicy((rules) => rules.map((rule) => ({ ...rule, stepUp: false })));
    const { approvalNo, itemNo } = await askToRefund(desk, { amountMinor: LARGE });
    const alone = { breakGlass: true, note: "the bank closes in ten minutes" } as const;
    expect(await approveAs(lead, approvalNo, alone)).toMatchObject({ refusal: { code: "break_glass_off" } });
    await changePolicy((rules) => rules, true);
    expect(await approveAs(finance, approvalNo, alone)).toMatchObject({ refusal: { code: "break_glass_lead_only" } });
    expect(await approveAs(lead, approvalNo, { breakGlass: true })).toMatchObject({
      refusal: { code: "break_glass_reason_missing" },
    });
    const small = await askToRefund(desk);
    expect(await approveAs(lead, small.approvalNo, alone)).toMatchObject({ refusal: { code: "break_glass_needless" } });
    const own = await askToRefund(desk, { amountMinor: LARGE, maker: lead });
    expect(await approveAs(lead, own.approvalNo, alone)).toMatchObject({ refusal: { code: "checker_is_maker" } });
    expect(accepted(await approveAs(lead, approvalNo, alone)).outcome).toBe("EXECUTED");
    expect((await itemOf(itemNo)).status).toBe("RESOLVED");
    expect(await review(lead, approvalNo)).toMatchObject({ refusal: { code: "reviewer_involved" } });
    expect(await review(maker, approvalNo)).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await review(lead2, small.approvalNo)).toMatchObject({ refusal: { code: "review_not_open" } });
    accepted(await review(auditor, approvalNo));
    expect(await review(lead2, approvalNo)).toMatchObject({ refusal: { code: "review_not_open" } });
    await changePolicy((rules) => rules, false);
    const again = await askToRefund(desk, { amountMinor: LARGE });
    expect(await approveAs(lead, again.approvalNo, alone)).toMatchObject({ refusal: { code: "break_glass_off" } });
  });
});

it("after all that the books prove", async () => {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});
