import "server-only";
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

const API_V3_KEY_BYTES = 32;
const MIN_RSA_BITS = 2_048;
const OTHERS_MAY_READ = 0o004;

/** Where a key stands, for the sentences about what is wrong with it; its content is never part of them. */
export type KeyPlace = {
  readonly channel: string;
  readonly field: string;
  readonly source: string;
  readonly folder: string;
};

export function readPrivateKey(place: KeyPlace): KeyObject {
  const text = readSecret(place);
  return requireRsa(
    place,
    attempt(place, "a private key in PEM", () => createPrivateKey(toPem(text, "PRIVATE KEY"))),
  );
}

/** A public key, or the certificate that holds one. Everybody may read it. */
export function readPublicKey(place: KeyPlace): KeyObject {
  const text = readSource(place);
  if (/PRIVATE KEY/.test(text)) throw fault(place, "is a private key; the channel's public key belongs here");
  return requireRsa(
    place,
    attempt(place, "a public key in PEM", () => createPublicKey(toPem(text, "PUBLIC KEY"))),
  );
}

/** The 32 characters by which callbacks are sealed. */
export function readApiV3Key(place: KeyPlace): Uint8Array {
  const key = Buffer.from(readSecret(place).trim());
  if (key.length !== API_V3_KEY_BYTES) throw fault(place, `has ${key.length} bytes; an API v3 key has exactly 32`);
  return key;
}

function readSecret(place: KeyPlace): string {
  if (!place.source.startsWith("env:")) refuseOpenFile(place);
  return readSource(place);
}

function readSource(place: KeyPlace): string {
  const { source } = place;
  if (source.startsWith("env:")) {
    const value = process.env[source.slice(4)];
    if (!value) throw fault(place, "is not set in the environment");
    return value.replaceAll("\\n", "\n");
  }
  try {
    return readFileSync(pathOf(place), "utf8");
  } catch (error) {
    throw fault(place, "cannot be read", error);
  }
}

function refuseOpenFile(place: KeyPlace): void {
  let mode: number;
  try {
    mode = statSync(pathOf(place)).mode;
  } catch (error) {
    throw fault(place, "cannot be read", error);
  }
  if ((mode & OTHERS_MAY_READ) !== 0) {
    throw fault(place, "can be read by everybody on this machine: chmod 600 it, or 640 for a group of its own");
  }
}

/** Alipay hands its keys out as bare base64. */
function toPem(text: string, label: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith("-----BEGIN")) return trimmed;
  return `-----BEGIN ${label}-----\n${trimmed.replaceAll(/\s/g, "").replaceAll(/(.{64})/g, "$1\n")}\n-----END ${label}-----\n`;
}

function attempt(place: KeyPlace, expected: string, make: () => KeyObject): KeyObject {
  try {
    return make();
  } catch {
    // OpenSSL's reason may quote what it could not read.
    throw fault(place, `is not ${expected}`);
  }
}

function requireRsa(place: KeyPlace, key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa") throw fault(place, "is not an RSA key");
  if (bits < MIN_RSA_BITS) throw fault(place, `is an RSA key of ${bits} bits; at least ${MIN_RSA_BITS} are needed`);
  return key;
}

function pathOf({ source, folder }: KeyPlace): string {
  return resolve(folder, source);
}

function fault({ channel, field, source }: KeyPlace, sentence: string, cause?: unknown): Error {
  return new Error(`DESK_CHANNELS_FILE, channel "${channel}": ${field} (${source}) ${sentence}.`, { cause });
}
