import "server-only";
import type { PutForwardPayoutInput } from "@/contracts/payouts";
import { accountingDayOf } from "@/core/calendar/settlement-day";
import { decidePayout } from "@/core/payouts/decide-payout";
import { accept, refuse } from "@/core/result";
import { payoutAct } from "@/server/approvals/acts/payout";
import { type Proposed, proposeApproval } from "@/server/approvals/propose-approval";
import { appendAudit } from "@/server/audit/append-audit";
import { defineCommand } from "@/server/command";
import { loadParties, readFacts } from "@/server/payouts/load-payout";
import { planPayout } from "@/server/payouts/plan-payout";
import { lockPayout, movePayout, payoutChanged, payoutUnknown } from "@/server/store/payouts";

/**
 * Sends a payout that another system asked for on its way to a checker. Only a person proposes: a machine's wish above the limits
 * has two people who looked at it, this one and the checker.
 */
export const putForwardPayout = defineCommand<PutForwardPayoutInput, Proposed & { payoutNo: string }>({
  action: "payout.put_forward",
  permission: "payout.ask",
  object: ({ payoutNo }) => ({ type: "payout", no: payoutNo }),
  toHashed: ({ payoutNo, expectedVersion, reason }) => ({ payoutNo, expectedVersion, reason }),
  async effect(tx, { payoutNo, expectedVersion, reason }) {
    const payout = await lockPayout(tx, payoutNo, tx.context.actor.scope);
    if (!payout) return payoutUnknown(payoutNo);
    const { status, version, merchantNo, asset, payeeRef, channel, requestedAt } = payout;
    if (status !== "REQUESTED") {
      return refuse("payout_not_requested", `${payoutNo} is ${status} and waits for nobody.`, { payoutNo, status });
    }
    if (version !== expectedVersion) return payoutChanged(payoutNo);
    const parties = await loadParties(tx, null, { merchantNo, asset, payee: payeeRef, channel });
    if (!parties.ok) return parties;
    const facts = await readFacts(tx, parties.value, payout, { on: accountingDayOf(requestedAt), exceptNo: payoutNo });
    const decided = decidePayout(facts);
    if (!decided.ok) return decided;
    const payload = planPayout(payoutNo, parties.value, facts, decided.value.looks);
    const proposed = await proposeApproval(tx, payoutAct.bind(payload), reason, (request) => {
      const detail = { ...request, reason };
      return [{ action: "payout.put_forward", objectType: "payout", objectNo: payoutNo, detail }];
    });
    return proposed.ok ? accept({ payoutNo, ...proposed.value }) : proposed;
  },
});

/** Turns down a payout that another system asked for and that waits for nobody yet: nothing has moved, and nothing will. */
export const dropPayout = defineCommand<PutForwardPayoutInput, { payoutNo: string }>({
  action: "payout.drop",
  permission: "payout.ask",
  object: ({ payoutNo }) => ({ type: "payout", no: payoutNo }),
  toHashed: ({ payoutNo, expectedVersion, reason }) => ({ payoutNo, expectedVersion, reason }),
  async effect(tx, { payoutNo, expectedVersion, reason }) {
    const payout = await lockPayout(tx, payoutNo, tx.context.actor.scope);
    if (!payout) return payoutUnknown(payoutNo);
    const { status } = payout;
    const [waiting] = await tx.query<{ no: string }>(
      "SELECT approval_no AS no FROM approvals WHERE object_type = 'payout' AND object_no = $1 AND status = 'PENDING'",
      [payoutNo],
    );
    if (status !== "REQUESTED" || waiting) {
      const message = `${payoutNo} is ${status}${waiting ? `, and ${waiting.no} asks for it` : ""}; it is not turned down here.`;
      return refuse("payout_not_requested", message, { payoutNo, status });
    }
    if (payout.version !== expectedVersion) return payoutChanged(payoutNo);
    await movePayout(tx, payout, "REFUSED");
    await appendAudit(tx, { action: "payout.refused", objectType: "payout", objectNo: payoutNo, detail: { reason } });
    return accept({ payoutNo });
  },
});
