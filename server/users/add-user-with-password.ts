import "server-only";
import { randomBytes } from "node:crypto";
import type { AddUserInput, UserAdded } from "@/contracts/users";
import { accept, type Result } from "@/core/result";
import { hashPassword } from "@/server/auth/verify-credentials";
import { addUser } from "@/server/commands/add-user";
import { type CommandContext, reader } from "@/server/transact";

const ONE_TIME_PASSWORD_BYTES = 12;

/**
 * Adds a user with a one-time password and says it, this once: it is neither in the receipt nor in the trail. When the
 * same request comes again, the user exists with the password of the first time, which nobody can say any more.
 */
export async function addUserWithPassword(context: CommandContext, input: AddUserInput): Promise<Result<UserAdded>> {
  const oneTimePassword = randomBytes(ONE_TIME_PASSWORD_BYTES).toString("base64url");
  const passwordHash = await hashPassword(oneTimePassword);
  const result = await addUser(context, { ...input, passwordHash });
  if (!result.ok) return result;
  const [user] = await reader.query<{ is_ours: boolean }>(
    "SELECT password_hash = $2 AS is_ours FROM users WHERE login = $1",
    [result.value.login, passwordHash],
  );
  return accept({ ...result.value, oneTimePassword: user?.is_ours ? oneTimePassword : null });
}
