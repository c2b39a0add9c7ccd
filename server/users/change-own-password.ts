import "server-only";
import type { ChangePasswordInput } from "@/contracts/users";
import type { Result } from "@/core/result";
import { noteWrongPassword } from "@/server/auth/verify-credentials";
import { changePassword } from "@/server/commands/change-password";
import type { CommandContext } from "@/server/transact";

/** Changes the actor's password. A wrong current one counts like a wrong sign-in: a stolen session may not guess it. */
export async function changeOwnPassword(
  context: CommandContext,
  input: ChangePasswordInput,
): Promise<Result<{ login: string }>> {
  const result = await changePassword(context, input);
  const { userId } = context.actor;
  if (!result.ok && result.refusal.code === "password_wrong" && userId !== null) {
    await noteWrongPassword(userId, context.now);
  }
  return result;
}
