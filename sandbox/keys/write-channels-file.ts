import { randomBytes } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { SandboxChannel } from "../channel";
import { keyFilesOf } from "./channel-keys";

export type ChannelsFileOptions = {
  readonly path?: string;
  /** How long the desk waits for an answer. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 10_000;

/**
 * Writes the desk's settings of its channels (DESK_CHANNELS_FILE) so that it talks to the sandbox as it would to the real
 * ones: an address, numbers, and where the keys lie. Gives the file's path.
 */
export async function writeChannelsFile(
  folder: string,
  address: string,
  channels: Iterable<SandboxChannel>,
  { path = join(folder, "channels.json"), timeoutMs = TIMEOUT_MS }: ChannelsFileOptions = {},
): Promise<string> {
  const entries = [...channels].map(
    (channel) => [channel.code, { ...settingsOf(folder, dirname(path), address, channel), timeoutMs }] as const,
  );
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(temporary, `${JSON.stringify({ channels: Object.fromEntries(entries) }, null, 2)}\n`, {
    mode: 0o600,
  });
  await rename(temporary, path);
  return path;
}

function settingsOf(folder: string, from: string, baseUrl: string, { code, style, merchantId, keys }: SandboxChannel) {
  const files = keyFilesOf(folder, code);
  const at = (path: string): string => {
    const way = relative(from, path);
    return way.startsWith(".") ? way : `./${way}`;
  };
  if (style === "alipay") {
    return {
      style: "ALIPAY",
      ...{ baseUrl, appId: merchantId },
      appPrivateKey: at(files.deskPrivateKey),
      alipayPublicKey: at(files.channelPublicKey),
    };
  }
  return {
    style: "WECHAT",
    ...{ baseUrl, merchantId, appId: `wx${merchantId}`, merchantSerial: keys.deskSerial },
    merchantPrivateKey: at(files.deskPrivateKey),
    apiV3Key: at(files.apiV3Key),
    platformKeys: { [keys.channelSerial]: at(files.channelPublicKey) },
  };
}
