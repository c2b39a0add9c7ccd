import "server-only";
import { z } from "zod";
import type { ApprovalDescriptionDto } from "@/contracts/approval-views";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { accept, invariant, type Result } from "@/core/result";
import { CLAIM_ACTS, type ClaimAct, outstandingOf } from "@/core/suspense/claim";
import { type ActDefinition, type DependedObject, defineAct } from "@/server/approvals/act";
import { observeClaim } from "@/server/approvals/objects/observe-claim";
import { observePlan } from "@/server/approvals/objects/observe-plan";
import { appendAudit } from "@/server/audit/append-audit";
import { enqueue } from "@/server/outbox/enqueue";
import { claimUnknown, findClaim, lockClaim, moveClaim } from "@/server/store/claims";
import { postVouchers } from "@/server/store/post-vouchers";
import { loadClaimMovement } from "@/server/suspense/load-claim-movement";
import type { DbReader } from "@/server/transact";
import { listEditors } from "./suspense-request";

/** What a request froze, as far as it is read again; its lines are compared as a whole. */
const movement = z.looseObject({
  claimNo: z.string(),
  act: z.enum(CLAIM_ACTS),
  amountMinor: z.string().transform((digits) => BigInt(digits)),
  asset: z.string(),
  lines: z.array(z.object({ side: z.enum(["DEBIT", "CREDIT"]), accountNo: z.string(), amountMinor: z.string() })),
});
type Movement = z.output<typeof movement>;

const ACTION_OF = { RECOVERY: "claim.recovered", WRITE_OFF: "claim.written_off" } as const satisfies Record<
  ClaimAct,
  string
>;

/** A part of a claim, or all of it, has come to the bank. */
export const claimRecovery = defineAct({ ...movementAct("CLAIM_RECOVERY"), name: "CLAIM_RECOVERY" });
/** What is left of a claim, or a part of it, is given up: it becomes our loss. */
export const claimWriteOff = defineAct({ ...movementAct("CLAIM_WRITE_OFF"), name: "CLAIM_WRITE_OFF" });

function movementAct(ruledAct: "CLAIM_RECOVERY" | "CLAIM_WRITE_OFF") {
  return {
    proposedWith: "suspense.propose",
    payload: movement,
    object: ({ claimNo }) => ({ type: "claim", no: claimNo }),
    async weigh(db, { claimNo, amountMinor, asset }) {
      const claim = await findClaim(db, null, claimNo);
      invariant(claim, `${claimNo} was just planned`);
      const editorIds = await listEditors(db, claim.itemNo);
      return { ruledAct, amount: { amountMinor, asset }, payee: null, merchantId: claim.merchantId, editorIds };
    },
    async lock(tx, { claimNo }) {
      await lockClaim(tx, claimNo);
    },
    observe: observeMovement,
    async execute(tx, payload, approval) {
      const { claimNo, act, amountMinor } = payload;
      const loaded = await loadClaimMovement(tx, null, claimNo, payload);
      invariant(loaded.ok, `${approval.approvalNo} was just compared with the facts`);
      const { claim, plan, owner } = loaded.value;
      const [voucher] = await postVouchers(tx, [
        {
          event: plan.event,
          key: `claim:${approval.approvalNo}`,
          amounts: { amount: amountMinor },
          asset: claim.asset,
          owner,
          on: accountingDayOf(tx.context.now),
          occurredAt: tx.context.now,
          objectType: "claim",
          objectNo: claimNo,
          approvalId: approval.id,
        },
      ]);
      invariant(voucher && !voucher.existed, `${approval.approvalNo} is executed once`);
      const { voucherId, voucherNo } = voucher;
      const { becomes, leftMinor } = plan;
      const moved = await moveClaim(tx, claim, { kind: act, amountMinor, becomes, voucherId, approvalId: approval.id });
      invariant(moved, `claim ${claimNo} is locked and open`);
      const detail = { amountMinor: `${amountMinor}`, leftMinor: `${leftMinor}`, voucherNo, reason: approval.reason };
      await appendAudit(tx, { action: ACTION_OF[act], objectType: "claim", objectNo: claimNo, detail });
      await enqueue(tx, "books.prove", { voucherNo });
      return accept({ voucherNo });
    },
    describe: describeMovement,
  } satisfies Omit<ActDefinition<Movement>, "name">;
}

/** The claim with what is owed on it, and the plan: the very lines that would be posted. */
async function observeMovement(db: DbReader, payload: Movement): Promise<Result<readonly DependedObject[]>> {
  const { claimNo } = payload;
  const claim = await observeClaim(db, claimNo);
  if (!claim) return claimUnknown(claimNo);
  return accept([claim, observePlan(claimNo, await loadClaimMovement(db, null, claimNo, payload))]);
}

/** How much now, and what is owed before and after; for one that has ended only what was asked for. */
async function describeMovement(db: DbReader, payload: Movement): Promise<ApprovalDescriptionDto> {
  const { claimNo, amountMinor, asset, lines } = payload;
  const loaded = await loadClaimMovement(db, null, claimNo, payload);
  const money = (minor: bigint) => ({ kind: "amount", amountMinor: `${minor}`, asset }) as const;
  const state = (status: string) => ({ kind: "message", key: `act.SUSPENSE_REOPENING.value.${status}` }) as const;
  const amount = { field: "amount", before: null, after: money(amountMinor) };
  const subject = { kind: "object", object: "claim", no: claimNo } as const;
  if (!loaded.ok) return { subject, changes: [amount], lines };
  const { claim, plan } = loaded.value;
  return {
    subject,
    changes: [
      amount,
      { field: "outstanding", before: money(outstandingOf(claim)), after: money(plan.leftMinor) },
      { field: "status", before: state(claim.status), after: state(plan.becomes) },
    ],
    lines,
  };
}
