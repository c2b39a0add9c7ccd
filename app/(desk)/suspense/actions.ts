"use server";

import { proposeReopeningInput } from "@/contracts/claims";
import { matchByHandInput, partByHandInput } from "@/contracts/manual-matches";
import { chooseDefaultViewInput, deleteViewInput, saveViewInput } from "@/contracts/saved-views";
import {
  claimSuspenseItemInput,
  commentOnSuspenseItemInput,
  proposeResolutionInput,
  releaseSuspenseItemInput,
} from "@/contracts/suspense";
import {
  handOverSuspenseItemInput,
  readNotesInput,
  snoozeSuspenseItemInput,
  wakeSuspenseItemInput,
} from "@/contracts/teamwork";
import { defineAction } from "@/server/action";
import { chooseDefaultView } from "@/server/commands/choose-default-view";
import { deleteView } from "@/server/commands/delete-view";
import { handOverSuspenseItem, readNotes } from "@/server/commands/hand-over-suspense-item";
import { matchByHand } from "@/server/commands/match-by-hand";
import { partByHand } from "@/server/commands/part-by-hand";
import { proposeResolution } from "@/server/commands/propose-resolution";
import { proposeReopening } from "@/server/commands/reopen-suspense-item";
import { saveView } from "@/server/commands/save-view";
import { snoozeSuspenseItem, wakeSuspenseItem } from "@/server/commands/snooze-suspense-item";
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

export const snoozeSuspenseItemAction = defineAction({
  input: snoozeSuspenseItemInput,
  command: snoozeSuspenseItem,
  revalidates: WORKED,
});

export const wakeSuspenseItemAction = defineAction({
  input: wakeSuspenseItemInput,
  command: wakeSuspenseItem,
  revalidates: WORKED,
});

export const handOverSuspenseItemAction = defineAction({
  input: handOverSuspenseItemInput,
  command: handOverSuspenseItem,
  revalidates: WORKED,
});

export const readNotesAction = defineAction({ input: readNotesInput, command: readNotes, revalidates: ["/"] });

export const proposeResolutionAction = defineAction({
  input: proposeResolutionInput,
  command: proposeResolution,
  revalidates: ["/", "/suspense", "/approvals"],
});

export const proposeReopeningAction = defineAction({
  input: proposeReopeningInput,
  command: proposeReopening,
  revalidates: ["/", "/suspense", "/approvals"],
});

export const matchByHandAction = defineAction({
  input: matchByHandInput,
  command: matchByHand,
  revalidates: ["/reconciliation", "/statements", "/suspense"],
});

export const partByHandAction = defineAction({
  input: partByHandInput,
  command: partByHand,
  revalidates: ["/reconciliation", "/statements", "/suspense"],
});

export const saveViewAction = defineAction({ input: saveViewInput, command: saveView });

export const deleteViewAction = defineAction({ input: deleteViewInput, command: deleteView });

export const chooseDefaultViewAction = defineAction({ input: chooseDefaultViewInput, command: chooseDefaultView });
