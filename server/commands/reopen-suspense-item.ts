import "server-only";
import type { ProposeReopeningInput } from "@/contracts/claims";
import { accept } from "@/core/result";
import { suspenseReopening } from "@/server/approvals/acts/suspense-reopening";
import { type Proposed, proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { itemChanged, itemUnknown, lockSuspenseItem } from "@/server/store/suspense-items";
import { loadReopening } from "@/server/suspense/load-reopening";

/**
 * Asks for the resolution of an item to be taken back. The item stays resolved, and its voucher where it is, until
 * somebody else approves it.
 */
export const proposeReopening = defineCommand<ProposeReopeningInput, Proposed & { itemNo: string }>({
  action: "suspense.propose_reopening",
  permission: "suspense.propose",
  object: ({ itemNo }) => ({ type: "suspense", no: itemNo }),
  toHashed: ({ itemNo, expectedVersion, reason }) => ({ itemNo, expectedVersion, reason }),
  async effect(tx, { itemNo, expectedVersion, reason }) {
    const item = await lockSuspenseItem(tx, itemNo);
    if (!item) return itemUnknown(itemNo);
    if (item.version !== expectedVersion) return itemChanged(item);
    const loaded = await loadReopening(tx, itemNo);
    if (!loaded.ok) return loaded;
    const { payload } = loaded.value;
    const proposed = await proposeApproval(tx, suspenseReopening.bind(payload), reason, (request) => {
      const detail = { ...request, reason, payload };
      return [{ action: "suspense.reopening_proposed", objectType: "suspense", objectNo: itemNo, detail }];
    });
    return proposed.ok ? accept({ itemNo, ...proposed.value }) : proposed;
  },
});
