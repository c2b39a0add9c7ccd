import "server-only";
import type { ProposeAdoptionsInput } from "@/contracts/adoption";
import { decideAdoption } from "@/core/reconciliation/decide-adoption";
import { accept, refuse } from "@/core/result";
import { defineCommand } from "@/server/command";
import { proposeItem } from "@/server/commands/propose-resolution";
import { listAdoptable, toAdoptionFacts } from "@/server/reconciliation/adoptable";
import { findCurrentPolicy } from "@/server/store/adoption-policies";

type Proposed = {
  proposed: { itemNo: string; approvalNo: string }[];
  left: { itemNo: string; code: string }[];
};

/** So many in one press; the rest with the next. */
const MAX_PROPOSED = 100;

/**
 * Proposes to book every payment of a channel that only its status keeps apart, and that no rule books by itself: each
 * item gets a request of its own, which a checker sees and decides one by one. What does not fit any more is left.
 */
export const proposeAdoptions = defineCommand<ProposeAdoptionsInput, Proposed>({
  action: "adoption.propose",
  permission: "suspense.propose",
  object: ({ channel }) => ({ type: "channel", no: channel }),
  toHashed: ({ channel, reason }) => ({ channel, reason }),
  seconds: 120,
  async effect(tx, { channel, reason }) {
    const { userId } = tx.context.actor;
    if (userId === null) return refuse("maker_missing", "Only a person can propose a resolution.");
    const rules = (await findCurrentPolicy(tx))?.rules ?? [];
    const agreed = (await listAdoptable(tx, channel)).filter(
      (one) => one.itemKind === "PAYMENT" && decideAdoption(toAdoptionFacts(one), rules) === "PROPOSE",
    );
    const outcome: Proposed = { proposed: [], left: [] };
    for (const { itemNo, itemVersion } of agreed.slice(0, MAX_PROPOSED)) {
      const input = { itemNo, expectedVersion: itemVersion, choice: { resolution: "BOOK_TO_ORDER" as const }, reason };
      const result = await proposeItem(tx, input, userId);
      if (result.ok) outcome.proposed.push({ itemNo, approvalNo: result.value.approvalNo });
      else outcome.left.push({ itemNo, code: result.refusal.code });
    }
    if (outcome.proposed.length > 0) return accept(outcome);
    return refuse(
      "nothing_to_adopt",
      `No payment of ${channel} waits for its status alone${outcome.left.length > 0 ? ", or you may not see it" : ""}. Nothing was proposed.`,
      { channel },
    );
  },
});
