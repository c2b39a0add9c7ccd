import { API_SCOPES, hashApiKey, mintApiKey } from "@/server/auth/api-key";
import { addApiKey } from "@/server/commands/add-api-key";
import { revokeApiKey } from "@/server/commands/revoke-api-key";
import { acceptedOrExit, type DeskCommand, DeskRefusal, WrongUsage } from "./command";
import { onlyWord, systemContext } from "./words";

const NAME = /^[a-z0-9][a-z0-9._-]{1,39}$/;
const DEFAULT_DAYS = "90";
const MAX_DAYS = 365;

export const apiKeyAdd: DeskCommand = {
  usage: "api-key add <name> --scope S [--owner LOGIN] [--days N]",
  summary: `Makes a key by which another system calls the REST interface, and shows it this once. Scopes: ${API_SCOPES.join(", ")}. What needs a checker is asked for in the name of --owner. It lives 90 days unless --days says otherwise.`,
  options: { scope: { type: "string", multiple: true }, days: { type: "string" }, owner: { type: "string" } },
  async run(context) {
    const name = parseName(onlyWord(context, "The name"));
    const scopes = context.options("scope").map((word) => {
      const scope = API_SCOPES.find((known) => known === word);
      if (scope === undefined) throw new WrongUsage(`There is no scope ${word}. Scopes: ${API_SCOPES.join(", ")}`);
      return scope;
    });
    if (scopes.length === 0) throw new WrongUsage(`--scope is missing. Scopes: ${API_SCOPES.join(", ")}`);
    const days = Number.parseInt(context.option("days") ?? DEFAULT_DAYS, 10);
    if (!(days >= 1 && days <= MAX_DAYS)) throw new WrongUsage(`--days is a number from 1 to ${MAX_DAYS}.`);
    await context.pool();
    const key = mintApiKey();
    const added = acceptedOrExit(
      await addApiKey(systemContext(), {
        name,
        keyHash: hashApiKey(key),
        scopes,
        days,
        ownerLogin: context.option("owner") ?? null,
      }),
    );
    await context.print({ ...added, key }, `${name} may call with the key ${key} until ${added.expiresAt}.`);
  },
};

export const apiKeyRevoke: DeskCommand = {
  usage: "api-key revoke <name>",
  summary: "Takes a key away; the next request with it is refused.",
  options: {},
  async run(context) {
    const name = parseName(onlyWord(context, "The name"));
    await context.pool();
    const revoked = acceptedOrExit(await revokeApiKey(systemContext(), { name }));
    await context.print(revoked, `The key of ${name} opens nothing any more.`);
  },
};

function parseName(word: string): string {
  if (NAME.test(word)) return word;
  throw new DeskRefusal({
    code: "name_malformed",
    message: "A name has 2 to 40 small letters, digits, dots, dashes and underscores.",
  });
}
