import "server-only";
import { getEnv } from "@/server/env";

/** Whether a request came from our own pages. Compared with the configured address: X-Forwarded-Host can be sent by anybody. */
export function isOwnOrigin(origin: string | null): boolean {
  const own = getEnv().NEXTAUTH_URL;
  return origin !== null && own !== undefined && origin === new URL(own).origin;
}
