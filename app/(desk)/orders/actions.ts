"use server";

import { askRefundInput, closeDisputeInput, noteDisputeInput } from "@/contracts/refunds";
import { defineAction } from "@/server/action";
import { askRefund } from "@/server/commands/ask-refund";
import { closeDispute } from "@/server/commands/close-dispute";
import { noteDispute } from "@/server/commands/note-dispute";

export const askRefundAction = defineAction({
  input: askRefundInput,
  command: askRefund,
  revalidates: ["/", "/orders", "/refunds", "/approvals"],
});

export const noteDisputeAction = defineAction({
  input: noteDisputeInput,
  command: noteDispute,
  revalidates: ["/orders"],
});

export const closeDisputeAction = defineAction({
  input: closeDisputeInput,
  command: closeDispute,
  revalidates: ["/orders"],
});
