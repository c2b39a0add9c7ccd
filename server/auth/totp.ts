import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { generateSecret, generateURI, verifySync } from "otplib";
import { invariant } from "@/core/result";
import { getEnv } from "@/server/env";

const ISSUER = "clearing-desk";
/** A password of the half minute before or after counts too: clocks differ, and people type slowly. */
const TOLERANCE_SECONDS = 30;

export function makeTotpSecret(): string {
  return generateSecret();
}

/** What an authenticator app reads. */
export function totpUri(login: string, secret: string): string {
  return generateURI({ issuer: ISSUER, label: login, secret });
}

/**
 * The half minute for which a one-time password is right, or null. One that is not after `afterStep` is a replay, and wrong.
 */
export function verifyTotp(secret: string, code: string, now: Date, afterStep: bigint): bigint | null {
  const epoch = Math.floor(now.getTime() / 1_000);
  // Time steps are counts of half minutes, far below 2^53.
  const afterTimeStep = Number(afterStep);
  const verified = verifySync({ secret, token: code, epoch, epochTolerance: TOLERANCE_SECONDS, afterTimeStep });
  return verified.valid && "timeStep" in verified ? BigInt(verified.timeStep) : null;
}

/** Encrypts a secret for rest. It is bound to its user: in another's row it does not open. */
export function sealSecret(secret: string, userId: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", sealKey(), iv).setAAD(Buffer.from(userId));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return [iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url")).join(".");
}

/** Null where it does not open: it was sealed by another key (AUTH_SECRET was changed), for another user, or is none. */
export function openSecret(sealed: string, userId: string): string | null {
  const [iv, tag, text] = sealed.split(".").map((part) => Buffer.from(part, "base64url"));
  if (iv?.length !== 12 || tag?.length !== 16 || !text) return null;
  const decipher = createDecipheriv("aes-256-gcm", sealKey(), iv).setAAD(Buffer.from(userId)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/** The database does not have the key: whoever reads its rows cannot sign in anybody's place. */
function sealKey(): Buffer {
  const { AUTH_SECRET } = getEnv();
  invariant(AUTH_SECRET !== undefined, "AUTH_SECRET is set wherever people sign");
  return Buffer.from(hkdfSync("sha256", AUTH_SECRET, "", "one-time passwords", 32));
}
