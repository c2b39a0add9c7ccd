"use server";

import { expectDeliveryInput, waiveDeliveryInput } from "@/contracts/deliveries";
import { answerImportInput, cancelImportInput, repeatImportInput } from "@/contracts/imports";
import { defineAction } from "@/server/action";
import { answerImport } from "@/server/commands/answer-import";
import { cancelImport } from "@/server/commands/cancel-import";
import { expectDelivery } from "@/server/commands/expect-delivery";
import { repeatImport } from "@/server/commands/repeat-import";
import { waiveDelivery } from "@/server/commands/waive-delivery";

export const answerImportAction = defineAction({ input: answerImportInput, command: answerImport });

export const cancelImportAction = defineAction({ input: cancelImportInput, command: cancelImport });

export const repeatImportAction = defineAction({ input: repeatImportInput, command: repeatImport });

export const waiveDeliveryAction = defineAction({
  input: waiveDeliveryInput,
  command: waiveDelivery,
  revalidates: ["/statements"],
});

export const expectDeliveryAction = defineAction({
  input: expectDeliveryInput,
  command: expectDelivery,
  revalidates: ["/statements"],
});
