import "server-only";
import { accept, invariant } from "@/core/result";
import { definePosting } from "@/server/command";
import { draftTopUps, type TopUp } from "@/server/commands/record-top-ups";
import { reader } from "@/server/transact";

/** Records one payment into a reserve bank account, as banks tell them: one by one, many at once, some of them twice. */
export const recordTopUp = definePosting<TopUp>({
  action: "top_up.record",
  permission: "merchant.edit",
  object: ({ key }) => ({ type: "top_up", no: key }),
  toHashed: ({ amountMinor, paidInAt, ...topUp }) => ({
    ...topUp,
    amountMinor: `${amountMinor}`,
    paidInAt: paidInAt.toISOString(),
  }),
  async draft(topUp) {
    const drafts = await draftTopUps(reader, [topUp]);
    if (!drafts.ok) return drafts;
    const [draft] = drafts.value;
    invariant(draft, "a top-up has its voucher");
    return accept(draft);
  },
});
