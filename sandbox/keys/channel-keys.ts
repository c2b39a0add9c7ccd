import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ChannelKeys } from "../channel";

/** The files of one channel's keys, under its code in the sandbox's folder. Private ones are readable by their owner alone. */
export type KeyFiles = {
  readonly deskPrivateKey: string;
  readonly deskPublicKey: string;
  readonly channelPrivateKey: string;
  readonly channelPublicKey: string;
  /** 32 characters. */
  readonly apiV3Key: string;
};

const RSA_BITS = 2_048;
const generatePair = promisify(generateKeyPair);

export function keyFilesOf(folder: string, code: string): KeyFiles {
  const at = (name: string): string => join(folder, code, name);
  return {
    deskPrivateKey: at("desk-private.pem"),
    deskPublicKey: at("desk-public.pem"),
    channelPrivateKey: at("channel-private.pem"),
    channelPublicKey: at("channel-public.pem"),
    apiV3Key: at("api-v3-key.txt"),
  };
}

/** Reads a channel's keys, and makes them first where there are none: both sides', since the sandbox plays one and equips the other. */
export async function ensureKeys(folder: string, code: string): Promise<{ keys: ChannelKeys; files: KeyFiles }> {
  const files = keyFilesOf(folder, code);
  await mkdir(join(folder, code), { recursive: true, mode: 0o700 });
  await ensurePair(files.deskPrivateKey, files.deskPublicKey);
  await ensurePair(files.channelPrivateKey, files.channelPublicKey);
  if ((await readIfPresent(files.apiV3Key)) === null) await writeOnce(files.apiV3Key, randomBytes(16).toString("hex"));
  const deskPublicKey = createPublicKey(await readFile(files.deskPublicKey));
  const keys = {
    deskPublicKey,
    deskSerial: serialOf(deskPublicKey),
    channelPrivateKey: createPrivateKey(await readFile(files.channelPrivateKey)),
    channelSerial: serialOf(createPublicKey(await readFile(files.channelPublicKey))),
    apiV3Key: Buffer.from((await readFile(files.apiV3Key, "utf8")).trim(), "utf8"),
  };
  return { keys, files };
}

/** How a public key is named where certificates have their serial number: 40 hexadecimal digits of its SHA-256. */
export function serialOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex").slice(0, 40).toUpperCase();
}

async function ensurePair(privatePath: string, publicPath: string): Promise<void> {
  if ((await readIfPresent(privatePath)) === null) {
    const { privateKey } = await generatePair("rsa", { modulusLength: RSA_BITS });
    await writeOnce(privatePath, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  }
  if ((await readIfPresent(publicPath)) !== null) return;
  // From the file and not from memory: another start may have been first.
  const publicKey = createPublicKey(await readFile(privatePath));
  await writeOnce(publicPath, publicKey.export({ type: "spki", format: "pem" }).toString());
}

/** Writes a file whole and only where there is none: of two starts at once, both use what the first has written. */
async function writeOnce(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(temporary, text, { mode: 0o600, flag: "wx" });
  try {
    await link(temporary, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await unlink(temporary);
  }
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
