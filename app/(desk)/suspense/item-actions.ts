import type { SuspenseActions } from "@/components/suspense/suspense-actions";
import { withdrawApprovalAction } from "../approvals/actions";
import {
  claimSuspenseItemAction,
  commentOnSuspenseItemAction,
  handOverSuspenseItemAction,
  proposeReopeningAction,
  proposeResolutionAction,
  readNotesAction,
  releaseSuspenseItemAction,
  snoozeSuspenseItemAction,
  wakeSuspenseItemAction,
} from "./actions";

/** What can be done with an item, wherever it is shown. */
export const ITEM_ACTIONS: SuspenseActions = {
  claim: claimSuspenseItemAction,
  release: releaseSuspenseItemAction,
  comment: commentOnSuspenseItemAction,
  snooze: snoozeSuspenseItemAction,
  wake: wakeSuspenseItemAction,
  handOver: handOverSuspenseItemAction,
  readNotes: readNotesAction,
  propose: proposeResolutionAction,
  reopen: proposeReopeningAction,
  withdraw: withdrawApprovalAction,
};
