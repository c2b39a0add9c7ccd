"use server";

import { answerImportInput, cancelImportInput, repeatImportInput } from "@/contracts/imports";
import { defineAction } from "@/server/action";
import { answerImport } from "@/server/commands/answer-import";
import { cancelImport } from "@/server/commands/cancel-import";
import { repeatImport } from "@/server/commands/repeat-import";

export const answerImportAction = defineAction({ input: answerImportInput, command: answerImport });

export const cancelImportAction = defineAction({ input: cancelImportInput, command: cancelImport });

export const repeatImportAction = defineAction({ input: repeatImportInput, command: repeatImport });
