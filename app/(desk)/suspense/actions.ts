"use server";

import {
  claimSuspenseItemInput,
  commentOnSuspenseItemInput,
  proposeResolutionInput,
  releaseSuspenseItemInput,
} from "@/contracts/suspense";
import { defineAction } from "@/server/action";
import { proposeResolution } from "@/server/commands/propose-resolution";
import { claimSuspenseItem, commentOnSuspenseItem, releaseSuspenseItem } from "@/server/commands/work-suspense-item";

const WORKED = ["/suspense"];

export const claimSuspenseItemAction = defineAction({
  input: claimSuspenseItemInput,
  command: claimSuspenseItem,
  revalidates: WORKED,
});

export const releaseSuspenseItemAction = defineAction({
  input: releaseSuspenseItemInput,
  command: releaseSuspenseItem,
  revalidates: WORKED,
});

export const commentOnSuspenseItemAction = defineAction({
  input: commentOnSuspenseItemInput,
  command: commentOnSuspenseItem,
});

export const proposeResolutionAction = defineAction({
  input: proposeResolutionInput,
  command: proposeResolution,
  revalidates: ["/", "/suspense", "/approvals"],
});
