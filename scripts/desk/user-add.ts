import { randomBytes, randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { SYSTEM_ACTOR } from "@/core/permissions/actor";
import { ROLES, type Role } from "@/core/permissions/permissions";
import { getClock } from "@/server/clock";
import { addUser } from "@/server/commands/add-user";
import { acceptedOrExit, type DeskCommand, DeskRefusal, WrongUsage } from "./command";

const LOGIN = /^[a-z0-9][a-z0-9._-]{1,39}$/;
const ONE_TIME_PASSWORD_BYTES = 12;

export const userAdd: DeskCommand = {
  usage: "user add <login> --role R [--role R…] [--name N] [--scope M…]",
  summary: `Adds a user with a one-time password, which is shown this once. Roles: ${ROLES.join(", ")}. --scope limits the user to merchants.`,
  options: {
    role: { type: "string", multiple: true },
    scope: { type: "string", multiple: true },
    name: { type: "string" },
  },
  async run(context) {
    const [login, ...more] = context.positionals;
    if (login === undefined) throw new WrongUsage("The login is missing.");
    if (more.length > 0) throw new WrongUsage(`Not understood: ${more.join(" ")}`);
    if (!LOGIN.test(login)) {
      throw new DeskRefusal({
        code: "login_malformed",
        message:
          "A login has 2 to 40 small letters, digits, dots, dashes and underscores, and begins with a letter or digit.",
      });
    }
    const roles = parseRoles(context.options("role"));
    await context.pool();
    const oneTimePassword = randomBytes(ONE_TIME_PASSWORD_BYTES).toString("base64url");
    const result = await addUser(
      { actor: SYSTEM_ACTOR, commandId: randomUUID(), now: getClock().now() },
      {
        login,
        displayName: context.option("name") ?? login,
        passwordHash: await hash(oneTimePassword),
        roles,
        merchantNos: [...new Set(context.options("scope"))],
      },
    );
    acceptedOrExit(result);
    await context.print(
      { login, oneTimePassword },
      `${login} can sign in once with ${oneTimePassword} and then chooses a password.`,
    );
  },
};

function parseRoles(words: readonly string[]): Role[] {
  if (words.length === 0) throw new WrongUsage(`--role is missing. Roles: ${ROLES.join(", ")}`);
  const roles = words.map((word) => {
    const role = ROLES.find((known) => known === word.toUpperCase());
    if (role === undefined) {
      throw new DeskRefusal({ code: "role_unknown", message: `There is no role ${word}. Roles: ${ROLES.join(", ")}` });
    }
    return role;
  });
  return [...new Set(roles)];
}
