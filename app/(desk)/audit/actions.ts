"use server";

import { proveAuditTrailInput } from "@/contracts/audit-proof";
import { defineAction } from "@/server/action";
import { proveAuditTrail } from "@/server/commands/prove-audit-trail";

export const proveAuditTrailAction = defineAction({
  input: proveAuditTrailInput,
  command: proveAuditTrail,
  revalidates: ["/audit"],
});
