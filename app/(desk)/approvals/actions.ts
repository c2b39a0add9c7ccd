"use server";

import { decideApprovalInput, withdrawApprovalInput } from "@/contracts/approvals";
import { defineAction } from "@/server/action";
import { decideApproval } from "@/server/commands/decide-approval";
import { withdrawApproval } from "@/server/commands/withdraw-approval";

const REVALIDATED = ["/", "/approvals", "/suspense", "/ledger", "/orders", "/position", "/statements/mappings"];

export const decideApprovalAction = defineAction({
  input: decideApprovalInput,
  command: decideApproval,
  revalidates: REVALIDATED,
});

export const withdrawApprovalAction = defineAction({
  input: withdrawApprovalInput,
  command: withdrawApproval,
  revalidates: REVALIDATED,
});
