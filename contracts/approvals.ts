import { z } from "zod";
import { businessNoWire, commandIdWire } from "./wire";

export const decideApprovalInput = z.strictObject({
  commandId: commandIdWire,
  approvalNo: businessNoWire,
  expectedVersion: z.int().min(1),
  verdict: z.enum(["APPROVE", "REJECT"]),
  note: z.string().trim().max(4000),
});
export const withdrawApprovalInput = z.strictObject({
  commandId: commandIdWire,
  approvalNo: businessNoWire,
  expectedVersion: z.int().min(1),
});
export type DecideApprovalInput = z.output<typeof decideApprovalInput>;
export type WithdrawApprovalInput = z.output<typeof withdrawApprovalInput>;
