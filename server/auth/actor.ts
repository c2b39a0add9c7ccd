import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted, type Permission } from "@/core/permissions/permissions";
import { getEnv } from "@/server/env";
import { PATH_HEADER } from "@/server/request-path";
import { findSignedIn, type SignedIn } from "./find-signed-in";
import type { TokenClaims } from "./options";

/** Who is signed in, re-read from the database once per request; null for nobody. For the change of the password alone. */
export const getSignedIn = cache(async (): Promise<SignedIn | null> => {
  const claims = await readClaims();
  if (!claims?.userId || !claims.sessionId || claims.sessionVersion === undefined) return null;
  return findSignedIn(claims.userId, claims.sessionId, claims.sessionVersion);
});

/**
 * What the session's cookie says, null where there is none or it is not ours. It is only read: `getServerSession` would
 * also encrypt a new one, which no page or route can send.
 */
async function readClaims(): Promise<TokenClaims | null> {
  const { NEXTAUTH_URL, AUTH_SECRET } = getEnv();
  const prefix = NEXTAUTH_URL?.startsWith("https://") ? "__Secure-" : "";
  const token = (await cookies()).get(`${prefix}next-auth.session-token`)?.value;
  if (token === undefined || AUTH_SECRET === undefined) return null;
  // A forged, cut off or expired cookie fails to decrypt, and whoever sent it is nobody.
  const claims = await decode({ token, secret: AUTH_SECRET }).catch(() => null);
  return claims as TokenClaims | null;
}

/** Who is signed in, with whatever password. */
export async function getSignedInActor(): Promise<Actor | null> {
  return (await getSignedIn())?.actor ?? null;
}

/** Who acts; null for nobody, and for who has to choose a password first. */
export async function getActor(): Promise<Actor | null> {
  const signedIn = await getSignedIn();
  return signedIn === null || signedIn.mustChangePassword ? null : signedIn.actor;
}

/** Who is signed in, or off to the sign-in page, which leads back here. */
export async function requireActor(): Promise<Actor> {
  const signedIn = await getSignedIn();
  if (signedIn?.mustChangePassword) redirect("/change-password");
  if (signedIn) return signedIn.actor;
  const path = (await headers()).get(PATH_HEADER) ?? "/";
  redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}

/** For pages: the actor, who holds the permission; others are told which one they lack and who grants it. */
export async function requirePermission(permission: Permission): Promise<Actor> {
  const actor = await requireActor();
  if (!isPermitted(actor.roles, permission)) redirect(`/no-access?permission=${permission}`);
  return actor;
}
