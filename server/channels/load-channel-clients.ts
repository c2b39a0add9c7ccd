import "server-only";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { makeAlipayClient } from "./alipay-client";
import type { ChannelClient } from "./channel-client";
import { type KeyPlace, readApiV3Key, readPrivateKey, readPublicKey } from "./channel-keys";
import {
  type AlipaySettings,
  type ChannelSettings,
  channelSettingsFile,
  type WechatSettings,
} from "./channel-settings";
import { makeWechatClient } from "./wechat-client";

type KeyOf = (field: string, source: string) => KeyPlace;

/**
 * The clients of a settings file (docs/environment.md). Paths of keys are relative to the file. Throws, with a sentence for
 * every mistake and never with a key, when anything is wrong with it: a channel half set up is none.
 */
export function loadChannelClients(path: string, now: () => Date): ReadonlyMap<string, ChannelClient> {
  const parsed = channelSettingsFile.safeParse(readSettings(path));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path: at, message }) => `${at.join(".") || "the file"}: ${message}`);
    throw new Error(`DESK_CHANNELS_FILE (${path}) is not as it should be. ${faults.join("; ")}.`);
  }
  const folder = dirname(resolve(path));
  return new Map(
    Object.entries(parsed.data.channels).map(([channel, settings]) => [
      channel,
      makeClient(settings, (field, source) => ({ channel, field, source, folder }), now),
    ]),
  );
}

function readSettings(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`DESK_CHANNELS_FILE (${path}) cannot be read.`, { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the file.
    throw new Error(`DESK_CHANNELS_FILE (${path}) is not JSON.`);
  }
}

function makeClient(settings: ChannelSettings, keyOf: KeyOf, now: () => Date): ChannelClient {
  switch (settings.style) {
    case "WECHAT":
      return makeWechatClient({ ...readWechatKeys(settings, keyOf), now });
    case "ALIPAY":
      return makeAlipayClient({ ...readAlipayKeys(settings, keyOf), now });
  }
}

function readWechatKeys(settings: WechatSettings, keyOf: KeyOf) {
  const { baseUrl, merchantId, appId, transferSceneId, merchantSerial: serial, timeoutMs } = settings;
  const keys = Object.entries(settings.platformKeys);
  return {
    ...{ baseUrl, merchantId, appId, transferSceneId, serial, timeoutMs },
    privateKey: readPrivateKey(keyOf("merchantPrivateKey", settings.merchantPrivateKey)),
    apiV3Key: readApiV3Key(keyOf("apiV3Key", settings.apiV3Key)),
    platformKeys: new Map(keys.map(([name, source]) => [name, readPublicKey(keyOf(`platformKeys.${name}`, source))])),
    notifyUrl: settings.notifyUrl ?? null,
  };
}

function readAlipayKeys(settings: AlipaySettings, keyOf: KeyOf) {
  const { baseUrl, appId, timeoutMs } = settings;
  return {
    ...{ baseUrl, appId, timeoutMs },
    appKey: readPrivateKey(keyOf("appPrivateKey", settings.appPrivateKey)),
    alipayKey: readPublicKey(keyOf("alipayPublicKey", settings.alipayPublicKey)),
    notifyUrl: settings.notifyUrl ?? null,
  };
}
