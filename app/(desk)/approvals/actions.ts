"use server";

import { proposePolicyInput } from "@/contracts/approval-policy";
import {
  approveManyInput,
  decideApprovalInput,
  reviewApprovalInput,
  withdrawApprovalInput,
} from "@/contracts/approvals";
import { defineAction } from "@/server/action";
import { approveMany } from "@/server/commands/approve-many";
import { decideApproval } from "@/server/commands/decide-approval";
import { proposeApprovalPolicy } from "@/server/commands/propose-approval-policy";
import { reviewApproval } from "@/server/commands/review-approval";
import { withdrawApproval } from "@/server/commands/withdraw-approval";

/** What a decision can change: it executes acts of every kind. */
const PAGES = [
  "/",
  "/approvals",
  "/suspense",
  "/ledger",
  "/orders",
  "/position",
  "/statements/mappings",
  "/reconciliation/adoption",
  "/suspense/levels",
  "/merchants",
  "/bank",
  "/users",
];

export const decideApprovalAction = defineAction({
  input: decideApprovalInput,
  command: decideApproval,
  revalidates: PAGES,
});
export const approveManyAction = defineAction({ input: approveManyInput, command: approveMany, revalidates: PAGES });
export const withdrawApprovalAction = defineAction({
  input: withdrawApprovalInput,
  command: withdrawApproval,
  revalidates: PAGES,
});
export const reviewApprovalAction = defineAction({
  input: reviewApprovalInput,
  command: reviewApproval,
  revalidates: PAGES,
});
export const proposeApprovalPolicyAction = defineAction({
  input: proposePolicyInput,
  command: proposeApprovalPolicy,
  revalidates: [...PAGES, "/approvals/policy"],
});
