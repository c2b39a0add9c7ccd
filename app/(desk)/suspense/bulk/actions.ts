"use server";

import { cancelBulkInput, confirmBulkInput, exportSuspenseInput, prepareBulkInput } from "@/contracts/bulk";
import { defineAction } from "@/server/action";
import { cancelBulk } from "@/server/commands/cancel-bulk";
import { confirmBulk } from "@/server/commands/confirm-bulk";
import { exportSuspense } from "@/server/commands/export-suspense";
import { prepareBulk } from "@/server/commands/prepare-bulk";

export const prepareBulkAction = defineAction({ input: prepareBulkInput, command: prepareBulk });

export const confirmBulkAction = defineAction({
  input: confirmBulkInput,
  command: confirmBulk,
  revalidates: ["/suspense", "/approvals"],
});

export const cancelBulkAction = defineAction({ input: cancelBulkInput, command: cancelBulk });

export const exportSuspenseAction = defineAction({ input: exportSuspenseInput, command: exportSuspense });
