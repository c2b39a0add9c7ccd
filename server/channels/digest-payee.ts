import "server-only";
import { createHash } from "node:crypto";

/**
 * A payee as attempts keep it and as a channel's answer is compared with it: SHA-256 over the account's number and its
 * holder. Not over the bank's name, which every channel writes in its own way, nor over spaces, which are for people.
 */
export function digestPayee({ holder, accountNo }: { readonly holder: string; readonly accountNo: string }): string {
  const parts = [accountNo.replaceAll(/\s/g, ""), holder.normalize("NFKC").replaceAll(/\s+/g, " ").trim()];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}
