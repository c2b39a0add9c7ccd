import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { invariant } from "@/core/result";
import { decideApproval } from "@/server/commands/decide-approval";
import { expireApprovals } from "@/server/commands/expire-approvals";
import { withdrawApproval } from "@/server/commands/withdraw-approval";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { type Asked, askAbout, unknownPayments } from "@/tests/approval-fixture";
import { asSystem } from "@/tests/command-context";
import { by, type Desk, openDesk, suspenseDifferences } from "@/tests/desk-fixture";

/**
 * Random lives of requests on the real thing, beside a reference of a few lines that knows who may sign what. The pure
 * engine takes 5,000 of them (core/approvals/sequences.test.ts); here each step is a command on PostgreSQL, so that fewer
 * run by themselves. `DESK_SEQUENCES` asks for more.
 */
const SEQUENCES = Number(process.env.DESK_SEQUENCES ?? 40);
const CHECKERS = ["maker", "finance", "finance2", "lead", "lead2", "auditor"] as const;
type Name = (typeof CHECKERS)[number];
type Step = {
  readonly do: "sign" | "reject" | "withdraw" | "disable" | "enable" | "change" | "expire";
  readonly who: Name;
};
const steps = fc.array(
  fc.record({
    do: fc.constantFrom<Step["do"]>(
      "sign",
      "sign",
      "sign",
      "sign",
      "reject",
      "withdraw",
      "disable",
      "enable",
      "change",
      "expire",
    ),
    who: fc.constantFrom(...CHECKERS),
  }),
  { minLength: 2, maxLength: 8 },
);

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

/** What should be, by the rules in words: finance signs; above the limit a lead as well; two different people. */
class Reference {
  status = "PENDING";
  isChanged = false;
  isExpired = false;
  signed: Name[] = [];
  readonly disabled = new Set<Name>();
  constructor(readonly needed: number) {}

  isLead(who: Name): boolean {
    return who === "lead" || who === "lead2";
  }
  canSign(who: Name): boolean {
    if (who === "maker" || who === "auditor" || this.disabled.has(who) || this.signed.includes(who)) return false;
    // A lead takes the lead's place first; who is of finance needs that finance has not signed.
    const financeSigned = this.signed.length > 0 && !this.signed.some((one) => this.isLead(one));
    return this.isLead(who) || !financeSigned;
  }
  take({ do: act, who }: Step): void {
    if (act === "disable") this.disabled.add(who);
    if (act === "enable") this.disabled.delete(who);
    if (act === "change") this.isChanged = true;
    if (this.status !== "PENDING") return;
    if (act === "expire") this.status = "EXPIRED";
    if (act === "withdraw" && who === "maker") this.status = "WITHDRAWN";
    if ((act !== "sign" && act !== "reject") || !this.canSign(who)) return;
    if (act === "reject") this.status = "REJECTED";
    else if (this.isChanged || this.signed.some((one) => this.disabled.has(one))) this.status = "STALE";
    else {
      this.signed.push(who);
      if (this.signed.length === this.needed) this.status = "EXECUTED";
    }
  }
}

async function takeReally({ approvalNo, itemNo }: Asked, { do: act, who }: Step): Promise<void> {
  const actor: Actor = desk.people[who];
  const owner = desk.db.ownerPool;
  const commandId = randomUUID();
  const [row] = await reader.query<{ version: number }>("SELECT version FROM approvals WHERE approval_no = $1", [
    approvalNo,
  ]);
  invariant(row, "the request is there");
  const request = { commandId, approvalNo, expectedVersion: row.version };
  if (act === "sign" || act === "reject") {
    const verdict = act === "sign" ? "APPROVE" : "REJECT";
    await decideApproval(by(actor, commandId), { ...request, verdict, note: "because" });
  }
  if (act === "withdraw") await withdrawApproval(by(actor, commandId), request);
  if (act === "disable") await owner.query("UPDATE users SET disabled_at = now() WHERE id = $1", [actor.userId]);
  if (act === "enable") await owner.query("UPDATE users SET disabled_at = NULL WHERE id = $1", [actor.userId]);
  if (act === "change")
    await owner.query("UPDATE suspense_items SET version = version + 1 WHERE item_no = $1", [itemNo]);
  if (act === "expire") {
    await owner.query("ALTER TABLE approvals DISABLE TRIGGER lawful");
    await owner.query("UPDATE approvals SET expires_at = now() WHERE approval_no = $1 AND status = 'PENDING'", [
      approvalNo,
    ]);
    await owner.query("ALTER TABLE approvals ENABLE TRIGGER lawful");
    await expireApprovals(asSystem(commandId), {});
  }
}

it(`${SEQUENCES} sequences of commands end as the reference says, with one voucher exactly where it says EXECUTED`, async () => {
  const tally: Record<string, number> = {};
  const small = await unknownPayments(SEQUENCES, 900n);
  const large = await unknownPayments(SEQUENCES, 6_000_000n);
  await fc.assert(
    fc.asyncProperty(fc.boolean(), steps, async (isLarge, sequence) => {
      await desk.db.ownerPool.query("UPDATE users SET disabled_at = NULL");
      const key = (isLarge ? large : small).pop() ?? "";
      const asked = await askAbout(desk.people.maker, key, { resolution: "REFUND_TO_PAYER" });
      const reference = new Reference(asked.requiredRoles.length);
      for (const step of sequence) {
        reference.take(step);
        await takeReally(asked, step);
        const [row] = await reader.query<{ status: string; vouchers: number }>(
          `SELECT a.status, (SELECT count(*)::int FROM vouchers WHERE approval_id = a.id) AS vouchers FROM approvals a WHERE approval_no = $1`,
          [asked.approvalNo],
        );
        expect(row).toEqual({ status: reference.status, vouchers: reference.status === "EXECUTED" ? 1 : 0 });
      }
      tally[reference.status] = (tally[reference.status] ?? 0) + 1;
    }),
    { numRuns: SEQUENCES, endOnFailure: true },
  );
  expect(tally.EXECUTED ?? 0).toBeGreaterThan(0);
  expect(await suspenseDifferences()).toEqual([]);
  const { checks } = await verifyBooks(reader);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});
