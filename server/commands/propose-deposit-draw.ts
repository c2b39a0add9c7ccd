import "server-only";
import type { ProposeDepositDrawInput } from "@/contracts/settlement";
import { accept } from "@/core/result";
import { depositDraw } from "@/server/approvals/acts/deposit-draw";
import { type Proposed, proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { findOwing, planDrawLines } from "@/server/settlement/deposit-draw";
import { lockSettlement, settlementChanged, settlementUnknown } from "@/server/store/settlements";

/** Asks for what a merchant owes after its last settlement to be taken from its deposit (保证金抵扣). */
export const proposeDepositDraw = defineCommand<ProposeDepositDrawInput, Proposed & { settlementNo: string }>({
  action: "deposit.propose_draw",
  permission: "deposit.draw",
  object: ({ settlementNo }) => ({ type: "settlement", no: settlementNo }),
  toHashed: ({ amountMinor, commandId: _, ...input }) => ({ ...input, amountMinor: `${amountMinor}` }),
  async effect(tx, { settlementNo, expectedVersion, amountMinor, reason }) {
    const locked = await lockSettlement(tx, settlementNo, tx.context.actor.scope);
    if (!locked) return settlementUnknown(settlementNo);
    if (locked.version !== expectedVersion) return settlementChanged(settlementNo);
    const owing = await findOwing(tx, settlementNo);
    if (!owing.ok) return owing;
    const { merchantNo, asset, carriedMinor } = locked;
    const payload = {
      ...{ settlementNo, merchantNo, asset, amountMinor: `${amountMinor}`, carriedMinor: `${carriedMinor}` },
      event: "deposit.taken",
      lines: planDrawLines(locked, amountMinor),
    };
    const proposed = await proposeApproval(tx, depositDraw.bind(payload), reason, (request) => {
      const detail = { ...request, amountMinor: `${amountMinor}`, reason };
      return [{ action: "deposit.draw_asked", objectType: "settlement", objectNo: settlementNo, detail }];
    });
    return proposed.ok ? accept({ settlementNo, ...proposed.value }) : proposed;
  },
});
