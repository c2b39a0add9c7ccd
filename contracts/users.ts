import { z } from "zod";
import { ROLES, type Role } from "@/core/permissions/permissions";
import { merchantNoWire } from "./merchants";
import { commandIdWire } from "./wire";

export const loginWire = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, "a login is 2 to 40 of a-z, 0-9 and . _ -, beginning with a letter or digit");

export const addUserInput = z
  .strictObject({
    commandId: commandIdWire,
    login: loginWire,
    displayName: z.string().trim().min(1).max(80),
    roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
    merchantNos: z.array(merchantNoWire).max(200),
    reason: z.string().trim().min(1).max(4_000),
  })
  .transform(({ commandId: _, ...user }) => user);
export type AddUserInput = z.output<typeof addUserInput>;

export const changePasswordInput = z
  .strictObject({
    commandId: commandIdWire,
    currentPassword: z.string().min(1).max(200),
    newPassword: z.string().min(1).max(400),
  })
  .transform(({ currentPassword, newPassword }) => ({ currentPassword, newPassword }));
export type ChangePasswordInput = z.output<typeof changePasswordInput>;

export const userReference = z
  .strictObject({ commandId: commandIdWire, login: loginWire })
  .transform(({ login }) => ({ login }));

export const userFilters = z.object({ q: z.string().trim().max(80).optional() });

export type UserRowDto = {
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Null: every merchant. */
  readonly scope: readonly string[] | null;
  readonly isDemo: boolean;
  readonly mustChangePassword: boolean;
  readonly isLocked: boolean;
  readonly version: number;
  readonly disabledAt: string | null;
  /** The request about what they may do that waits for its checker. */
  readonly waitingNo: string | null;
  readonly lastSeenAt: string | null;
  readonly createdAt: string;
};

/**
 * `oneTimePassword` is null when the same request was answered before: a password is shown once. It opens nothing until
 * `approvalNo` is approved.
 */
export type UserAdded = {
  readonly login: string;
  readonly oneTimePassword: string | null;
  readonly approvalNo: string | null;
};
