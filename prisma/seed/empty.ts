import { randomBytes } from "node:crypto";
import { hashPassword } from "@/server/auth/verify-credentials";
import { getClock } from "@/server/clock";
import { addUser } from "@/server/commands/add-user";
import { acceptedValue, systemAt } from "./load-company";

const ONE_TIME_PASSWORD_BYTES = 12;

/**
 * A company's first day: the chart of accounts and the calendar come with every migration, so what is missing is the
 * first administrator, whose one-time password is shown this once on stderr. Everybody else is added by them.
 */
export async function seedEmpty(): Promise<void> {
  const oneTimePassword = randomBytes(ONE_TIME_PASSWORD_BYTES).toString("base64url");
  const passwordHash = await hashPassword(oneTimePassword);
  const admin = { login: "admin", displayName: "Administrator", roles: ["ADMIN"] as const, merchantNos: [] };
  acceptedValue(await addUser(systemAt(getClock().now()), { ...admin, passwordHash }));
  process.stderr.write(`admin can sign in once with ${oneTimePassword} and then chooses a password.\n`);
}
