import { z } from "zod";
import { businessNoWire, commandIdWire, dayWire } from "./wire";

const oneTimeCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, "a one-time password has six digits");

export const decideApprovalInput = z.strictObject({
  commandId: commandIdWire,
  approvalNo: businessNoWire,
  expectedVersion: z.int().min(1),
  verdict: z.enum(["APPROVE", "REJECT"]),
  note: z.string().trim().max(4000),
  /** The one-time password of this very decision, where the rules ask for one. */
  code: oneTimeCode.optional(),
  /** To act alone in an emergency; see `decideApproval`. */
  breakGlass: z.literal(true).optional(),
});
/** Approves many at once; each by itself, so that one that does not go stops no other. */
export const approveManyInput = z.strictObject({
  commandId: commandIdWire,
  approvals: z
    .array(z.strictObject({ approvalNo: businessNoWire, expectedVersion: z.int().min(1) }))
    .min(1)
    .max(200),
  note: z.string().trim().max(4000),
});
export type ApproveManyInput = z.output<typeof approveManyInput>;

export const reviewApprovalInput = z.strictObject({
  commandId: commandIdWire,
  approvalNo: businessNoWire,
  verdict: z.enum(["JUSTIFIED", "NOT_JUSTIFIED"]),
  note: z.string().trim().min(1).max(4000),
});
export type ReviewApprovalInput = z.output<typeof reviewApprovalInput>;

/** `endsOn`: the last day on which the colleague signs in one's place, a day of Asia/Shanghai. */
export const lendSignatureInput = z.strictObject({
  commandId: commandIdWire,
  delegateLogin: z.string().trim().min(2).max(40),
  startsOn: dayWire,
  endsOn: dayWire,
  reason: z.string().trim().min(1).max(4000),
});
export const revokeDelegationInput = z.strictObject({
  commandId: commandIdWire,
  delegationId: z.string().regex(/^\d{1,18}$/),
});
export type LendSignatureInput = z.output<typeof lendSignatureInput>;
export type RevokeDelegationInput = z.output<typeof revokeDelegationInput>;

/** `code`: from the device that is replaced; not asked of who has none. */
export const beginTotpInput = z.strictObject({ commandId: commandIdWire, code: oneTimeCode.optional() });
export const confirmTotpInput = z.strictObject({ commandId: commandIdWire, code: oneTimeCode });
export type BeginTotpInput = z.output<typeof beginTotpInput>;
export type ConfirmTotpInput = z.output<typeof confirmTotpInput>;

export const withdrawApprovalInput = z.strictObject({
  commandId: commandIdWire,
  approvalNo: businessNoWire,
  expectedVersion: z.int().min(1),
});
export type DecideApprovalInput = z.output<typeof decideApprovalInput>;
export type WithdrawApprovalInput = z.output<typeof withdrawApprovalInput>;
